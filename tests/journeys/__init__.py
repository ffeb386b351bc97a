"""Whole stories of the paper, told through HTTP without JavaScript."""
