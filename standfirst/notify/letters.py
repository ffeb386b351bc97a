"""What a notice says, as text and as HTML: headings, points with a link to our own pages, the way out.

Nothing in it was written by a commenter, and nothing is fetched by reading it: no picture, no pixel.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from standfirst.notify.models import Line, Mailbox
from standfirst.notify.places import absolute, end_all_path, settings_path

# More points under one heading are told by their number.
MOST_POINTS = 20


@dataclass(frozen=True)
class Point:
    """One thing that is told, and where it is read."""

    words: str
    address: str


@dataclass(frozen=True)
class Group:
    """What is told under one heading; ``more`` says how many points are left out."""

    heading: str
    address: str
    points: tuple[Point, ...]
    more: str = ""


@dataclass(frozen=True)
class Letter:
    """A mail before it is laid out. What is empty is left out.

    ``end`` says why its reader gets it and leads to where that ends.
    """

    subject: str
    lede: str
    groups: tuple[Group, ...] = ()
    button: Point | None = None
    foot: str = ""
    end: Point | None = None
    settings_address: str = ""


def letter_of_line(line: Line, mailbox: Mailbox, sentence: str) -> Letter:
    """Say one thing in a mail of its own. Its end ends the wish that it came by."""
    return Letter(
        subject=f"{line.words}: {line.heading}",
        lede=sentence,
        button=Point(_("Read it"), absolute(line.path)),
        foot=_("You asked us to tell you."),
        end=Point(_("To end these mails"), absolute(line.end_path)),
        settings_address=absolute(settings_path(mailbox)),
    )


def letter_of_digest(lines: Sequence[Line], mailbox: Mailbox) -> Letter:
    """Say many things in one mail, grouped."""
    count = len(lines)
    return Letter(
        subject=_subject(lines, ngettext("{count} notice", "{count} notices", count)),
        lede=_("What is new since our last mail."),
        groups=tuple(_groups(lines)),
        foot=_("You asked us to tell you."),
        end=Point(_("To end these mails"), absolute(end_path_of(lines, mailbox))),
        settings_address=absolute(settings_path(mailbox)),
    )


def _subject(lines: Sequence[Line], notices: str) -> str:
    said = notices.format(count=len(lines))
    headings = {line.heading for line in lines}
    return f"{said}: {headings.pop()}" if len(headings) == 1 else said


def end_path_of(lines: Sequence[Line], mailbox: Mailbox) -> str:
    """Give where a digest is ended: where its one wish is, or else all notices of the mailbox."""
    is_of_one = len({line.wish for line in lines}) == 1
    return lines[0].end_path if is_of_one else end_all_path(mailbox)


def laid_out(letter: Letter) -> tuple[str, str]:
    """Give a letter as text and as HTML."""
    context = {"letter": letter}
    text = render_to_string("notify/mail/letter.txt", context)
    return text, render_to_string("notify/mail/letter.html", context)


def _groups(lines: Sequence[Line]) -> Iterable[Group]:
    ordered = sorted(lines, key=lambda line: (*_heading(line), line.pk))
    for (path, heading), alike in groupby(ordered, key=_heading):
        found = list(alike)
        left = len(found) - MOST_POINTS
        more = ngettext("and {count} more", "and {count} more", left).format(count=left)
        yield Group(
            heading=heading,
            address=absolute(path) if path else "",
            points=tuple(Point(line.words, absolute(line.path)) for line in found[:MOST_POINTS]),
            more=more if left > 0 else "",
        )


def _heading(line: Line) -> tuple[str, str]:
    return line.heading_path, line.heading
