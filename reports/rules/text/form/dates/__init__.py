"""Rules about dates: the period, the day under the report, years that cannot be meant."""
