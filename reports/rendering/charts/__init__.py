"""Charts of pygal within our pages, and the numbers beneath them."""
