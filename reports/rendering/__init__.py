"""The official layout: web page, PDF, pages as pictures."""
