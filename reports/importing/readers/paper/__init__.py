"""Printed pages (PDF, OFD): characters and rules by place, back into paragraphs and tables."""
