"""Figures into cells, and a reading laid on the report it goes into."""
