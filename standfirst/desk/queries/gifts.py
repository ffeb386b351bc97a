"""Names and messages with gifts that wait for a moderator."""

from standfirst.funding.queries.gifts import waiting_words


def number_of_waiting_words() -> int:
    """How many givers' names and messages wait."""
    return waiting_words().count()
