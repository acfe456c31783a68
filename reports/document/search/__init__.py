"""What a reader can find of a report, and how words are cut for it."""
