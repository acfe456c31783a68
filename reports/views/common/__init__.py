"""What several screens share: pages for what went wrong, lists, printing."""
