"""A long walk of keys, clicks, drags, pastes and undos, against a model of the tables.

GRID_WALK_STEPS and GRID_WALK_SEED take another walk; a difference names both, and the last steps.
"""

import os
import random

import pytest

from reports.editions import get_edition
from reports.writing import editing
from tests import factories
from tests.browser.conftest import PASTE, Desk

from .grid_model import EDIT, READY, TYPING, Model

STEPS = int(os.environ.get("GRID_WALK_STEPS", "800"))
SEED = int(os.environ.get("GRID_WALK_SEED", "12"))
EDITION = get_edition("2021")
# A colleague fills this table meanwhile; nobody else goes there.
THEIRS = "review"
TYPED = ("0", "7", "34", "448", "1,234", "１２", "12件", "１，２３４", "—", "3/4", "1.5", " 6", "007")  # fmt: skip
PASTED = ("0", "5", "1,234", "１２３４", "1234件", "—", "", "3/4", "2.5")
LOOK = """() => {
  const figures = {};
  for (const input of document.querySelectorAll("td[data-cell] input"))
    figures[input.id] = input.value + (input.parentElement.classList.contains("is-manual") ? "*" : "");
  const active = document.activeElement.closest("td[data-cell]") && document.activeElement;
  const chosen = [...document.querySelectorAll("td.is-selected")].map((td) => td.dataset.cell);
  return { figures, active: active?.id ?? null, caret: active?.selectionEnd, chosen };
}"""
MIDDLE = """cell => {
  const td = document.querySelector(`td[data-cell="${cell}"]`);
  const box = td.getBoundingClientRect();
  const middle = [box.left + box.width / 2, box.top + box.height / 2];
  return td.contains(document.elementFromPoint(...middle)) ? middle : null;
}"""


