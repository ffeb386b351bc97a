"""Numbers of rows as somebody wrote them in an address or a form."""

# What the database can hold of a number has 19 digits; no site comes near the last of them.
MOST_DIGITS = 18


def row_key(text: str) -> int | None:
    """Read the number of a row; None for what no row can have."""
    is_number = text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS
    return int(text) if is_number else None
