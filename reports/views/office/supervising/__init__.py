"""Every organ below: where it stands, by when, how it is reminded and appraised."""
