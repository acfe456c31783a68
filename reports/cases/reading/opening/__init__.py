"""Files as sheets: numbered rows of words, whatever they were written with."""
