"""Screens: each fetches through access, calls a room, responds. No view touches a model."""
