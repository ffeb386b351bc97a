from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from enum import StrEnum

import structlog
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.log_actions import log as note_in_history

from standfirst.accounts.invitations import Invitation, invitation_path
from standfirst.delivery.actions import mark_stale, purge
from standfirst.delivery.keys import person_key
from standfirst.discussion.actions import facts_of, tell_of_name
from standfirst.moderation.actions import Subject, drop_held_text, hold_text, record_screening
from standfirst.moderation.drafts import AuthorFacts, Draft, Kind, Outcome
from standfirst.moderation.queries import limits_on
from standfirst.moderation.screening import screen
from standfirst.notify.actions import Envelope, queue_message
from standfirst.people.actions import (
    change_picture,
    describe_person,
    end_all_tokens,
    hide_badge,
    name_member,
    person_of_user,
    prove_address,
    show_badge,
)
from standfirst.people.models import Badge, Person, User
from standfirst.people.queries import accounts_named_like
from standfirst.people.rules import is_supporter

log = structlog.get_logger(__name__)
# The name of an entry in the admin's history; `wagtail_hooks` says it in words.
FACTOR_RESET = "accounts.reset_factor"


class Refusal(StrEnum):
    """Why an invitation is not made or not accepted."""

    HAS_ACCOUNT = "has_account"
    UNKNOWN_ROLE = "unknown_role"


class InvitationRefused(Exception):
    """An invitation that leads nowhere; ``refusal`` says why."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.value)
        self.refusal = refusal


class SupportUnknown(Exception):
    """Nobody knows of a gift by whoever wants to show that they support the paper."""


class AboutRefused(Exception):
    """Words about oneself that a screen would not let pass."""


class NameRefused(Exception):
    """A name that is not shown: a screen would not let it pass, or it looks like one of the staff."""


@transaction.atomic
def greet_user(*, user: User, now: datetime) -> Person:
    """Give a signed-in user their Person, and what earlier guests of a proven address left."""
    person = person_of_user(user=user, now=now)
    if not EmailAddress.objects.filter(user=user, email__iexact=user.email, verified=True).exists():
        return person
    return prove_address(person=person, address=user.email, now=now)


def void_unproven_password(*, user: User, address: str, now: datetime) -> None:
    """Void the password of an account whose first address is proven by somebody who never typed it.

    Anybody may sign up with anybody's address and wait until its owner signs in by mailed code:
    whoever reads the mail owns the account, and chooses a password anew. A further address of an
    account that has a proven one already changes nothing.
    """
    proven = EmailAddress.objects.filter(user=user, verified=True).exclude(email__iexact=address)
    if user.has_usable_password() and not proven.exists():
        user.set_unusable_password()
        user.save(update_fields=["password"])


def change_name(*, person: Person, name: str, now: datetime) -> Person:
    """Show another name beside what a member writes and wrote.

    It would stand at once beside published words, so it is judged as they were. One that a screen
    holds waits for a moderator, and the one before stands meanwhile. Raises NameRefused.
    """
    staff = accounts_named_like(name).filter(user__is_staff=True)
    if staff.exclude(pk=person.pk).exists():
        raise NameRefused
    verdict = screen(Draft(kind=Kind.NAME, text="", name=name, author=_facts(person, now)), now=now)
    if verdict.outcome is Outcome.REFUSE:
        raise NameRefused
    with transaction.atomic():
        if verdict.outcome is Outcome.HOLD:
            hold_text(kind=Kind.NAME, person=person, text=name, verdict=verdict, now=now)
            return person
        drop_held_text(kind=Kind.NAME, person=person, now=now)
        record_screening(subject=Subject(Kind.NAME, person.pk), verdict=verdict, now=now)
        tell_of_name(person, now=now)
        return name_member(person=person, name=name, now=now)


def change_page(*, person: Person, about: str, has_page: bool, now: datetime) -> Person:
    """Show other words of a member on their page, or no page at all.

    The words would stand there at once, so they are judged first: what a screen holds waits for a
    moderator, and the words before stand meanwhile. Raises AboutRefused. A page that is closed is gone
    before the member hears that it is.
    """
    draft = Draft(kind=Kind.ABOUT, text=about, links=about.count("://"), author=_facts(person, now))
    verdict = screen(draft, now=now) if about and about != person.about else None
    if verdict is not None and verdict.outcome is Outcome.REFUSE:
        raise AboutRefused
    with transaction.atomic():
        if verdict is not None and verdict.outcome is Outcome.HOLD:
            hold_text(kind=Kind.ABOUT, person=person, text=about, verdict=verdict, now=now)
            about = person.about
        elif verdict is not None or not about:
            drop_held_text(kind=Kind.ABOUT, person=person, now=now)
        if verdict is not None and verdict.outcome is Outcome.PASS:
            record_screening(subject=Subject(Kind.ABOUT, person.pk), verdict=verdict, now=now)
        return _describe(person, about, now, has_page=has_page)


def _facts(person: Person, now: datetime) -> AuthorFacts:
    limits = limits_on(person=person, now=now)
    return replace(facts_of(author=person, now=now), is_member=True, limits=limits)


def _describe(person: Person, about: str, now: datetime, *, has_page: bool) -> Person:
    was_shown = person.page_closed_at is None
    describe_person(person=person, about=about, has_page=has_page, now=now)
    if was_shown and not has_page:
        purge(person_key(person.pk), now=now)
    if was_shown != has_page:
        # A link to it stands beside the name, or no more.
        tell_of_name(person, now=now)
    mark_stale(person_key(person.pk), now=now)
    return person


@transaction.atomic
def show_support(*, person: Person, now: datetime) -> None:
    """Show beside somebody's name, as they wish, that they support the paper.

    Nothing else tells of their gifts, and the end of these takes nothing away: a badge that went by
    itself would tell of it. Raises SupportUnknown for who does not support it now and asks first.
    """
    if not is_supporter(person, now):
        raise SupportUnknown
    if show_badge(person=person, kind=Badge.Kind.SUPPORTER, now=now):
        _tell_of_badge(person, now)


@transaction.atomic
def hide_support(*, person: Person, now: datetime) -> None:
    """Show it no more; again is the same."""
    if hide_badge(person=person, kind=Badge.Kind.SUPPORTER):
        _tell_of_badge(person, now)


def _tell_of_badge(person: Person, now: datetime) -> None:
    # It stands beside the name wherever that does.
    tell_of_name(person, now=now)
    mark_stale(person_key(person.pk), now=now)


@transaction.atomic
def change_own_picture(*, person: Person, picture: bytes, now: datetime) -> Person:
    """Show a member by another picture, made anew by `lib.avatars`, or none; the old is gone at once."""
    change_picture(person=person, picture=picture, now=now)
    purge(person_key(person.pk), now=now)
    return person


@transaction.atomic
def note_account_change(*, user: User, now: datetime) -> None:
    """What an account says of its person changed or goes: a badge stands beside what they wrote."""
    for person in Person.objects.filter(user=user):
        tell_of_name(person, now=now)


@transaction.atomic
def invite_colleague(
    *, address: str, roles: Sequence[str], invited_by: User, base_url: str, now: datetime
) -> None:
    """Mail somebody a link that makes them an account with these roles.

    Raises InvitationRefused when there is an account already (give it the role instead) or a
    role is none of the paper's.
    """
    if User.objects.filter(email__iexact=address).exists():
        raise InvitationRefused(Refusal.HAS_ACCOUNT)
    if Group.objects.filter(name__in=roles).count() != len(set(roles)) or not roles:
        raise InvitationRefused(Refusal.UNKNOWN_ROLE)
    link = base_url.rstrip("/") + invitation_path(Invitation(address, tuple(sorted(set(roles)))))
    with override(settings.LANGUAGE_CODE):
        envelope = Envelope(
            kind="invitation",
            address=address,
            subject=_("You are invited to work on the paper"),
            text=_(
                "{name} invites you to work on the paper as {roles}.\n\n"
                "To accept, open this page and choose a password. "
                "The link works for seven days and once.\n\n{link}\n"
            ).format(name=invited_by.get_full_name(), roles=", ".join(roles), link=link),
        )
    queue_message(envelope=envelope, now=now)


@transaction.atomic
def accept_invitation(*, invitation: Invitation, name: str, password: str, now: datetime) -> User:
    """Make the invited colleague's account; the mailed link has proven the address.

    Raises InvitationRefused when the link was used already.
    """
    if User.objects.filter(email__iexact=invitation.address).exists():
        raise InvitationRefused(Refusal.HAS_ACCOUNT)
    user = User.objects.create_user(
        invitation.address, password, name=name, is_staff=True, date_joined=now
    )
    user.groups.set(Group.objects.filter(name__in=invitation.roles))
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    greet_user(user=user, now=now)
    return user


@transaction.atomic
def end_session(*, user: User, number: int, now: datetime) -> bool:
    """Sign an account out in one of its browsers; False if that is none of its."""
    return _end(UserSession.objects.filter(user=user, pk=number))


@transaction.atomic
def end_other_sessions(*, user: User, here: str, now: datetime) -> None:
    """Sign an account out everywhere but in the browser whose session's key is ``here``."""
    _end(UserSession.objects.filter(user=user).exclude(session_key=here))


