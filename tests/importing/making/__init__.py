"""Makes the files that the tests bring in: office files, letters, pictures, pages of many styles."""
