/**
 * The aid of a section: one question, two answers, and the sentence that follows from the answer.
 * Its words are the edition's; nothing here knows what is asked.
 *
 * @typedef {{question: string, no: string, yes: string, none: string, some: string,
 *            amount: string, cases: string, counted: string}} Aid
 */
const NUMBER = { amount: /^\d{1,12}(?:\.\d{1,2})?$/, cases: /^\d{1,9}$/ };

/**
 * @param {Aid} aid
 * @param {{id: string, year: number, write: (sentence: string, isOurs: RegExp) => void}} section
 * @returns {HTMLElement}
 */
export function aidForm(aid, { id, year, write }) {
  const form = document.createElement("fieldset");
  form.className = "prose-aid";
  form.append(element("legend", aid.question));
  const name = `aid-${id}`;
  const [no, yes] = [radio(name, aid.no), radio(name, aid.yes)];
  const fields = { amount: number(aid.amount), cases: number(aid.cases) };
  const details = element("div", "", "prose-aid-details");
  details.hidden = true;
  details.append(fields.amount.label, fields.cases.label);
  const button = element("button", "写入正文", "btn btn-sm btn-outline-primary");
  button.type = "button";
  const problem = element("p", "", "prose-aid-problem");
  problem.setAttribute("role", "alert");
  form.append(no.label, yes.label, details, button, problem);
  form.addEventListener("change", () => {
    details.hidden = !yes.input.checked;
    problem.textContent = "";
  });
  button.addEventListener("click", () => {
    const values = { year, amount: value(fields.amount), cases: value(fields.cases) };
    problem.textContent = no.input.checked ? "" : fault(yes.input.checked, values);
    if (problem.textContent) return;
    values.counted = values.cases && filled(aid.counted, values);
    write(filled(no.input.checked ? aid.none : aid.some, values), pattern(aid));
  });
  return form;
}

function fault(answered, values) {
  if (!answered) return "请先选择一项，再写入正文。";
  if (!NUMBER.amount.test(values.amount)) return "请用阿拉伯数字填写金额（最多两位小数），再写入正文。";
  const counted = !values.cases || NUMBER.cases.test(values.cases);
  return counted ? "" : "件数请用阿拉伯数字填写，或者空着不填，再写入正文。";
}

function filled(sentence, values) {
  return sentence.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

/** What recognises a sentence that the aid has written before, whatever its numbers. */
function pattern(aid) {
  const escape = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const counted = escape(aid.counted).replace(/\\\{\w+\\\}/, "[\\d.]+");
  const open = (sentence) =>
    sentence.split(/(\{\w+\})/).map((part) =>
      part === "{counted}" ? `(?:${counted})?` : part.startsWith("{") ? "[\\d.]+" : escape(part)).join("");
  return new RegExp(`^(?:${open(aid.none)}|${open(aid.some)})`);
}

function value({ input }) {
  return input.value.normalize("NFKC").replace(/[,\s]/g, "");
}

function radio(name, text) {
  const input = document.createElement("input");
  Object.assign(input, { type: "radio", name, className: "form-check-input" });
  return labelled(input, text);
}

function number(text) {
  const input = document.createElement("input");
  Object.assign(input, { type: "text", inputMode: "decimal", autocomplete: "off", size: 8 });
  input.className = "form-control form-control-sm";
  return labelled(input, text);
}

function labelled(input, text) {
  const label = document.createElement("label");
  label.append(input, ` ${text}`);
  return { input, label };
}

function element(tag, text, className = "") {
  const made = document.createElement(tag);
  made.textContent = text;
  made.className = className;
  return made;
}
