"""Sentences as words: what is written, its numbers, the words of the edition, whose names they are."""
