"""Topics, and what a client asks for: ``/live/?topic=thread:12&topic=campaign:3``."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from sys import intern
from urllib.parse import parse_qsl

from standfirst.delivery.keys import FRONT
from standfirst.delivery.live.wire import Cursor

MOST_TOPICS = 20
MOST_PARAMETERS = 40

WhichArePublic = Callable[[Collection[int], datetime], set[int]]
PublicKinds = Mapping[str, WhichArePublic]
"""For each kind of topic, the query that says which of some ids are public at a time."""

_TOPIC = re.compile(r"([a-z]{1,20}):([1-9][0-9]{0,17})", re.ASCII)
_SECONDS = re.compile(r"[0-9]{1,11}", re.ASCII)


class AskedWrongly(Exception):
    """What was asked for cannot be answered; says why in a sentence."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a client wants to hear of, in order, and from where on.

    ``after`` is the place of the last event it knows; ``since`` the time (unix seconds) at which
    the page it shows was made. Neither means: from now on.
    """

    topics: tuple[str, ...]
    after: Cursor | None = None
    since: float | None = None


def read_question(query: str, last_event_id: str, kinds: Collection[str]) -> Asked:
    """Read the address's query and the header. Raises AskedWrongly.

    The header wins: it is what the browser saw last, the address is what it began with.
    """
    try:
        pairs = parse_qsl(query, keep_blank_values=True, max_num_fields=MOST_PARAMETERS)
    except ValueError as error:
        raise AskedWrongly("The address has too many parameters.") from error
    named = [value for name, value in pairs if name == "topic"]
    single = {name: value for name, value in pairs if name in ("after", "since")}
    return Asked(
        topics=_topics(named, kinds),
        after=_cursor(last_event_id or single.get("after", "")),
        since=_since(single.get("since", "")),
    )


def _topics(named: Collection[str], kinds: Collection[str]) -> tuple[str, ...]:
    if not named:
        raise AskedWrongly("Name a topic: /live/?topic=thread:12.")
    if len(named) > MOST_TOPICS:
        raise AskedWrongly(f"At most {MOST_TOPICS} topics at once.")
    for topic in named:
        if split_topic(topic)[0] not in kinds:
            raise AskedWrongly(f"A topic is one of {', '.join(sorted(kinds))}, with its number.")
    return tuple(intern(topic) for topic in sorted(set(named)))


def split_topic(topic: str) -> tuple[str, int]:
    """Give kind and id of a topic; the front has no id; ("", 0) for what is no topic."""
    if topic == FRONT:
        return FRONT, 0
    match = _TOPIC.fullmatch(topic)
    if match is None or match[1] == FRONT:
        return "", 0
    return match[1], int(match[2])


def _cursor(text: str) -> Cursor | None:
    if not text:
        return None
    cursor = Cursor.read(text)
    if cursor is None:
        raise AskedWrongly("Events are numbered otherwise: leave the number out.")
    return cursor


def _since(text: str) -> float | None:
    if text and _SECONDS.fullmatch(text) is None:
        raise AskedWrongly("A time is given in seconds since 1970.")
    return float(text) if text else None


def public_topics(topics: Iterable[str], kinds: PublicKinds, now: datetime) -> set[str]:
    """Keep of some topics those that anybody may hear, by one question for each kind."""
    wanted: dict[str, dict[int, str]] = {}
    for topic in topics:
        kind, ident = split_topic(topic)
        wanted.setdefault(kind, {})[ident] = topic
    return {
        by_id[ident]
        for kind, by_id in wanted.items()
        if kind in kinds
        for ident in kinds[kind](by_id.keys(), now) & by_id.keys()
    }
