"""What the office in charge keeps about its organs: days, letters, invitations."""
