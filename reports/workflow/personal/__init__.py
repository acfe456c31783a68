"""What waits for one person: their list, what is to be signed, one letter a day about it."""
