"""When an address is told. Pure: hours on a wall somewhere, and moments in UTC."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from standfirst.notify.models import Rhythm

# On the reader's clock.
DAILY_AT = time(7)
MONDAY = 0
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
# What a reader lives in; the rest are old names and abbreviations of these (IANA, `backward`).
REGIONS = frozenset(
    {
        *("Africa", "America", "Antarctica", "Asia", "Atlantic"),
        *("Australia", "Europe", "Indian", "Pacific"),
    }
)


@dataclass(frozen=True)
class Hours:
    """A reader's clock, and the hours in which they want no mail; None, both, for none such."""

    zone: ZoneInfo
    quiet_from: time | None = None
    quiet_until: time | None = None


@lru_cache(maxsize=1)
def known_zones() -> tuple[str, ...]:
    """The names of all time zones that a reader may choose, in order."""
    return tuple(
        sorted(name for name in available_timezones() if name.partition("/")[0] in REGIONS)
    )


def zone_named(name: str, default: str) -> ZoneInfo:
    """Give a time zone; one that this system does not know (any more) is the default's."""
    return ZoneInfo(name if name in known_zones() else default)


def is_quiet(hours: Hours, at: datetime) -> bool:
    """Say whether the reader wants no mail at this moment."""
    begin, end = hours.quiet_from, hours.quiet_until
    if begin is None or end is None or begin == end:
        return False
    clock = at.astimezone(hours.zone).time()
    if begin < end:
        return begin <= clock < end
    return clock >= begin or clock < end


def after_quiet(hours: Hours, at: datetime) -> datetime:
    """Give this moment, or the end of the quiet hours that it falls into."""
    if not is_quiet(hours, at) or hours.quiet_until is None:
        return at
    return _next_on_the_clock(hours, hours.quiet_until, at)


def slot_of(rhythm: Rhythm, hours: Hours, now: datetime) -> datetime | None:
    """Give when a reader is told of what happens now; None for at once."""
    if rhythm == Rhythm.AT_ONCE:
        end = after_quiet(hours, now)
        return end if end > now else None
    if rhythm == Rhythm.HOURLY:
        slot = now.replace(minute=0, second=0, microsecond=0) + HOUR
    else:
        slot = _next_on_the_clock(hours, DAILY_AT, now, is_weekly=rhythm == Rhythm.WEEKLY)
    return after_quiet(hours, slot)


def _next_on_the_clock(
    hours: Hours, clock: time, after: datetime, *, is_weekly: bool = False
) -> datetime:
    """The first moment after this one at which the reader's clock shows that time.

    A time that a change of the clocks leaves out is when the clock passes it.
    """
    date = after.astimezone(hours.zone).date()
    while True:
        found = datetime.combine(date, clock, tzinfo=hours.zone).astimezone(UTC)
        if found > after and (not is_weekly or date.weekday() == MONDAY):
            return found
        date += DAY
