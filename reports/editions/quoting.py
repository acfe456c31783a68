"""Words of others in a sentence of ours, so that one sees where they begin and end."""

_MARKS = "“”‘’"


def quoted(words: str) -> str:
    """Return words in quotation marks; in 『』 where the words have such marks themselves."""
    return f"『{words}』" if any(mark in words for mark in _MARKS) else f"“{words}”"
