"""What a post's state over there means here. When in doubt it is not public."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, tzinfo

from standfirst.newsroom.actions import Arrival
from standfirst.transfer.wordpress.move import NotTaken
from standfirst.transfer.wordpress.naming import moment_of
from standfirst.transfer.wordpress.things import Item

_PLAIN_DRAFTS = {"draft", "pending", "auto-draft"}


@dataclass(frozen=True, slots=True)
class Standing:
    """When it appears here, if ever, and what is to be said of it."""

    arrival: Arrival
    notes: tuple[str, ...] = ()

    @property
    def is_public(self) -> bool:
        return self.arrival.published_at is not None

    @property
    def had_addresses(self) -> bool:
        """Whether readers may know its old addresses. Nothing leads to it before it is public."""
        return self.is_public or self.arrival.goes_live_at is not None


def standing_of(item: Item, *, zone: tzinfo, now: datetime) -> Standing:
    """Raises NotTaken for what somebody had thrown away."""
    if item.status == "trash":
        raise NotTaken("was in the old paper's bin")
    if item.status == "auto-draft" and not (item.title or item.content):
        raise NotTaken("an empty draft that the old system made by itself")
    if item.password:
        return _draft("was behind a password: kept as a draft")
    if item.status == "private":
        return _draft("was private: kept as a draft")
    moment = moment_of(item.post_date_gmt, item.post_date, item.pub_date, zone)
    if item.status == "publish":
        return _published(moment, now)
    if item.status == "future":
        return _scheduled(moment, now)
    if item.status in _PLAIN_DRAFTS:
        return Standing(Arrival())
    said = f"its state “{item.status}” means nothing here" if item.status else "names no state"
    return _draft(f"{said}: kept as a draft")


def _draft(note: str) -> Standing:
    return Standing(Arrival(), (note,))


def _published(moment: datetime | None, now: datetime) -> Standing:
    if moment is None:
        note = "says not when it appeared: it has the day of the import"
        return Standing(Arrival(published_at=now), (note,))
    if moment > now:
        return _scheduled(moment, now)
    return Standing(Arrival(published_at=moment))


def _scheduled(moment: datetime | None, now: datetime) -> Standing:
    if moment is None:
        return _draft("was to appear, but says not when: kept as a draft")
    if moment <= now:
        day = f"{moment:%Y-%m-%d}"
        return _draft(f"was to appear on {day}, which is past: kept as a draft")
    return Standing(Arrival(goes_live_at=moment), (f"appears on {moment:%Y-%m-%d %H:%M} UTC",))
