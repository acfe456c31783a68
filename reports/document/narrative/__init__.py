"""The words of a section: what they may hold, their plain text, their forms, and two of them side by side."""
