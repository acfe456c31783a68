"""What is decided about a report: reviews, signatures, publications."""