@transaction.atomic
def sign_out_everywhere(*, user: User, now: datetime) -> None:
    """Sign an account out in every browser, and end what its programs show in its place."""
    _end(UserSession.objects.filter(user=user))
    end_all_tokens(user=user, now=now)


def _end(listed: QuerySet[UserSession]) -> bool:
    keys = list(listed.values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    UserSession.objects.filter(session_key__in=keys).delete()
    return bool(keys)


@transaction.atomic
def reset_factor(*, user: User, by: str, now: datetime) -> bool:
    """Take the second factor of somebody who has lost it away, and sign them out everywhere.

    ``by`` is who did it, as the operator's system calls them: it stands in the log and in the
    admin's history. The owner of the account is told by mail. False if there was none.
    """
    removed, _rows = Authenticator.objects.filter(user=user).delete()
    if not removed:
        return False
    sign_out_everywhere(user=user, now=now)
    note_in_history(user, FACTOR_RESET, data={"by": by})
    log.warning("second_factor_reset", user=user.pk, by=by)
    text = _(
        "The second step of your account was taken away, because somebody told us that you had "
        "lost it. Sign in and set up another. If it was not you, tell the paper at once."
    )
    queue_message(
        envelope=Envelope(
            kind="factor_reset",
            address=user.email,
            subject=_("Your second step was taken away"),
            text=f"{text}\n",
        ),
        now=now,
    )
    return True
