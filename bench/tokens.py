"""Every character and word that the rules' own patterns and lists are made of, read from their source."""

import ast
import inspect
import re
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
