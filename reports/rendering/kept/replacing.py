"""A function of ours in the place of one of WeasyPrint's, and how what is kept is bounded."""

import sys
from dataclasses import dataclass
from typing import Any

_PLACES = ("weasyprint.", "pydyf", "reports.rendering.typesetting.", "reports.rendering.page.")


@dataclass(frozen=True)
class Pair:
    """A function of WeasyPrint's and ours: of the class `owner`, else wherever it was imported.

    A property has no `name` of its own.
    """

    theirs: Any
    ours: Any
    owner: type | None = None
    name: str = ""

    def put(self) -> None:
        """Put ours in the place of theirs."""
        self._put(self.theirs, self.ours)

    def take_back(self) -> None:
        """Put theirs back."""
        self._put(self.ours, self.theirs)

    def _put(self, old: Any, new: Any) -> None:
        name = self.name or self.theirs.__name__
        if self.owner:
            setattr(self.owner, name, new)
            return
        for place, module in list(sys.modules.items()):
            if place.startswith(_PLACES) and getattr(module, name, None) is old:
                setattr(module, name, new)


class Store(dict):
    """What is kept, by a key: at most `most`, then all is forgotten and begun anew.

    A key may hold numbers of objects (`id`) where what is kept holds the objects themselves.
    """

    def __init__(self, most: int):
        super().__init__()
        self.most = most

    def keep(self, key: Any, value: Any) -> Any:
        """Keep and return `value`."""
        if len(self) >= self.most:
            self.clear()
        self[key] = value
        return value


class Recent(Store):
    """What is kept, by a key: where there are more than `most`, what was asked for longest ago is forgotten."""

    def recall(self, key: Any) -> Any:
        """Return what is kept, or None; it is the last to be forgotten now."""
        value = self.pop(key, None)
        if value is not None:
            self[key] = value
        return value

    def keep(self, key: Any, value: Any) -> Any:
        """Keep and return `value`."""
        self.pop(key, None)
        while len(self) >= self.most:
            del self[next(iter(self))]
        self[key] = value
        return value


class Asked(Recent):
    """What is kept, by a key: only what was asked for before, for most reports are printed once.

    Keys are remembered by a number each, four times as many as may be kept.
    """

    def __init__(self, most: int):
        super().__init__(most)
        self._numbers = Recent(4 * most)

    def is_asked_again(self, key: Any) -> bool:
        """Whether `key` was asked for before; from now on it was."""
        number = hash(key)
        was = self._numbers.recall(number) is not None
        self._numbers.keep(number, number)
        return was

    def clear(self) -> None:
        """Forget everything."""
        super().clear()
        self._numbers.clear()
