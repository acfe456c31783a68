"""What is asked of a log-in: good passwords, a second factor, sessions that end."""
