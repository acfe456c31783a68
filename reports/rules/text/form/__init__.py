"""Rules about the report as a paper: its parts, its opening, its dates, what it cites."""
