"""The official layout: web page, fragment, PDF and archive."""
