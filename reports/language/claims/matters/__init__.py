"""What a count can be, as tables: of requests, of reconsiderations and suits, of papers and decisions."""
