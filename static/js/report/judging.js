/** The findings that the browser makes itself, and their order together with the server's. */
import { findings } from "./equations.js";
import { fill } from "./numbers.js";

const SEVERITIES = ["error", "warning", "hint"];

/** @returns {boolean} whether the browser judges this itself, so that the server's copy is stale */
export function isLive({ id }, edition) {
  return id.startsWith("cell.") || edition.equations.some((equation) => equation.id === id);
}

/** @returns {boolean} whether somebody should still act on it: nobody keeps it for a reason */
export function isOpen({ accepted }) {
  return !accepted;
}

/** @returns {boolean} whether it only says that nobody has written there yet: nothing is wrong so far */
export function isUnwritten({ id, end }) {
  return id === "cell.blank" || (id.startsWith("text.empty.") && !end);
}

/**
 * The server's copy of a warning that the browser makes too: it knows the key that an acceptance is
 * kept under, and where to read on.
 */
export function adopted(found, theirs) {
  const known = new Map(theirs.map((finding) => [`${finding.id} ${finding.message}`, finding]));
  const copy = (finding) => finding.severity === "warning" && known.get(`${finding.id} ${finding.message}`);
  return found.map((finding) => copy(finding) || finding);
}

export function liveEquations({ edition, values }) {
  return findings(edition, values).map((finding) => ({
    ...finding,
    key: `${finding.id} ${finding.message}`,
  }));
}

/** What was typed and cannot be read, one finding a cell. */
export function faultFindings({ edition, figures }) {
  const found = [];
  for (const [cell, { fault, rule }] of figures) {
    if (!fault) continue;
    const message = `${edition.cells[cell].label}：${fault}`;
    const id = `cell.${rule}`;
    found.push({ id, severity: "error", message, cells: [cell], section: "", key: id + message });
  }
  return found;
}

/** The blanks of a table in one line: nobody reads 175 sentences. */
export function blankFindings(state) {
  return state.edition.tables.flatMap(({ id, name, blocks }) => {
    const cells = blocks.flat().filter((cell) => state.isBlank(cell) && !state.isLocked(cell));
    if (!cells.length) return [];
    const share = `${cells.length}格`;
    const message = fill(state.sentences.unanswered_many, { place: name, share });
    const key = `cell.blank ${id} ${cells.length} ${cells[0]}`;
    return [{ id: "cell.blank", severity: "error", message, cells, section: "", key, table: id }];
  });
}

/** Sort by place in the report, errors first in a place, as reports.rules.in_order does. */
export function inOrder(found, edition) {
  const sections = edition.sections.map(({ id }) => id);
  const cells = new Map(Object.keys(edition.cells).map((cell, n) => [cell, n]));
  const place = (finding) => [
    sections.indexOf(placeOf(finding)),
    SEVERITIES.indexOf(finding.severity),
    // The blanks of a table come after what is wrong in it.
    finding.id === "cell.blank" ? 1 : 0,
    finding.section ? (finding.start ?? 0) : (cells.get(finding.cells[0]) ?? 0),
  ];
  const placed = found.map((finding) => [place(finding), finding]);
  placed.sort(([one], [other]) => compare(one, other));
  return placed.map(([, finding]) => finding);
}

/** @returns {string} the section that a finding belongs to */
export function placeOf({ section, cells }) {
  return section || (cells[0] ?? "").split(".")[0];
}

function compare(one, other) {
  const n = one.findIndex((part, at) => part !== other[at]);
  return n < 0 ? 0 : one[n] - other[n];
}
