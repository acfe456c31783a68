"""Several machines for real: `make drill` (see __main__.py)."""
