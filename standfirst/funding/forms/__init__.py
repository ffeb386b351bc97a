"""What readers and treasurers fill in."""
