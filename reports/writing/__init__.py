"""What clerks change: cells and words, accepted findings, what is brought in, tallies."""
