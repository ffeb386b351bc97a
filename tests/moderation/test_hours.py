"""Hours of duty: on the clock of the wall, through nights, days off and the hours that clocks skip."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from standfirst.moderation.hours import Duty, Hours, Rota, duty_at

BERLIN = ZoneInfo("Europe/Berlin")
OFFICE = Rota(weekly=tuple((day, Hours(time(9), time(17), 1)) for day in range(5)))


def at(text, zone=BERLIN):
    return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)


@pytest.mark.parametrize(
    ("moment", "is_on", "until", "again"),
    [
        ("2026-03-13T08:59", False, "2026-03-13T09:00", None),
        ("2026-03-13T09:00", True, "2026-03-13T17:00", "2026-03-16T09:00"),
        ("2026-03-13T16:59", True, "2026-03-13T17:00", "2026-03-16T09:00"),
        ("2026-03-13T17:00", False, "2026-03-16T09:00", None),
        ("2026-03-15T12:00", False, "2026-03-16T09:00", None),
        # Clocks go forward on 29 March: nine o'clock is nine o'clock on Monday.
        ("2026-03-27T18:00", False, "2026-03-30T09:00", None),
        ("2026-10-23T18:00", False, "2026-10-26T09:00", None),
    ],
)
def test_office_hours(moment, is_on, until, again):
    duty = duty_at(OFFICE, BERLIN, at(moment))
    assert (duty.is_on, duty.until) == (is_on, at(until))
    assert duty.again_at == (at(again) if again else None)
    assert duty.who == (frozenset({1}) if is_on else frozenset())


@pytest.mark.parametrize(
    ("zone", "hours"), [("Europe/Berlin", 62), ("UTC", 63), ("Asia/Kolkata", 63)]
)
def test_a_weekend_is_an_hour_shorter_where_clocks_go_forward(zone, hours):
    zone = ZoneInfo(zone)
    begin = at("2026-03-27T18:00", zone)
    until = duty_at(OFFICE, zone, begin).until
    assert (until - begin).total_seconds() / 3600 == hours


def test_a_shift_through_the_night_in_which_clocks_change():
    night = Rota(weekly=((5, Hours(time(22), time(6))),))
    spring = duty_at(night, BERLIN, at("2026-03-29T03:30"))
    assert (spring.is_on, spring.until) == (True, at("2026-03-29T06:00"))
    begin, end = at("2026-03-28T22:00"), at("2026-03-29T06:00")
    assert (end - begin).total_seconds() == 7 * 3600
    # In autumn the hour from two to three comes twice, and somebody is there in both.
    for utc_hour in (0, 1):
        twice = datetime(2026, 10, 25, utc_hour, 30, tzinfo=UTC)
        assert duty_at(night, BERLIN, twice).is_on


def test_an_hour_that_no_clock_shows_is_an_hour_later():
    gap = Rota(weekly=((6, Hours(time(2, 30), time(12))),))
    before = duty_at(gap, BERLIN, at("2026-03-29T01:00"))
    assert before.until == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    assert before.until.astimezone(BERLIN).time() == time(3, 30)


def test_hours_that_touch_or_overlap_are_one_stretch_with_all_who_are_there():
    rota = Rota(
        weekly=(
            (4, Hours(time(9), time(13), 1)),
            (4, Hours(time(12), time(17), 2)),
            (4, Hours(time(17), time(0), 3)),
        )
    )
    duty = duty_at(rota, BERLIN, at("2026-03-13T12:30"))
    assert (duty.who, duty.until) == (frozenset({1, 2}), at("2026-03-14T00:00"))


def test_a_special_day_goes_before_its_weekday():
    off = Rota(OFFICE.weekly, special=((date(2026, 3, 13), None),))
    assert duty_at(off, BERLIN, at("2026-03-13T12:00")) == Duty(False, until=at("2026-03-16T09:00"))
    short = Rota(OFFICE.weekly, special=((date(2026, 3, 13), Hours(time(10), time(11))),))
    assert not duty_at(short, BERLIN, at("2026-03-13T09:30")).is_on
    assert duty_at(short, BERLIN, at("2026-03-13T10:30")).is_on


def test_always_and_never():
    always = Rota(weekly=tuple((day, Hours(time(0), time(0))) for day in range(7)))
    assert duty_at(always, BERLIN, at("2026-03-13T12:00")) == Duty(True)
    assert duty_at(Rota(), BERLIN, at("2026-03-13T12:00")) == Duty(False)
