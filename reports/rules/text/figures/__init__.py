"""Rules about the counts in the words: against the tables, against each other, against last year."""
