"""Reads with meaning: balances and meters, the public books, campaigns by page, gifts by secret."""
