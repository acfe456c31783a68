"""A register as an office keeps it, from bytes to cases: columns and words by meaning.

`guard.read_register_guarded` reads a file in a process of its own and gives a `Register`, in which no
personal column is left; `settling.settle` makes requests and reviews of it, with what somebody
answered to what had to be asked (docs/adr/0100).
"""
