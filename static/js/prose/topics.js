/** 应当写到: each topic of a section is ticked when the text speaks of it. */

/**
 * @param {HTMLElement} list  the element that holds `[data-topic]`
 * @param {{id: string, words: string[]}[]} topics
 * @param {string} text  the section's plain text
 */
export function tickTopics(list, topics, text) {
  for (const item of list.querySelectorAll("[data-topic]")) {
    const topic = topics.find(({ id }) => id === item.dataset.topic);
    if (topic) tick(item, topic.words.some((word) => text.includes(word)));
  }
}

function tick(item, written) {
  const mark = item.querySelector(".topic-mark") ?? newMark(item);
  if (item.classList.contains("is-written") === written && mark.textContent) return;
  item.classList.toggle("is-written", written);
  const icon = document.createElement("span");
  icon.setAttribute("aria-hidden", "true");
  icon.textContent = written ? "✓" : "○";
  const words = document.createElement("span");
  words.className = "visually-hidden";
  words.textContent = written ? "已写到：" : "未写到：";
  mark.replaceChildren(icon, words);
}

function newMark(item) {
  const mark = document.createElement("span");
  mark.className = "topic-mark";
  item.prepend(mark);
  return mark;
}
