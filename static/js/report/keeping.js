/**
 * What stands under a finding's sentence: its source, and for a warning the reason why it is kept, or
 * the form to write one. A reason belongs to these very words and numbers: when they change, the
 * warning comes back.
 */
import { postForm } from "./server.js";

const LONGEST = 500;

export class Keeping {
  /**
   * @param {import("./state.js").ReportState} state
   * @param {(text: string) => void} announce
   */
  constructor(state, announce) {
    Object.assign(this, { state, announce });
    this.urls = state.report.urls;
  }

  /** @returns {HTMLElement[]} what to put under the sentence of a finding that the server knows */
  about(finding) {
    if (!finding.help) return [];
    return finding.accepted ? [this.#kept(finding), this.#more(finding)] : [this.#more(finding)];
  }

  #kept(finding) {
    const { reason, by, at } = finding.accepted;
    const line = element("p", "finding-kept", `已保留：${reason}（${by} ${at}）`);
    if (!this.state.report.frozen) {
      line.append(" ", this.#button("撤回说明", () => this.#send(this.urls.reopen, { key: finding.key }, line)));
    }
    return line;
  }

  #more(finding) {
    const form = finding.severity === "warning" && !finding.accepted && !this.state.report.frozen;
    const details = element("details", "finding-more");
    details.append(element("summary", "", form ? "保留并说明理由" : "依据"));
    if (form) details.append(this.#form(finding));
    const source = element("p", "quiet", `规则：${finding.rule}。依据：${finding.source} `);
    const link = element("a", "", "规则说明");
    Object.assign(link, { href: finding.help, target: "_blank" });
    source.append(link);
    details.append(source);
    return details;
  }

  #form(finding) {
    const form = element("form", "finding-form");
    const label = element("label", "", "理由（审核人会看到）");
    const reason = document.createElement("textarea");
    Object.assign(reason, { rows: 2, maxLength: LONGEST, required: true, className: "form-control" });
    label.append(reason);
    if (finding.reasons?.length) form.append(usual(finding.reasons, reason));
    form.append(label, this.#button("保留", null));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#send(this.urls.accept, { key: finding.key, reason: reason.value }, form);
    });
    // Ctrl+Enter sends, as in any office mail.
    reason.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
    });
    return form;
  }

  #button(text, act) {
    const button = element("button", "plain-button", text);
    button.type = act ? "button" : "submit";
    if (act) button.addEventListener("click", act);
    return button;
  }

  /** Tell the server; the panel shows what it answers, and the sentence keeps the focus. */
  async #send(url, fields, place) {
    const { status, body } = await postForm(url, fields);
    if (status === 200) {
      const line = place.closest("li");
      const list = line.parentElement;
      this.state.setServerFindings(body.findings);
      this.announce(fields.reason ? "已保留，理由会交给审核人" : "已撤回，这条提醒重新打开");
      list.querySelector(`li[data-key="${CSS.escape(line.dataset.key)}"] > a`)?.focus();
      return;
    }
    const words =
      body?.message ??
      (status ? "服务器没有保存成功，请稍后再试。" : "没有保存：网络断开，请接通后再试。");
    place.querySelector(".finding-fault")?.remove();
    const fault = element("p", "finding-fault", words);
    fault.setAttribute("role", "alert");
    place.append(fault);
  }
}

function element(tag, className, text = "") {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
}

/** The usual reasons of a rule, to choose from: the chosen one is written into the field. */
function usual(reasons, field) {
  const label = element("label", "", "常用的理由");
  const choice = element("select", "form-select");
  choice.append(new Option("（选一条，或者在下面写）", ""), ...reasons.map((words) => new Option(words, words)));
  choice.addEventListener("change", () => {
    if (choice.value) field.value = choice.value;
    field.focus();
  });
  label.append(choice);
  return label;
}
