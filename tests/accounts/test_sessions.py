"""Where somebody is signed in, and signing out elsewhere."""

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from standfirst.people.models import User
from standfirst.worker.housekeeping import drop_old_sessions
from tests.cast import OWN_FORMS, PASSWORD

pytestmark = pytest.mark.django_db
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
PAGE = "/account/sessions/"


@pytest.fixture
def member():
    user = User.objects.create_user("ada@example.test", PASSWORD, name="Ada")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


@pytest.fixture
def enter(member):
    """Sign the member in, in a browser of their own."""

    def signed_in(user_agent=FIREFOX):
        client = Client(headers={**OWN_FORMS, "user-agent": user_agent})
        client.post("/account/login/", {"login": member.email, "password": PASSWORD})
        assert is_in(client)
        return client

    return signed_in


def is_in(client):
    return client.get("/account/").status_code == 200


def numbers_on(page):
    return re.findall(r'name="session" value="(\d+)"', page.content.decode())


def test_each_browser_is_listed_by_what_its_owner_calls_it(enter):
    enter("Mozilla/5.0 (Linux; Android 16) Chrome/140.0 Mobile Safari/537.36")
    here = enter()
    words = here.get(PAGE).content.decode()
    assert words.index("Firefox on Linux") < words.index("Chrome on Android")
    assert words.count("this one") == 1


def test_no_address_is_kept(enter):
    enter()
    assert set(UserSession.objects.values_list("ip", flat=True)) == {"0.0.0.0"}


def test_one_browser_is_signed_out_from_another(enter):
    lost, here = enter(), enter()
    (number,) = numbers_on(here.get(PAGE))
    here.post(PAGE, {"session": number})
    assert (is_in(lost), is_in(here)) == (False, True)
    assert numbers_on(here.get(PAGE)) == []


@pytest.mark.parametrize("named", ["", "x", "0", "9" * 30, "²"])
def test_what_names_no_session_ends_none(enter, named):
    other, here = enter(), enter()
    assert here.post(PAGE, {"session": named}).status_code == 302
    assert is_in(other)
    assert is_in(here)


def test_somebody_elses_session_stays(enter):
    here = enter()
    eve = User.objects.create_user("eve@example.test", PASSWORD)
    EmailAddress.objects.create(user=eve, email=eve.email, verified=True, primary=True)
    theirs = Client(headers=OWN_FORMS)
    theirs.post("/account/login/", {"login": eve.email, "password": PASSWORD})
    here.post(PAGE, {"session": str(UserSession.objects.get(user=eve).pk)})
    assert is_in(theirs)


def test_signing_out_everywhere_is_everywhere(enter):
    browsers = [enter(), enter()]
    answer = browsers[0].post(f"{PAGE}everywhere/")
    assert answer["Location"] == "/account/login/"
    assert [is_in(each) for each in browsers] == [False, False]
    assert not UserSession.objects.exists()
    assert browsers[0].get(f"{PAGE}everywhere/").status_code in (302, 405)


def test_another_password_ends_the_others(enter):
    lost, here = enter(), enter()
    new = "another lane, eight herons"
    form = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    here.post("/account/password/change/", form)
    assert (is_in(lost), is_in(here)) == (False, True)
    assert len(numbers_on(here.get(PAGE))) == 0
    assert "this one" in here.get(PAGE).content.decode()


def test_a_password_that_was_forgotten_ends_all_that_knew_it(enter, member, mailoutbox):
    lost = enter()
    anew = Client(headers=OWN_FORMS)
    anew.post("/account/password/reset/", {"email": member.email})
    code = re.search(r"^([A-Z0-9]{3,4}-?[A-Z0-9]{3,5})$", mailoutbox[-1].body, re.MULTILINE)[1]
    asked = anew.post("/account/password/reset/confirm/", {"code": code})
    new = "another lane, eight herons"
    anew.post(asked["Location"], {"password1": new, "password2": new})
    assert not is_in(lost)


def test_what_has_ended_is_forgotten(enter, member):
    here = enter()
    Session.objects.all().delete()
    assert not is_in(here)
    assert drop_old_sessions(now=timezone.now()) == 0
    assert not UserSession.objects.exists()
