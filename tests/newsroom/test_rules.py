from datetime import timedelta

from standfirst.newsroom.rules import shown_update


def test_an_update_is_shown_when_it_came_later(now):
    assert shown_update(now, now + timedelta(hours=2)) == now + timedelta(hours=2)


def test_a_slip_mended_within_the_hour_is_not_an_update(now):
    assert shown_update(now, now + timedelta(minutes=59)) is None
    assert shown_update(now, now) is None


def test_what_never_appeared_was_not_updated(now):
    assert shown_update(None, now) is None
    assert shown_update(now, None) is None
