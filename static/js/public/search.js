// The search of a static export: titles and organs, from an index beside it. A plain script, not a
// module: browsers run no modules of a page that was opened from disk.
{
  const MOST = 50;
  const box = document.getElementById("search-here");
  const found = document.getElementById("search-found");
  const known = window.published;
  if (box && found && known) searchHere();

  function searchHere() {
    const typed = box.querySelector("input");
    box.hidden = false;
    document.getElementById("search-note").textContent =
      "这是网站的存盘副本：可以搜索标题和机关名称，不能搜索正文和数字。";
    typed.addEventListener("input", () => show(wordsOf(typed.value)));
    if (typed.value) show(wordsOf(typed.value)); // kept by the browser when one came back
  }

  /** What is looked for, folded as the index is (reports/document/search/grams.py). */
  function wordsOf(text) {
    const folded = [...text.normalize("NFKC").toLowerCase()].map((one) => known.traditional[one] || one);
    return folded.join("").split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  }

  function show(words) {
    const rows = words.length ? known.reports.filter(([head]) => words.every((word) => head.includes(word))) : [];
    found.hidden = !words.length;
    const more = rows.length > MOST ? `，列出前 ${MOST} 份` : "";
    found.querySelector("h2").textContent = rows.length ? `找到 ${rows.length} 份${more}` : "没有找到，可以换一个词再试";
    found.querySelector("ol").replaceChildren(...rows.slice(0, MOST).map(entry));
  }

  function entry([, title, organ, region, place]) {
    const [item, head, link, facts] = ["li", "h3", "a", "p"].map((tag) => document.createElement(tag));
    link.href = new URL(place, known.home).href;
    link.textContent = title;
    facts.className = "quiet";
    facts.textContent = region ? `${organ} · ${region}` : organ;
    head.append(link);
    item.append(head, facts);
    return item;
  }
}
