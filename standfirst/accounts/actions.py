from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

import structlog
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from wagtail.log_actions import log as note_in_history

from standfirst.accounts.invitations import Invitation, invitation_path
from standfirst.discussion.actions import tell_of_name
from standfirst.moderation.drafts import AuthorFacts, Draft, Outcome
from standfirst.moderation.screening import screen
from standfirst.notify.actions import Envelope, queue_message
from standfirst.people.actions import name_person, person_of_user, prove_address
from standfirst.people.models import Person, User
from standfirst.people.queries import accounts_named_like

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


@transaction.atomic
def change_name(*, person: Person, name: str, now: datetime) -> Person:
    """Show another name beside what a member writes and wrote.

    It stands at once beside published words, so it is judged as they were; none waits for a
    moderator. Raises NameRefused for one that does not pass.
    """
    staff = accounts_named_like(name).filter(user__is_staff=True)
    if staff.exclude(pk=person.pk).exists():
        raise NameRefused
    draft = Draft(kind="name", text="", name=name, author=AuthorFacts(is_member=True))
    if screen(draft, now=now).outcome is not Outcome.PASS:
        raise NameRefused
    if person.user is not None:
        person.user.name = name
        person.user.save(update_fields=["name"])
    tell_of_name(person, now=now)
    return name_person(person=person, name=name, now=now)


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
    queue_message(
        envelope=Envelope(
            kind="invitation",
            address=address,
            subject="You are invited to work on the paper",
            text=(
                f"{invited_by.get_full_name()} invites you to work on the paper as "
                f"{', '.join(roles)}.\n\nTo accept, open this page and choose a password. "
                f"The link works for seven days and once.\n\n{link}\n"
            ),
        ),
        now=now,
    )


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
    """Sign an account out in every browser."""
    _end(UserSession.objects.filter(user=user))


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
