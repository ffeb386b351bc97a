"""Signing in with a provider of OpenID Connect: a real one, in a process of its own on loopback."""

import html
import json
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request

import pytest
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.core.cache import cache
from django.test import Client

from standfirst.config.sign_in import sign_in_settings
from standfirst.config.site_folder import SiteSettings
from standfirst.people.models import Person, User
from tests.cast import OWN_FORMS, PASSWORD, recovery_code

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
DOOR = "/account/oidc/provider/login/"
PATIENCE = 30  # seconds, for a process to listen
PEOPLE = {
    "ada": {"email": "ada@house.test", "email_verified": True, "name": "Ada of the House"},
    "eve": {"email": "rita.reader@paper.test", "email_verified": False},
    "new": {"email": "new@house.test", "email_verified": False},
    "rita": {"email": "rita.reader@paper.test", "email_verified": True},
    "edith": {"email": "edith.editor@paper.test", "email_verified": True},
    "nemo": {},
}


class Unfollowed(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args):
        return None


def ask(url, data=None):
    """Ask as a browser does that follows nothing; give status and where it leads."""
    opener = urllib.request.build_opener(Unfollowed)
    body = urllib.parse.urlencode(data).encode() if data is not None else None
    try:
        with opener.open(url, body, timeout=PATIENCE) as answer:
            return answer.status, answer.headers.get("Location")
    except urllib.error.HTTPError as answer:
        return answer.code, answer.headers.get("Location")


