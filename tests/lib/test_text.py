import pytest

from standfirst.lib.text import (
    excerpt,
    fold,
    normal_newlines,
    one_line,
    text_refusal,
    with_minus,
)

pytestmark = pytest.mark.any_engine


@pytest.mark.parametrize("char", ["\x00", "\x07", "\x1b", "\x7f", "\ud800", "\ufffe"])
def test_what_cannot_be_shown_is_refused_with_its_line(char):
    assert "Line 2" in text_refusal(f"fine\nnot {char} fine")


@pytest.mark.parametrize("text", ["", "a\tb\nc", "Zażółć 🎉 שלום", "\u202eabc", "\u200b"])
def test_ordinary_text_of_any_script_is_stored_as_typed(text):
    assert text_refusal(text) is None


def test_line_endings_become_one_kind():
    assert normal_newlines("a\r\nb\rc\nd") == "a\nb\nc\nd"


def test_folding_forgets_case_and_diacritics():
    assert fold("Ärger") == fold("arger") == fold("ÀRGER")
    assert fold("STRASSE") == fold("straße")


def test_one_line_folds_white_space():
    assert one_line("  a\n\t b\u00a0c ") == "a b c"


def test_an_excerpt_ends_at_a_word():
    assert excerpt("one two three four", 12) == "one two…"
    assert excerpt("short", 12) == "short"
    assert len(excerpt("x" * 50, 12)) == 12


def test_a_negative_number_has_a_minus_sign_not_a_hyphen():
    assert (with_minus(-12), with_minus(0), with_minus(1250)) == ("\u221212", "0", "1250")
