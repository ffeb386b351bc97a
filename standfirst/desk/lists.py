"""The lists of the desk, in the order of their tabs.

Whoever adds a list adds a line here: it then stands among the tabs of every page that includes
``desk/_tabs.html`` with ``tabs=tabs_for("its name")`` in its context, with how much waits there.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from standfirst.desk.queries import (
    number_of_bursts,
    number_of_waiting_texts,
    number_of_waiting_words,
)
from standfirst.discussion.queries import number_reported, number_waiting
from standfirst.moderation.appeal_queries import number_of_appeals
from standfirst.moderation.notice_queries import number_of_notices
from standfirst.moderation.queries import number_of_bans


@dataclass(frozen=True)
class DeskList:
    """A list: its name, its heading, the name of its address, and how much waits there.

    ``length`` is one query; None where nothing waits for anybody.
    """

    name: str
    heading: Promise
    url: str
    args: tuple[str, ...] = ()
    length: Callable[[], int] | None = None


LISTS: tuple[DeskList, ...] = (
    DeskList("held", _("Held"), "desk_queue", ("held",), number_waiting),
    DeskList("reported", _("Reported"), "desk_queue", ("reported",), number_reported),
    DeskList("notices", _("Notices of illegal content"), "desk_notices", (), number_of_notices),
    DeskList("appeals", _("Appeals"), "desk_appeals", (), number_of_appeals),
    DeskList("bans", _("Bans to confirm"), "desk_bans", (), number_of_bans),
    DeskList("votes", _("Votes"), "desk_bursts", (), number_of_bursts),
    DeskList("texts", _("Names and texts"), "desk_texts", (), number_of_waiting_texts),
    DeskList("gifts", _("Messages with gifts"), "desk_gifts", (), number_of_waiting_words),
    DeskList("removed", _("Removed"), "desk_queue", ("removed",)),
)


@dataclass(frozen=True)
class Tab:
    """A link to one list of the desk, with how much waits there."""

    name: str
    address: str
    words: str
    length: int | None
    is_current: bool


def tabs_for(chosen: str) -> list[Tab]:
    """Give the tabs of the desk, with how much waits behind each, of which one is chosen."""
    return [
        Tab(
            name=each.name,
            address=reverse(each.url, args=each.args),
            words=str(each.heading),
            length=each.length() if each.length is not None else None,
            is_current=each.name == chosen,
        )
        for each in LISTS
    ]
