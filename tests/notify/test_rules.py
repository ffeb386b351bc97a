"""When an address is told: rhythms and quiet hours on the reader's own clock."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standfirst.notify.models import Rhythm
from standfirst.notify.rules import Hours, after_quiet, is_quiet, known_zones, slot_of, zone_named

pytestmark = pytest.mark.any_engine
BERLIN, KOLKATA = ZoneInfo("Europe/Berlin"), ZoneInfo("Asia/Kolkata")
NIGHT = (time(22), time(7))


def at(*parts, zone=UTC):
    return datetime(*parts, tzinfo=zone).astimezone(UTC)


@pytest.mark.parametrize(
    ("rhythm", "zone", "expected"),
    [
        (Rhythm.AT_ONCE, UTC, None),
        (Rhythm.HOURLY, UTC, at(2026, 3, 14, 10)),
        (Rhythm.DAILY, ZoneInfo("UTC"), at(2026, 3, 15, 7)),
        (Rhythm.DAILY, ZoneInfo("America/Los_Angeles"), at(2026, 3, 14, 14)),
        (Rhythm.DAILY, KOLKATA, at(2026, 3, 15, 1, 30)),
        (Rhythm.WEEKLY, ZoneInfo("UTC"), at(2026, 3, 16, 7)),
    ],
)
def test_a_rhythm_has_its_time(rhythm, zone, expected, now):
    assert slot_of(rhythm, Hours(zone), now) == expected


def test_what_happens_at_the_very_time_comes_with_the_next(now):
    on_time = at(2026, 3, 14, 7)
    assert slot_of(Rhythm.DAILY, Hours(UTC), on_time) == at(2026, 3, 15, 7)
    assert slot_of(Rhythm.HOURLY, Hours(UTC), on_time) == at(2026, 3, 14, 8)


@pytest.mark.parametrize(
    ("clock", "expected"),
    [
        ((2026, 3, 14, 21, 59), False),
        ((2026, 3, 14, 22), True),
        ((2026, 3, 15, 6, 59), True),
        ((2026, 3, 15, 7), False),
    ],
)
def test_the_night_is_on_the_readers_clock(clock, expected):
    assert is_quiet(Hours(BERLIN, *NIGHT), at(*clock, zone=BERLIN)) is expected


def test_quiet_hours_within_a_day_and_none_at_all():
    noon = Hours(BERLIN, time(12), time(14))
    assert is_quiet(noon, at(2026, 3, 14, 13, zone=BERLIN))
    assert not is_quiet(noon, at(2026, 3, 14, 14, zone=BERLIN))
    assert not is_quiet(Hours(BERLIN), at(2026, 3, 14, 3, zone=BERLIN))
    assert not is_quiet(Hours(BERLIN, time(3), time(3)), at(2026, 3, 14, 3, zone=BERLIN))


def test_what_is_told_at_once_waits_for_the_morning():
    hours = Hours(BERLIN, *NIGHT)
    assert slot_of(Rhythm.AT_ONCE, hours, at(2026, 3, 14, 23, zone=BERLIN)) == at(2026, 3, 15, 6)
    assert slot_of(Rhythm.HOURLY, hours, at(2026, 3, 14, 21, 30, zone=BERLIN)) == at(2026, 3, 15, 6)
    assert slot_of(Rhythm.AT_ONCE, hours, at(2026, 3, 14, 12, zone=BERLIN)) is None


def test_clocks_that_change_in_the_night():
    """29 March 2026: 2:00 becomes 3:00; 25 October: 3:00 becomes 2:00."""
    spring = Hours(BERLIN, time(23), time(2, 30))
    assert after_quiet(spring, at(2026, 3, 29, 1, 30, zone=BERLIN)) == at(2026, 3, 29, 1, 30)
    assert not is_quiet(spring, at(2026, 3, 29, 1, 30))
    autumn = Hours(BERLIN, time(23), time(7))
    assert after_quiet(autumn, at(2026, 10, 25, 1, zone=BERLIN)) == at(2026, 10, 25, 6)
    daily = slot_of(Rhythm.DAILY, Hours(BERLIN), at(2026, 3, 28, 12))
    assert daily == at(2026, 3, 29, 5)


def test_zones_are_those_that_people_live_in():
    assert {"Europe/Berlin", "America/Argentina/Buenos_Aires", "Asia/Kolkata"} <= set(known_zones())
    assert not {"EST", "Etc/GMT+3", "US/Pacific", "localtime"} & set(known_zones())


@pytest.mark.parametrize("name", ["", "Mars/Olympus", "../../etc/passwd", "EST", "\x00"])
def test_a_zone_that_is_none_is_the_papers(name):
    assert zone_named(name, "Europe/Paris") == ZoneInfo("Europe/Paris")


@given(
    zone=st.sampled_from(known_zones()),
    begin=st.integers(0, 23),
    end=st.integers(0, 23),
    minutes=st.integers(0, 366 * 24 * 60),
    rhythm=st.sampled_from(list(Rhythm)),
)
def test_no_mail_is_due_in_quiet_hours_or_late(zone, begin, end, minutes, rhythm):
    hours = Hours(ZoneInfo(zone), time(begin), time(end))
    now = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    slot = slot_of(rhythm, hours, now)
    longest = {Rhythm.AT_ONCE: 0, Rhythm.HOURLY: 1, Rhythm.DAILY: 25, Rhythm.WEEKLY: 7 * 24 + 1}
    if slot is None:
        assert rhythm == Rhythm.AT_ONCE
        assert not is_quiet(hours, now)
        return
    assert now < slot <= now + timedelta(hours=longest[rhythm] + 25)
    assert not is_quiet(hours, slot)
