"""Rules about how things are said: slips, what was left in, what must not be published."""
