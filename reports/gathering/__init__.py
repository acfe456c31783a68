"""Many old reports at once: read, matched with their organs, settled, and taken.

The command line uses the lists alone, without a database.
"""
