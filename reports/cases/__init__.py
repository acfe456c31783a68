"""Requests and reviews as cases: counted into tables 三 and 四, read from an office's register.

Pure, without Django or a database (docs/adr/0100); nothing here is a person's data.
"""
