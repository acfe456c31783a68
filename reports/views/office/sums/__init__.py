"""Sums of what stands below an office, on screens and as files."""
