/** The source of a file beside its figures: fetched once the page stands, for reading it takes a second. */

const place = document.getElementById("source");

async function lay() {
  const answer = await fetch(place.dataset.url, { credentials: "same-origin" });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const sheet = page.getElementById("source-sheet");
  if (!sheet) return;
  // The link stays: whoever has the focus on it keeps it.
  place.querySelector(".source-here").append(document.adoptNode(sheet));
  place.closest(".look-page").classList.add("is-beside");
}

// Whatever fails, the link to the source on a page of its own is there.
lay().catch(() => {});
