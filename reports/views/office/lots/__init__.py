"""What an office does with many reports at once: take them out, bring them in."""
