"""What an office sees of all organs and what they are told."""
