"""The rules about figures: equations, cells, and the report of the year before."""
