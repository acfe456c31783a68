"""What sentences claim: counts and denials, what they are of, and which are parts of which."""
