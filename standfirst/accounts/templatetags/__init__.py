"""What pages of an account ask about it."""
