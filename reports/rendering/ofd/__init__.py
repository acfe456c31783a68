"""OFD (GB/T 33190-2016): the pages of the PDF in the national fixed-layout format."""
