"""Lines and tables of any format become a document."""
