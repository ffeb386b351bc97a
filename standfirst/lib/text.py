"""What may be done to people's text anywhere: checking, folding, shortening."""

import re
import unicodedata

_BAD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
# What a spreadsheet takes for the beginning of a formula, in every width that it accepts.
FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")
_SPACES = re.compile(r"\s+")


def normal_newlines(text: str) -> str:
    """Write every line ending as one line feed; browsers send CR LF (HTML, form submission)."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def text_refusal(text: str) -> str | None:
    """Say why a text cannot be stored as typed, or None if it can.

    Control characters, lone surrogates and noncharacters are refused rather than silently removed:
    PostgreSQL cannot store NUL, XML 1.0 cannot carry the others.
    """
    match = _BAD.search(text)
    if match is None:
        return None
    place = text.count("\n", 0, match.start()) + 1
    code = f"U+{ord(match[0]):04X}"
    return f"Line {place} has a character that cannot be shown ({code}). Please remove it."


def one_line(text: str) -> str:
    """Fold every run of white space into one space and trim."""
    return _SPACES.sub(" ", text).strip()


def storable_line(text: str) -> str:
    """Give what no person typed here as one line, with a mark (U+FFFD) for each sign that is refused."""
    return one_line(_BAD.sub("\ufffd", text))


def fold(text: str) -> str:
    """Give the text without case and diacritics, for comparing; never for showing."""
    spread = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(char for char in spread if not unicodedata.combining(char))
    return unicodedata.normalize("NFKC", plain).casefold()


def with_minus(number: int) -> str:
    """Write a number with a minus sign where it is negative: a hyphen is too short for figures."""
    return f"{number:d}".replace("-", "\u2212")


def excerpt(text: str, length: int) -> str:
    """Give at most ``length`` characters of plain text, cut at a word, with an ellipsis."""
    line = one_line(text)
    if len(line) <= length:
        return line
    cut = line[: length - 1]
    head, _, _ = cut.rpartition(" ")
    return f"{head or cut}…"


def csv_cell(text: str) -> str:
    """Write people's words so that no spreadsheet takes them for a formula (CWE-1236)."""
    line = one_line(text)
    return (
        f"'{line}" if text.startswith(FORMULA_STARTS) or line.startswith(FORMULA_STARTS) else line
    )
