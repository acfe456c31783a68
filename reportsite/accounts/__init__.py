"""Log-in safety: passwords, lock-out, second factor, sessions. Knows nothing of reports."""
