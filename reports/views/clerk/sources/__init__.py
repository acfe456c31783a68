"""Where the figures and words of a report come from: files, scans, colleagues, organs below."""