class Walker:
    """Does the same on the page and in the model."""

    def __init__(self, desk: Desk, dice: random.Random):
        self.desk, self.dice = desk, dice
        self.page, self.keys, self.mouse = desk.page, desk.page.keyboard, desk.page.mouse
        self.model = Model(EDITION)
        self.input_method = self.page.context.new_cdp_session(self.page)
        self.cells = [cell for cell in EDITION.cells if not cell.startswith(THEIRS)]
        self.log: list[str] = []

    def step(self) -> None:
        """Take one step that makes sense here."""
        if self.model.active is None:
            acts = {self.click: 3, self.drag: 1, self.travel: 2}
        else:
            acts = {
                self.type: 20, self.press: 14, self.travel: 10, self.click: 8, self.drag: 4,
                self.reach: 5, self.erase: 4, self.edit: 4, self.compose: 3, self.paste: 4,
                self.copy: 3, self.fill: 2, self.double: 2, self.other_button: 1, self.beside: 1,
                self.escape: 3, self.give_back: 1, self.whole: 1,
            }  # fmt: skip
        [act] = self.dice.choices(list(acts), list(acts.values()))
        said = act()
        self.log.append(f"{act.__name__} {'' if said is None else said}")

    def pick(self) -> str:
        """Return a cell, mostly one of a few, so that steps meet."""
        near = self.cells[:10] + self.cells[10:38] + self.cells[-14:]
        return self.dice.choice(near if self.dice.random() < 0.8 else self.cells)

    def beside_totals(self) -> bool:
        return not self.model.locked(self.model.active)

    def at(self, cell: str) -> list[float] | None:
        """Return where to press for a cell; nothing when a button of the note stands before it."""
        return self.page.evaluate(MIDDLE, cell)

    def press_key(self, key: str, act, *arguments) -> str:
        self.keys.press(key)
        act(*arguments)
        return key

    # Keys.

    def type(self) -> str:
        text = self.dice.choice(TYPED)
        if len(self.model.field) + len(text) > 9:
            return ""
        for character in text:
            self.keys.type(character)
            self.model.insert(character)
        return text

    def press(self) -> str:
        moves = {
            "Enter": (self.model.move, 1, 0), "Shift+Enter": (self.model.move, -1, 0),
            "Shift+Tab": (self.model.tab, -1), "Tab": (self.model.tab, 1),
        }  # fmt: skip
        if self.model.leaving:
            del moves["Shift+Tab"], moves["Tab"]
        if self.model.mode != EDIT:
            moves |= {
                "ArrowUp": (self.model.move, -1, 0), "ArrowDown": (self.model.move, 1, 0),
                "ArrowLeft": (self.model.move, 0, -1), "ArrowRight": (self.model.move, 0, 1),
            }  # fmt: skip
        if self.model.mode == READY:
            for key in ("Home", "End", "Control+Home", "Control+End"):
                moves[key] = (self.model.corner, key)
        else:
            moves |= {"Home": (self.caret, 0), "End": (self.caret, len(self.model.field))}
        if self.model.mode == EDIT:
            at, end = self.model.caret, len(self.model.field)
            moves |= {"ArrowLeft": (self.caret, max(0, at - 1)), "ArrowRight": (self.caret, min(end, at + 1))}  # fmt: skip
        key = self.dice.choice(list(moves))
        act, *arguments = moves[key]
        return self.press_key(key, act, *arguments)

    def caret(self, at: int) -> None:
        self.model.caret, self.model.leaving = at, False

    def travel(self) -> str:
        key = self.dice.choice(["Control+z", "Control+z", "Control+y", "Control+Shift+z"])
        act = self.model.undo if key == "Control+z" else self.model.redo
        self.model.leaving = False
        return self.press_key(key, act)

    def reach(self) -> str:
        if self.model.mode == EDIT:
            return ""
        key, by = self.dice.choice(
            [("Up", (-1, 0)), ("Down", (1, 0)), ("Left", (0, -1)), ("Right", (0, 1))]
        )
        self.model.leaving = False
        return self.press_key(f"Shift+Arrow{key}", self.model.extend, *by)

    def erase(self) -> str:
        key = self.dice.choice(["Backspace", "Delete"])
        return self.press_key(key, self.model.erase, -1 if key == "Backspace" else 1)

    def edit(self) -> str:
        return self.press_key("F2", self.model.edit)

    def escape(self) -> str:
        return self.press_key("Escape", self.model.escape)

    def give_back(self) -> str:
        return self.press_key("F9", self.model.give_back)

    def fill(self) -> str:
        return self.press_key("Control+Enter", lambda: self.model.fill(self.model.chosen()))

    def whole(self) -> str:
        if self.model.mode != READY:
            return ""
        table = self.model.home[self.model.active]
        if self.dice.random() < 0.3:
            return self.press_key("Control+a", self.model.select, table.all[0], table.all[-1])
        line = table.lines[table.at[self.model.active][0]]
        return self.press_key("Shift+Space", self.model.select, line[0], line[-1])

    def compose(self) -> str:
        if not self.beside_totals() or len(self.model.field) > 6:
            return ""
        text = self.dice.choice(["１２", "3", ""])
        letters = {"text": "yi", "selectionStart": 2, "selectionEnd": 2}
        # An input method's keys come before its letters.
        self.input_method.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", "windowsVirtualKeyCode": 229, "key": "Process"})  # fmt: skip
        self.input_method.send("Input.imeSetComposition", letters)
        if text:
            self.input_method.send("Input.insertText", {"text": text})
            self.model.insert(text)
        else:
            self.input_method.send("Input.imeSetComposition", letters | {"text": "", "selectionStart": 0, "selectionEnd": 0})  # fmt: skip
            self.model.leaving = False
        return text

    # The clipboard.

    def copy(self) -> str:
        if self.model.mode == EDIT:
            return ""
        self.model.leaving = False
        key = self.dice.choice(["Control+c", "Control+x"])
        return self.press_key(key, self.model.copy if key == "Control+c" else self.model.cut)

    def paste(self) -> str:
        if self.model.mode == EDIT:
            return ""
        if self.model.clipboard and self.dice.random() < 0.5:
            return self.press_key("Control+v", self.model.paste, self.model.clipboard)
        size = self.dice.choice([(1, 1), (1, 3), (3, 1), (2, 2), (4, 6)])
        lines = [[self.dice.choice(PASTED) for _ in range(size[1])] for _ in range(size[0])]
        self.page.evaluate(PASTE, ["\r\n".join("\t".join(line) for line in lines), ""])
        self.model.paste(lines)
        return str(lines)

    # The mouse.

    def click(self) -> str:
        cell = self.pick()
        editing = self.model.mode == EDIT and self.model.active == cell
        if not (place := self.at(cell)):
            return "in vain"
        self.mouse.click(*place)
        if editing:
            self.keys.press("End")
            self.caret(len(self.model.field))
        else:
            self.model.click(cell)
        return cell

    def double(self) -> str:
        cell = self.pick()
        place = self.at(cell)
        if not place or (self.model.mode == EDIT and self.model.active == cell):
            return "in vain"
        self.mouse.dblclick(*place)
        self.model.click(cell)
        self.model.edit()
        # The browser marks the word under a double click.
        self.keys.press("End")
        self.caret(len(self.model.field))
        return cell

    def drag(self) -> str:
        table = self.model.home[self.pick()]
        first, last = self.dice.sample(table.all, 2)
        if not (place := self.at(first)):
            return "in vain"
        self.mouse.move(*place)
        self.mouse.down()
        self.mouse.move(*self.at(last), steps=4)
        self.mouse.up()
        self.model.drag(first, last)
        return f"{first} {last}"

    def other_button(self) -> str:
        cell = self.pick()
        place = self.at(cell)
        if not place or (self.model.mode == EDIT and self.model.active == cell):
            return "in vain"
        self.mouse.click(*place, button="right")
        same_table = self.model.home[cell] is self.model.home[self.model.active]
        if not (same_table and cell in self.model.chosen()):
            self.model.come(cell)
        return cell

    def beside(self) -> None:
        self.mouse.click(683, 150)
        self.model.leave()

    # Comparing.

    def differences(self) -> list[str]:
        seen, model = self.page.evaluate(LOOK), self.model
        picture = model.picture()
        wrong = [
            f"{cell}: shows {seen['figures'][cell]!r}, expected {picture[cell]!r}"
            for cell in self.cells
            if seen["figures"][cell] != picture[cell]
        ]
        if seen["active"] != model.active:
            wrong.append(f"at {seen['active']}, expected {model.active}")
        if set(seen["chosen"]) != model.selected():
            wrong.append(f"chosen {seen['chosen']}, expected {model.selected()}")
        if model.mode in (TYPING, EDIT) and seen["caret"] != model.caret:
            wrong.append(f"caret {seen['caret']}, expected {model.caret}")
        return wrong

    def reload(self) -> None:
        # What cannot be read is held back, all else is saved.
        self.page.wait_for_selector("#save-state:is([data-state=saved], [data-state=held])")
        self.page.reload()
        self.page.wait_for_selector("html[data-ready]")
        self.model.reload()
        self.log.append("reload")


@pytest.fixture
def walker(open_editor, report, zhang, complaints):
    # Tall: every table in sight, so that the mouse reaches every cell.
    page = open_editor(report, zhang, viewport={"width": 1366, "height": 5000})
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    yield Walker(Desk(page), random.Random(SEED))
    # Figures that cannot be read are refused by the server, and the browser grumbles.
    complaints.forgive("422")


def colleague_fills(report, li, n: int) -> None:
    cell = EDITION.table(THEIRS).cells[n % 4].id
    report.refresh_from_db()
    editing.save(report.pk, [factories.edit(report, cell, str(n))], by=li)


def test_no_figure_differs_from_the_model_on_a_long_walk(walker, report, li):
    for n in range(STEPS):
        walker.step()
        wrong = walker.differences()
        last = "\n".join(walker.log[-25:])
        assert not wrong, f"seed {SEED}, step {n}:\n{last}\n{wrong}"
        if n % 100 == 99:
            colleague_fills(report, li, n)
        if n % 700 == 699:
            walker.reload()

    walker.reload()
    assert not walker.differences()
    stands = dict(report.figures.values_list("cell", "value"))
    for cell in walker.cells:
        if walker.model.readable(cell):
            assert stands[cell] == walker.model.value(cell), cell
