"""Whole pages, in which neighbours meet: what holds for every one of them."""
