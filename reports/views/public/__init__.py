"""The public site: open to everyone, read only, the same for everyone."""
