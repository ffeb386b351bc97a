"""What a statement of reasons says (Digital Services Act, Art. 17 (3)), made from the decision alone.

The page and the mail say the same; the language in force is the reader's.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from standfirst.moderation.drafts import Kind
from standfirst.moderation.models import Automation, Decision, Ground, Measure, Source, Statement
from standfirst.notify.places import absolute
from standfirst.siteconfig.models import HouseRule


@dataclass(frozen=True)
class Part:
    """One thing that a statement says; ``path`` leads to what it names, in the words of ``link``."""

    heading: str
    paragraphs: tuple[str, ...]
    link: str = ""
    path: str = ""


TITLES: Mapping[Measure, Promise] = {
    Measure.HELD: gettext_lazy("What you wrote waits for a decision"),
    Measure.REMOVED: gettext_lazy("What you wrote was removed"),
    Measure.LABELLED: gettext_lazy("What you wrote has a label"),
    Measure.WARNED: gettext_lazy("A warning"),
    Measure.SUSPENDED: gettext_lazy("You cannot write here for some time"),
    Measure.BANNED: gettext_lazy("You cannot write here any more"),
    Measure.HELD_FIRST: gettext_lazy("What you write is looked at first"),
}
_DONE: Mapping[Measure, Promise] = {
    Measure.HELD: gettext_lazy(
        "It is not on the page. Only you and our moderators can read it until we have decided."
    ),
    Measure.REMOVED: gettext_lazy("It was taken off the page. Only our moderators can read it."),
    Measure.LABELLED: gettext_lazy("Everybody can read it, with our label beside it."),
    Measure.WARNED: gettext_lazy("You can go on writing. If it happens again, we may stop you."),
    Measure.SUSPENDED: gettext_lazy("You can read everything, but write nothing until then."),
    Measure.BANNED: gettext_lazy("You can read everything, but write nothing."),
    Measure.HELD_FIRST: gettext_lazy(
        "Whatever you write waits for a moderator before others can read it."
    ),
}
# Names and texts of people: what a moderator refuses there never stood anywhere.
_OF_PEOPLE = frozenset({Kind.NAME.value, Kind.ABOUT.value})
_SOURCES: Mapping[Source, Promise] = {
    Source.SCREEN: gettext_lazy("Our automatic checks drew our attention to it."),
    Source.REPORT: gettext_lazy("Readers reported it to us."),
    Source.NOTICE: gettext_lazy("We were sent a notice that it is illegal."),
    Source.FLAGGER: gettext_lazy("A trusted flagger sent us a notice that it is illegal."),
    Source.OWN: gettext_lazy("We looked at it of our own accord."),
    Source.AUTHORITY: gettext_lazy("An authority told us to act."),
    Source.APPEAL: gettext_lazy("We were asked to look at an earlier decision again."),
}
_DETECTIONS: Mapping[Automation, Promise] = {
    Automation.NONE: gettext_lazy("No automatic means found it."),
    Automation.PARTLY: gettext_lazy("Automatic means helped to find it."),
    Automation.FULLY: gettext_lazy("Automatic means found it."),
}
_DECIDERS: Mapping[Automation, Promise] = {
    Automation.NONE: gettext_lazy("A person decided."),
    Automation.PARTLY: gettext_lazy("A person decided, with the help of automatic means."),
    Automation.FULLY: gettext_lazy("It was decided automatically; no person has looked yet."),
}


def title_of(decision: Decision) -> str:
    """Say in a few words what was done."""
    if _is_refused(decision):
        return _("What you wanted to show of yourself is not shown")
    return str(TITLES[Measure(decision.measure)])


def _is_refused(decision: Decision) -> bool:
    return decision.subject_kind in _OF_PEOPLE and decision.measure == Measure.REMOVED


def _done(decision: Decision) -> str:
    if _is_refused(decision):
        return _("What stood there before stays. You can choose something else at any time.")
    return str(_DONE[Measure(decision.measure)])


@dataclass(frozen=True)
class Told:
    """A statement in a list: what it is about, where it is read, and when it was made."""

    words: str
    path: str
    at: datetime


def told_of(statement: Statement) -> Told:
    """Make a statement ready for a list."""
    return Told(title_of(statement.decision), path_of(statement), statement.made_at)


def path_of(statement: Statement) -> str:
    """Give where a statement is read."""
    return reverse("moderation:statement", args=[statement.secret])


def parts_of(decision: Decision, rule: HouseRule | None) -> list[Part]:
    """Say all that a statement has to say. ``rule`` is the house rule that the decision cites."""
    return _parts(decision, rule, _written(decision))


def _parts(decision: Decision, rule: HouseRule | None, written: str) -> list[Part]:
    return [
        Part(_("What we did"), (title_of(decision) + ".", _done(decision))),
        _reach(decision),
        _facts(decision, written),
        Part(_("Automatic means"), tuple(source_words(decision)[1:])),
        _ground(decision, rule),
    ]


def source_words(decision: Decision) -> list[str]:
    """Say what brought a decision about, and how far no person was in it."""
    return [
        str(_SOURCES[Source(decision.source)]),
        str(_DETECTIONS[Automation(decision.detection)]),
        str(_DECIDERS[Automation(decision.automation)]),
    ]


def letter_of(statement: Statement, rule: HouseRule | None) -> tuple[str, str]:
    """Give the subject and the text of a statement's mail.

    What a moderator wrote stands on the page alone: a mail has no words of people in it.
    """
    decision = statement.decision
    written = _("What our moderator wrote to you stands on the page.") if _written(decision) else ""
    blocks = [
        "\n".join([part.heading.upper(), *part.paragraphs, *_link(part)])
        for part in _parts(decision, rule, written)
    ]
    page = absolute(path_of(statement))
    redress = [
        _("What you can do").upper(),
        _("Read this again and ask us to look at it once more: free of charge, for six months."),
        page,
        _("You can also go to a court."),
    ]
    return title_of(decision), "\n\n".join([*blocks, "\n".join(redress)]) + "\n"


def moment(at: datetime) -> str:
    """Write a moment as the paper's clock and the reader's language do."""
    return date_format(localtime(at), "DATETIME_FORMAT")


def _reach(decision: Decision) -> Part:
    until = (
        _("It holds from {start} until {end}.").format(
            start=moment(decision.starts_at), end=moment(decision.ends_at)
        )
        if decision.ends_at is not None
        else _("It holds from {start}, until we change it.").format(
            start=moment(decision.starts_at)
        )
    )
    where = (
        _("It holds in these countries: {codes}.").format(codes=decision.territory)
        if decision.territory
        else _("It holds everywhere.")
    )
    return Part(_("Where and for how long"), (where, until))


def _written(decision: Decision) -> str:
    return decision.facts.text if decision.facts is not None else ""


def _facts(decision: Decision, written: str) -> Part:
    told = source_words(decision)[:1]
    if decision.source_identity:
        told.append(_("It was: {name}.").format(name=decision.source_identity))
    if decision.content_date is not None:
        day = date_format(decision.content_date, "DATE_FORMAT")
        told.insert(0, _("It is about what you wrote on {day}.").format(day=day))
    if written:
        told.append(written)
    link = _("Where it stands") if decision.address else ""
    return Part(_("What happened"), tuple(told), link, decision.address)


def _ground(decision: Decision, rule: HouseRule | None) -> Part:
    if decision.ground == Ground.LAW:
        words = _("We hold it to be illegal: {law}").format(law=decision.legal_ground)
        return Part(_("Why"), (words,))
    if rule is None:
        return Part(
            _("Why"),
            (_("Our house rules as a whole are the ground.") + _also(decision),),
            _("House rules"),
            reverse("siteconfig:rules"),
        )
    words = _("It is against house rule {number}, {title} (version {version}).").format(
        number=rule.number, title=rule.title.rstrip("."), version=decision.rules_version
    )
    place = reverse("siteconfig:rules_version", args=[decision.rules_version])
    said = (words + _also(decision), *((rule.text,) if rule.text else ()))
    return Part(_("Why"), said, _("The rule, as it was then"), f"{place}#rule-{rule.number}")


def _also(decision: Decision) -> str:
    return " " + _("We hold it to be illegal besides.") if decision.is_also_illegal else ""


def _link(part: Part) -> list[str]:
    return [f"{part.link}: {absolute(part.path)}"] if part.path else []
