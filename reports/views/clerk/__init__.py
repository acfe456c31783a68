"""The screens of a clerk: from the list of reports to handing one in."""
