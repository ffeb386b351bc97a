"""What people write in a form about money, as it is stored: plain line ends, nothing unshowable."""

from django.core.exceptions import ValidationError

from standfirst.lib.text import normal_newlines, one_line, text_refusal


def stored_text(typed: str) -> str:
    """Give a text with plain line ends, trimmed. Raises ValidationError for what cannot be shown."""
    return _storable(normal_newlines(typed)).strip()


def stored_line(typed: str) -> str:
    """Give a text as one line. Raises ValidationError for what cannot be shown."""
    return one_line(_storable(typed))


def _storable(text: str) -> str:
    refusal = text_refusal(text)
    if refusal is not None:
        raise ValidationError(refusal)
    return text
