"""Running the site: health, logs, limits, backup and restore. Knows nothing of reports."""
