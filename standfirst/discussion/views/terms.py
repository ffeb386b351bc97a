"""What is said before anybody writes: when moderators look, who waits, and until when they are there."""

from datetime import datetime

from django.template.defaultfilters import date as dated
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from standfirst.delivery.recording import declare_soft
from standfirst.discussion.actions.judging import mode_in
from standfirst.discussion.models import DiscussionSettings, Thread
from standfirst.discussion.queries.facts import HOURS_KEY
from standfirst.moderation.drafts import Mode
from standfirst.moderation.heat import Step
from standfirst.moderation.hours import Duty
from standfirst.moderation.models import ModerationSettings, OutsideHours
from standfirst.moderation.modes import MODE_WORDS
from standfirst.moderation.screen_queries import duty_now, moderation_settings
from standfirst.people.models import Person
from standfirst.people.rules import is_staff_person


def terms_of(
    thread: Thread, person: Person | None, settings: DiscussionSettings, now: datetime
) -> str:
    """Say how what somebody writes in a thread is looked at; None is whoever reads a public page.

    What names a time is true also after it: the page is made anew when that comes, not each minute.
    """
    return "" if _is_staffs(person) else _terms(thread, settings, moderation_settings(), now)


def closed_or_terms(
    thread: Thread, person: Person | None, settings: DiscussionSettings, now: datetime
) -> tuple[str, str]:
    """Say until when the hours of duty keep somebody's comments away, or else `terms_of` a thread."""
    if _is_staffs(person):
        return "", ""
    rules = moderation_settings()
    closed = _closed_words(rules, now)
    return closed, "" if closed else _terms(thread, settings, rules, now)


def _is_staffs(person: Person | None) -> bool:
    return person is not None and is_staff_person(person)


def _terms(
    thread: Thread, settings: DiscussionSettings, rules: ModerationSettings, now: datetime
) -> str:
    mode = mode_in(thread, settings)
    newcomers = _newcomers(rules) if mode is not Mode.BEFORE else []
    return " ".join([str(MODE_WORDS[mode]), *newcomers, *_hours(rules, now)])


def hours_words(duty: Duty, outside: str) -> str:
    """Say until when somebody is on duty, and what becomes of comments else."""
    is_closed = outside == OutsideHours.CLOSE
    if duty.is_on and duty.until is None:
        return ""
    if duty.is_on:
        end = _moment(duty.until)
        if duty.again_at is None:
            words = (
                _("Comments are taken until {end}.")
                if is_closed
                else _("Moderators are here until {end}. Later comments wait.")
            )
            return words.format(end=end)
        words = (
            _("Comments are taken until {end}, and again from {begin}.")
            if is_closed
            else _("Moderators are here until {end}. Later comments wait until {begin}.")
        )
        return words.format(end=end, begin=_moment(duty.again_at))
    if duty.until is None:
        return (
            _("No comments are taken at present.")
            if is_closed
            else _("No moderator is here at present. Comments wait until one is.")
        )
    words = (
        _("No comments are taken until {begin}.")
        if is_closed
        else _("No moderator is here until {begin}. Comments wait until then.")
    )
    return words.format(begin=_moment(duty.until))


HEAT_WORDS = {
    Step.SLOW: gettext_lazy("This discussion is heated, so it is slower until {end}."),
    Step.HOLD: gettext_lazy(
        "This discussion is heated, so comments wait for a moderator until {end}."
    ),
    Step.REST: gettext_lazy(
        "This discussion is heated, so it rests until {end} and opens again then."
    ),
}


def words_of_heat(thread: Thread, now: datetime) -> str:
    """Say what is done because a discussion is heated, and until when; "" where nothing is."""
    step = thread.heat_at(now)
    return str(HEAT_WORDS[step]).format(end=_moment(thread.heat_until)) if step else ""


def _closed_words(rules: ModerationSettings, now: datetime) -> str:
    duty = duty_now(rules, now)
    if duty is None:
        return ""
    declare_soft(HOURS_KEY)
    if duty.is_on or rules.outside_hours != OutsideHours.CLOSE:
        return ""
    return hours_words(duty, rules.outside_hours)


def _newcomers(rules: ModerationSettings) -> list[str]:
    said = []
    if rules.new_unproven:
        said.append(
            ngettext(
                "The first comment of somebody who has not confirmed an address waits for a moderator.",
                "The first %(n)d comments of somebody who has not confirmed an address "
                "wait for a moderator.",
                rules.new_unproven,
            )
            % {"n": rules.new_unproven}
        )
    if rules.new_proven:
        said.append(
            ngettext(
                "The first comment of everybody else waits too.",
                "The first %(n)d comments of everybody else wait too.",
                rules.new_proven,
            )
            % {"n": rules.new_proven}
        )
    return said


def _hours(rules: ModerationSettings, now: datetime) -> list[str]:
    duty = duty_now(rules, now)
    if duty is None:
        return []
    declare_soft(HOURS_KEY)
    words = hours_words(duty, rules.outside_hours)
    return [words] if words else []


def _moment(at: datetime | None) -> str:
    """Write a time on the paper's clock, with its day: true whenever it is read."""
    return dated(localtime(at), "l, j F, H:i") if at is not None else ""
