"""Office packages (DOCX, XLSX, ODF) as lines and tables."""
