"""What the background works on: jobs, their pieces, and what each kind keeps."""
