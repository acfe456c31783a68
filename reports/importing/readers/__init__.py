"""One reader a format: bytes in, lines of text and tables of cells out."""
