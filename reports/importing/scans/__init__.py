"""Pages that are pictures: read on this machine, each in a process of its own (docs/adr/0091).

The libraries are optional (requirements-ocr.txt); only that process loads them.
"""
