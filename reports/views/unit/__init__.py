"""For whoever fills in a part of a report, and sees nothing else of it."""
