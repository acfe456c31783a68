"""Every character and word that the rules' own patterns and lists are made of, read from their source."""

import ast
import inspect
import re
import re._parser as _parser
import sys
from collections.abc import Iterator
from types import ModuleType

import reports.rules  # noqa: F401

_WORD = re.compile(r"[一-鿿]+|[A-Za-z]{2,}")
_READ_BY_RULES = ("reports.rules", "reports.language", "reports.document")


def modules() -> list[ModuleType]:
    """Return the modules that reading a report for the rules brings in, whatever they are called."""
    return [
        module
        for name, module in sorted(sys.modules.items())
        if name.startswith(_READ_BY_RULES) and inspect.getsourcefile(module)
    ]


def tokens() -> tuple[list[str], list[str]]:
    """Return the characters and the words, each once, in order."""
    texts = [text for module in modules() for text in _constants(inspect.getsource(module))]
    characters = {char for text in texts for char in text if char.isprintable()}
    words = {word for text in texts for word in _WORD.findall(text) if len(word) > 1}
    return sorted(characters), sorted(words)


def _constants(source: str) -> Iterator[str]:
    """Yield the strings of a module that are no docstrings."""
    tree = ast.parse(source)
    documentation = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    strings = (node for node in ast.walk(tree) if isinstance(node, ast.Constant))
    for node in strings:
        if isinstance(node.value, str) and id(node) not in documentation:
            yield node.value


def repeated() -> list[str]:
    """Return what the patterns repeat without a bound worth the name: only that can run for long.

    Of a class of characters its edges and what it names, of words each.
    """
    found: set[str] = set()
    for pattern in _patterns():
        _collect(_parser.parse(pattern.pattern, pattern.flags & re.VERBOSE), False, found)
    return sorted(found)


_UNBOUNDED = 60
_REPEATS = (_parser.MAX_REPEAT, _parser.MIN_REPEAT, _parser.POSSESSIVE_REPEAT)


def _patterns() -> set[re.Pattern]:
    values = [value for module in modules() for value in vars(module).values()]
    found, seen = set(), set()
    while values:
        value = values.pop()
        if isinstance(value, re.Pattern):
            found.add(value)
        elif isinstance(value, dict | list | tuple | set | frozenset) and id(value) not in seen:
            seen.add(id(value))
            values += value.values() if isinstance(value, dict) else value
    return found


def _collect(parsed, within: bool, found: set[str]) -> None:
    """Walk a parsed pattern; `within` says whether an unbounded repeat is around."""
    word = ""
    for kind, value in parsed:
        if kind is _parser.LITERAL:
            word += chr(value)
            continue
        if within and word:
            found.add(word)
        word = ""
        if kind in _REPEATS:
            _collect(value[2], within or value[1] > _UNBOUNDED, found)
        elif kind is _parser.IN and within:
            found.update(_of_class(value))
        else:
            for part in _parts_of(value):
                _collect(part, within, found)
    if within and word:
        found.add(word)


def _parts_of(value) -> Iterator:
    """Yield the patterns that lie in a node of a parsed pattern, however it holds them."""
    if isinstance(value, _parser.SubPattern):
        yield value
    elif isinstance(value, tuple | list):
        for part in value:
            yield from _parts_of(part)


_EXAMPLES = {"CATEGORY_DIGIT": "1", "CATEGORY_SPACE": " ", "CATEGORY_WORD": "字a", "CATEGORY_NOT_DIGIT": "字"}  # fmt: skip


def _of_class(items) -> Iterator[str]:
    negated = any(kind is _parser.NEGATE for kind, _ in items)
    for kind, value in items:
        if negated:
            yield from "字a1（"
        elif kind is _parser.LITERAL:
            yield chr(value)
        elif kind is _parser.RANGE:
            yield from map(chr, value)
        elif kind is _parser.CATEGORY:
            yield from _EXAMPLES.get(str(value), "字")
