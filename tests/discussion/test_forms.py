"""Every refusal has words, and the words say the limits that the rules keep."""

import pytest

from standfirst.discussion.forms import CommentForm, ReportForm, Sheet, words_for
from standfirst.discussion.rules import LONGEST_REPORT, LONGEST_TEXT, CommentRefused, Refusal

SHEET = Sheet(ident="x", action="/x/", heading="x", button="x")


@pytest.mark.parametrize("refusal", Refusal)
def test_every_refusal_has_words(refusal):
    detail = "3" if "too_long" in refusal or refusal == "slowed" else "word"
    if refusal is Refusal.HOURS:
        detail = "2026-11-27T08:00:00+00:00"
    words = words_for(CommentRefused(refusal, detail))
    assert words
    assert "{" not in words


def test_whoever_comes_outside_of_hours_is_told_when_or_to_try_again():
    refused = CommentRefused(Refusal.HOURS, "2026-11-27T08:00:00+00:00")
    assert "27 November" in words_for(refused)
    assert "later" in words_for(CommentRefused(Refusal.HOURS))


def test_the_limits_that_are_said_are_the_ones_that_are_kept():
    assert f"{LONGEST_TEXT:,}" in str(CommentForm(sheet=SHEET).fields["text"].help_text)
    assert f"{LONGEST_REPORT:,}" in str(ReportForm(sheet=SHEET).fields["text"].help_text)


def test_what_was_typed_is_not_touched():
    typed = {"text": "  \n<b>&amp;\u202e  ", "name": " <i>Ada</i> ", "email": " a@b.test"}
    form = CommentForm(typed, sheet=SHEET)
    assert form.is_valid()
    assert form.cleaned_data["text"] == typed["text"]
    html = str(form["text"])
    assert "&lt;b&gt;&amp;amp;" in html
    assert "<b>" not in html
