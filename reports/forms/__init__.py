"""The forms: of a report, made from its edition; of the office; of bringing in."""
