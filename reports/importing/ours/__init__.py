"""Our own JSON and workbook: forms that need no recognising."""
