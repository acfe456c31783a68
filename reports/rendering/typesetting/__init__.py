"""Chinese typesetting for WeasyPrint: faces, words made ready, lines."""
