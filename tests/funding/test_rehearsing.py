"""A whole campaign is played, and its books close right, in chaos too."""

from datetime import timedelta

import pytest

from standfirst.funding.actions import settlement
from standfirst.funding.models import Finding
from standfirst.funding.rehearsing.report import RehearsalRefused, Script, play_campaign
from tests.funding.makers import NOW

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("currency", "is_chaotic"), [("USD", False), ("JPY", True)])
def test_the_books_close_right(currency, is_chaotic):
    script = Script(gifts=16, currency=currency, seed=7, is_chaotic=is_chaotic)
    report = play_campaign(script=script, now=NOW)
    assert report.faults == ()
    assert report.settled.minor > 0
    assert {"paid", "refused", "delayed", "bounced", "abandoned", "payouts"} <= set(report.planted)
    assert {f"fate: {fate}" for fate in ("part", "whole", "failed", "won", "lost", "asked")} <= set(
        report.planted
    )
    assert bool(report.trouble) is is_chaotic


def test_a_refund_that_is_not_followed_is_found(monkeypatch):
    """The control: who forgets refunds does not close right."""
    monkeypatch.setattr(settlement, "follow_refund", lambda **said: Finding.KNOWN_ALREADY)
    report = play_campaign(script=Script(gifts=16), now=NOW)
    assert not report.is_right


def test_nothing_is_played_where_a_live_key_is_set(settings):
    settings.STANDFIRST_LIVE_PAYMENT_KEY = "sk_live_1"
    with pytest.raises(RehearsalRefused):
        play_campaign(script=Script(gifts=1), now=NOW + timedelta(days=1))
