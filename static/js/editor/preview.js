/** 预览: the finished sheets beside the form, always of what is saved. */
const SETTLED = 600; // ms after a save before the sheets are drawn anew

/**
 * @param {{link: HTMLAnchorElement, pane: HTMLElement}} places
 * @param {EventTarget & {flush: () => Promise<void>}} saving
 */
export function offerPreview({ link, pane }, saving) {
  const close = pane.querySelector("#preview-close");
  link.removeAttribute("target");
  link.setAttribute("role", "button");
  link.setAttribute("aria-expanded", "false");
  link.setAttribute("aria-controls", pane.id);
  let timer;
  let frame; // made when it is first looked at: an empty page costs as much as one with words

  const show = (open) => {
    pane.hidden = !open;
    document.querySelector(".desk").classList.toggle("has-preview", open);
    link.setAttribute("aria-expanded", String(open));
  };
  link.addEventListener("click", async (event) => {
    event.preventDefault();
    if (!pane.hidden) return show(false);
    show(true);
    frame ??= newFrame(pane);
    await saving.flush();
    reload(frame, link.href);
    close.focus();
  });
  close.addEventListener("click", () => {
    show(false);
    link.focus();
  });
  saving.addEventListener("acknowledged", () => {
    clearTimeout(timer);
    if (!pane.hidden) timer = setTimeout(() => reload(frame, link.href), SETTLED);
  });
}

function newFrame(pane) {
  const frame = document.createElement("iframe");
  Object.assign(frame, { id: "preview-frame", title: "报告的各页" });
  pane.append(frame);
  return frame;
}

/** Draw the sheets anew where the reader was. */
function reload(frame, address) {
  const top = frame.contentWindow?.scrollY ?? 0;
  const state = frame.parentElement.querySelector(".preview-state");
  state.textContent = "正在排版…";
  const done = () => {
    frame.contentWindow.scrollTo(0, top);
    state.textContent = "已保存的内容";
  };
  frame.addEventListener("load", done, { once: true });
  frame.contentWindow.location.replace(address);
}
