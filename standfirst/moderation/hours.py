"""Who is on duty when, and when that changes: pure arithmetic of clock and calendar.

Hours are said as a clock on the wall says them, so that a shift from nine to five is that in summer and
winter. Instants are compared in UTC: of two times in one zone Python compares what the clocks show,
which is wrong in the hour that comes twice.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

# When nobody is on duty for so long, nobody says when somebody will be.
LOOK_AHEAD = timedelta(days=21)


@dataclass(frozen=True)
class Hours:
    """From when till when on a day; an end that is not later than the beginning is on the next day.

    ``who`` is an account's number, or None where the hours are nobody's in particular.
    """

    begins: time
    ends: time
    who: int | None = None


@dataclass(frozen=True)
class Rota:
    """The hours of each weekday (Monday is 0), and of single days, which go before these.

    A single day without hours is a day off.
    """

    weekly: tuple[tuple[int, Hours], ...] = ()
    special: tuple[tuple[date, Hours | None], ...] = ()

    def hours_on(self, day: date) -> list[Hours]:
        """Give the hours of one day."""
        own = [hours for other, hours in self.special if other == day]
        if own:
            return [hours for hours in own if hours is not None]
        return [hours for weekday, hours in self.weekly if weekday == day.weekday()]


@dataclass(frozen=True)
class Duty:
    """Whether somebody is on duty, who, until when that holds, and when it is so again after that.

    ``until`` is None where it does not change soon; ``again_at`` where nobody comes soon, and while
    nobody is on duty.
    """

    is_on: bool
    who: frozenset[int] = frozenset()
    until: datetime | None = None
    again_at: datetime | None = None


def duty_at(rota: Rota, zone: tzinfo, now: datetime) -> Duty:
    """Say how it stands at an instant."""
    spans = _spans(rota, zone, now)
    joined = list(_joined((begins, ends) for begins, ends, _ in spans))
    who = frozenset(
        person for begins, ends, person in spans if begins <= now < ends and person is not None
    )
    later = [begins for begins, _ in joined if begins > now]
    for begins, ends in joined:
        if begins <= now < ends:
            is_for_long = ends > now + LOOK_AHEAD
            until = None if is_for_long else ends
            return Duty(
                is_on=True, who=who, until=until, again_at=later[0] if later and until else None
            )
    return Duty(is_on=False, until=later[0] if later else None)


def _spans(rota: Rota, zone: tzinfo, now: datetime) -> list[tuple[datetime, datetime, int | None]]:
    # Yesterday too: its night shift lasts until today.
    today = now.astimezone(zone).date()
    days = (today + timedelta(days=step) for step in range(-1, LOOK_AHEAD.days + 2))
    return sorted(
        (
            (_instant(day, hours.begins, zone), _end(day, hours, zone), hours.who)
            for day in days
            for hours in rota.hours_on(day)
        ),
        key=lambda span: span[:2],
    )


def _instant(day: date, at: time, zone: tzinfo) -> datetime:
    """Give when a clock shows it; where it shows it twice, the first; where never, an hour later."""
    return datetime.combine(day, at, tzinfo=zone).astimezone(UTC)


def _end(day: date, hours: Hours, zone: tzinfo) -> datetime:
    is_next_day = hours.ends <= hours.begins
    return _instant(day + timedelta(days=1) if is_next_day else day, hours.ends, zone)


def _joined(spans: Iterable[tuple[datetime, datetime]]) -> Collection[tuple[datetime, datetime]]:
    """Join what overlaps or touches; spans come in the order of their beginnings."""
    joined: list[tuple[datetime, datetime]] = []
    for begins, ends in spans:
        if joined and begins <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(ends, joined[-1][1])
        else:
            joined.append((begins, ends))
    return joined
