"""The rules about words, each a function from a `Case` to findings."""