@pytest.fixture(scope="module")
def provider():
    """Give the address of a provider that knows PEOPLE."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    told = [
        word
        for sub, claims in PEOPLE.items()
        for word in ("--user-claims", json.dumps({"sub": sub, **claims}))
    ]
    command = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "-p", str(port), *told]
    running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    until = time.monotonic() + PATIENCE
    try:
        while not listens(address):
            assert running.poll() is None, "the provider ended"
            assert time.monotonic() < until, "the provider does not listen"
            time.sleep(0.1)
        yield address
    finally:
        running.terminate()
        running.wait()


def listens(address):
    try:
        return ask(f"{address}/.well-known/openid-configuration")[0] == 200
    except urllib.error.URLError:
        return False


@pytest.fixture
def configured(provider, settings):
    """Let the site sign in with the provider."""
    site = SiteSettings(
        sign_in_name="Our House",
        sign_in_url=provider,
        sign_in_client="paper",
        sign_in_secret="a secret",
    )
    made = sign_in_settings(site, is_secure=False)
    settings.SOCIALACCOUNT_PROVIDERS = made["SOCIALACCOUNT_PROVIDERS"]


def browser():
    return Client(headers=OWN_FORMS)


def begin(client, **fields):
    """Press the button of the sign-in page; give where the page of ours leads."""
    page = client.post(DOOR, fields)
    assert page.status_code == 200
    (place,) = re.findall(r'<a class="button" href="([^"]+)"', page.content.decode())
    return html.unescape(place)


def come_as(client, sub, **fields):
    """Sign in at the provider as somebody, and come back with what it gives along."""
    status, back = ask(begin(client, **fields), {"sub": sub})
    assert status in (302, 303), status
    parts = urllib.parse.urlsplit(back)
    return client.get(f"{parts.path}?{parts.query}")


def is_in(client):
    return client.get("/account/").status_code == 200


def test_without_settings_there_is_nothing_of_it(client):
    assert "/account/oidc/" not in client.get("/account/login/").content.decode()
    assert browser().post(DOOR).status_code == 404


def test_the_way_there_is_a_page_and_asks_for_no_more_than_it_needs(configured, provider):
    client = browser()
    assert DOOR in client.get("/account/login/").content.decode()
    assert client.get(DOOR).status_code == 405
    place = urllib.parse.urlsplit(begin(client))
    asked = urllib.parse.parse_qs(place.query)
    assert place.geturl().startswith(provider)
    assert set(asked["scope"][0].split()) == {"openid", "profile", "email"}
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["redirect_uri"] == [f"http://127.0.0.1:8000{DOOR}callback/"]


def test_whom_the_provider_vouches_for_has_an_account_at_once(configured):
    client = browser()
    assert come_as(client, "ada", next="/account/sessions/")["Location"] == "/account/sessions/"
    assert is_in(client)
    user = User.objects.get(email="ada@house.test")
    assert not user.has_usable_password()
    assert Person.objects.get(user=user).email_proven_at is not None
    again = browser()
    come_as(again, "ada")
    assert is_in(again)
    assert User.objects.count() == 1


def test_nothing_of_it_is_kept_but_who_it_is(configured):
    come_as(browser(), "ada")
    account = SocialAccount.objects.get()
    assert (account.uid, account.extra_data) == ("ada", {})
    assert not SocialToken.objects.exists()
    assert User.objects.get().name == ""


def test_a_proven_address_is_the_account_that_has_it(configured, reader):
    client = browser()
    come_as(client, "rita")
    assert is_in(client)
    assert SocialAccount.objects.get().user == reader.user
    assert reader.user.has_usable_password()


def test_a_password_that_a_stranger_chose_does_not_stay(configured, mailoutbox):
    stranger, owner = browser(), browser()
    stranger.post("/account/signup/", {"email": "ada@house.test", "password1": PASSWORD})
    too_soon = come_as(browser(), "ada")
    assert (too_soon.status_code, "Too often" in too_soon.content.decode()) == (429, True)
    cache.clear()  # minutes pass: what was asked for too often may be asked for again
    asked = come_as(owner, "ada")
    code = re.search(r"^([A-Z0-9]{3,4}-?[A-Z0-9]{3,5})$", mailoutbox[-1].body, re.MULTILINE)[1]
    owner.post(asked["Location"], {"code": code})
    assert is_in(owner)
    assert not User.objects.get().has_usable_password()
    stranger.get("/account/confirm-email/")
    assert not is_in(stranger)


def test_an_unproven_address_opens_nobodys_account(configured, reader, mailoutbox):
    known, unknown = browser(), browser()
    come_as(known, "eve")
    come_as(unknown, "new")
    assert [is_in(known), is_in(unknown)] == [False, False]
    assert SocialAccount.objects.filter(user=reader.user).count() == 0
    assert len(mailoutbox) == 2


def test_the_answer_does_not_tell_whether_an_address_is_known(configured, reader):
    known, unknown = come_as(browser(), "eve"), come_as(browser(), "new")
    assert (known.status_code, known.get("Location")) == (
        unknown.status_code,
        unknown.get("Location"),
    )


def test_staff_show_their_second_factor_all_the_same(configured, editor):
    client = browser()
    asked = come_as(client, "edith", next="/admin/")
    assert asked["Location"].startswith("/account/second-step/authenticate/")
    assert not is_in(client)
    client.post(asked["Location"], {"code": recovery_code(editor.user)})
    assert client.get("/admin/").status_code == 200


def test_whoever_tells_no_address_is_asked_for_one(configured, mailoutbox):
    client = browser()
    page = client.get(come_as(client, "nemo")["Location"])
    assert "Your address" in page.content.decode()
    client.post("/account/provider/signup/", {"email": "nemo@house.test"})
    assert mailoutbox[-1].to == ["nemo@house.test"]
    assert not is_in(client)


@pytest.mark.parametrize("change", [{"state": "x"}, {"code": "x"}, {"state": ""}])
def test_an_answer_that_nobody_asked_for_signs_nobody_in(configured, change):
    client = browser()
    _, back = ask(begin(client), {"sub": "ada"})
    given = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(back).query)) | change
    answer = client.get(f"{DOOR}callback/", given)
    assert "did not work" in answer.content.decode()
    assert not is_in(client)
    assert not User.objects.exists()


def test_another_browsers_answer_signs_nobody_in(configured):
    _, back = ask(begin(browser()), {"sub": "ada"})
    parts = urllib.parse.urlsplit(back)
    other = browser()
    other.get(f"{parts.path}?{parts.query}")
    assert not is_in(other)


def test_a_provider_that_is_away_is_said_so(configured, settings):
    apps = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]
    apps[0]["settings"]["server_url"] = "http://127.0.0.1:9"
    answer = browser().post(DOOR)
    assert answer.status_code == 503
    assert "did not work" in answer.content.decode()


def test_it_is_given_up_by_who_has_another_way_in(configured, reader):
    client = browser()
    come_as(client, "rita")
    page = client.get("/account/provider/").content.decode()
    assert "Our House" in page
    account = SocialAccount.objects.get()
    asked = client.post("/account/provider/", {"account": str(account.pk)})
    if asked["Location"].startswith("/account/reauthenticate/"):
        client.post(asked["Location"], {"password": PASSWORD, "next": "/account/provider/"})
        client.post("/account/provider/", {"account": str(account.pk)})
    assert not SocialAccount.objects.exists()
