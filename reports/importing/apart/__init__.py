"""Files from strangers, read in processes of their own."""
