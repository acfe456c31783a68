"""The report for office programs: a workbook and a Word file, both in the official layout."""
