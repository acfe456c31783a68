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
  const icon = item.querySelector(".tick") ?? added(item, "tick");
  const words = item.querySelector(".topic-state") ?? added(item, "topic-state visually-hidden");
  icon.setAttribute("aria-hidden", "true");
  icon.textContent = written ? "✓" : "○";
  words.textContent = written ? "已写到：" : "未写到：";
  item.classList.toggle("is-written", written);
}

function added(item, className) {
  const span = document.createElement("span");
  span.className = className;
  item.prepend(span);
  return span;
}
