"""What an object works out once, when it is first asked for."""

from collections.abc import Callable
from typing import Any


class once:
    """A property whose value stays with the object.

    `functools.cached_property` takes a lock until Python 3.12, one for all objects of a class, at three
    times the cost; what reads words asks for hundreds of these, in one thread.
    """

    def __init__(self, make: Callable[[Any], Any]):
        self.make, self.__doc__ = make, make.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, owner: Any, kind: type | None = None) -> Any:
        """Return the value, made now; from then on the object's own attribute stands before this one."""
        if owner is None:
            return self
        value = owner.__dict__[self.name] = self.make(owner)
        return value
