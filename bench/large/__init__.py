"""A province of 30,000 organs and ten years: how it is made, and what is measured on it."""
