"""A decision that was left open: whoever comes back and types on is asked once more."""

from playwright.sync_api import expect

from reports.writing import editing
from tests import factories

CELL = "requests.new.business"


def test_typing_on_after_a_reload_does_not_settle_what_was_left_open(desk, report, li, complaints):
    editing.save(report.pk, [factories.edit(report, CELL, "35")], by=li)
    desk.enter({CELL: "34"})
    expect(desk.page.locator(".conflict")).to_be_visible()
    desk.page.reload()
    desk.page.wait_for_selector('#save-state[data-state="disputed"]')

    desk.enter({CELL: "37"})

    expect(desk.page.locator(".conflict")).to_contain_text("将此格改为 35，这里填写的是 37。")
    assert report.figures.get(cell=CELL).value == 35
    complaints.clear()


MOMENTS = """({ Saving }) => {
  const figure = { text: "1", revision: 3, manual: false, fault: "" };
  const report = {
    user: { id: 0 }, id: 0, revision: 3, largest: 1e6, urls: {}, frozen: false,
    figures: { cell: figure }, narratives: {},
  };
  const state = Object.assign(new EventTarget(), {
    report, figure: () => figure, isComputed: () => false,
  });
  const saving = new Saving(state);
  saving.flush = async () => {};
  saving.listen();
  saving.start();
  const typed = (clock) => {
    Date.now = () => clock;
    const detail = { cells: ["cell"], origin: "typing" };
    state.dispatchEvent(new CustomEvent("figures", { detail }));
    return saving.pending.get("cell").at;
  };
  const moments = [5000, 5000, 10, 6000].map(typed);
  clearTimeout(saving.timer);
  saving.pending.clear();
  return moments;
}"""


def test_what_is_typed_later_is_later_whatever_the_clock_does(in_browser):
    assert in_browser("report/saving.js", MOMENTS, None) == [5000, 5001, 5002, 6000]
