"""The people of every test, always the same ones, and their browsers.

Each member of the cast is a `Person`; `client_of(person)` is the browser in which they are signed in
(or, for a guest, remembered). `client_of(None)` is a reader, who has nothing.
"""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.contrib.auth.models import Group
from django.core import signing
from django.test import Client

from standfirst.accounts.queries import FACTOR_SHOWN_BY
from standfirst.cli.groups import make_groups
from standfirst.people import actions
from standfirst.people.cookies import HERE_COOKIE, PERSON_COOKIE, SALT
from standfirst.people.models import Badge, Standing, User
from tests.plugins.remembering import TRAIL, remembered

PASSWORD = "a long fence by the river"
# What a browser says of its own forms; without it nothing with a session is believed.
OWN_FORMS = {"host": "127.0.0.1:8000", "sec-fetch-site": "same-origin"}


def give_factor(user):
    """Set up an app that makes codes, and recovery codes, as whoever works here has them."""
    TOTP.activate(user, generate_totp_secret())
    RecoveryCodes.activate(user)


def recovery_code(user):
    """Give a code that shows the second factor once, at any time."""
    kept = Authenticator.objects.get(user=user, type=Authenticator.Type.RECOVERY_CODES)
    return kept.wrap().get_unused_codes()[0]


def let_in(client, user):
    """Sign a browser in, with the second factor if the account has one."""
    with TRAIL.stepping("let in", user.pk):
        client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
        session = client.session
        session[FACTOR_SHOWN_BY] = user.pk
        session.save()


@pytest.fixture
@remembered
def groups(db, now):
    """Make the four groups of a paper, as `standfirst init` does."""
    make_groups(now=now)


@pytest.fixture
def enrol(db, now):
    """Make an account and its person: `enrol("anna", groups=["editor"])`."""

    @remembered
    def make(name, *, groups=(), is_staff=False, is_active=True):
        user = User.objects.create_user(
            f"{name.lower().replace(' ', '.')}@paper.test",
            PASSWORD,
            name=name,
            is_staff=is_staff,
            is_active=is_active,
            date_joined=now - timedelta(days=400),
        )
        for group in groups:
            user.groups.add(Group.objects.get(name=group))
        user.emailaddress_set.create(email=user.email, verified=True, primary=True)
        if is_staff:
            give_factor(user)
        person = actions.person_of_user(user=user, now=now - timedelta(days=400))
        return actions.prove_address(
            person=person, address=user.email, now=now - timedelta(days=400)
        )

    return make


@pytest.fixture
@remembered
def owner(enrol, groups):
    return enrol("Olive Owner", groups=["owner"], is_staff=True)


@pytest.fixture
@remembered
def editor(enrol, groups):
    return enrol("Edith Editor", groups=["editor"], is_staff=True)


@pytest.fixture
@remembered
def moderator(enrol, groups):
    return enrol("Mo Moderator", groups=["moderator"], is_staff=True)


@pytest.fixture
@remembered
def treasurer(enrol, groups):
    return enrol("Tresa Treasurer", groups=["treasurer"], is_staff=True)


@pytest.fixture
@remembered
def stranger_at_work(enrol, groups):
    """Give an editor on the first day: no second factor yet, and no password to be asked for."""
    person = enrol("Nel Newcomer", groups=["editor"], is_staff=True)
    person.user.authenticator_set.all().delete()
    person.user.set_unusable_password()
    person.user.save(update_fields=["password"])
    return person


@pytest.fixture
@remembered
def reader(enrol):
    """Give a reader who has an account."""
    return enrol("Rita Reader")


@pytest.fixture
@remembered
def supporter(enrol, now):
    """Give a member who supports the paper and shows it."""
    person = enrol("Sam Supporter")
    Standing.objects.create(person=person, until=now + timedelta(days=30))
    Badge.objects.create(person=person, kind=Badge.Kind.SUPPORTER, chosen_at=now)
    return person


@pytest.fixture
@remembered
def suspended_reader(enrol):
    """Give a member who may not sign in for now."""
    return enrol("Stan Suspended", is_active=False)


@pytest.fixture
@remembered
def guest(db, now):
    """Give somebody without an account who has acted once."""
    return actions.make_guest(now=now)


@pytest.fixture
def client_of(db):
    """Give the browser of a person, at the site's own address; of nobody for None."""

    def open_browser(person, **options):
        client = Client(headers=OWN_FORMS, **options)
        if person is None:
            return client
        if person.user is not None:
            let_in(client, person.user)
        else:
            client.cookies[PERSON_COOKIE] = signing.dumps(person.pk, salt=SALT)
        client.cookies[HERE_COOKIE] = "1"
        return client

    return open_browser
