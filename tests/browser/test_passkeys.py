"""Passkeys in a real browser, with an authenticator that the browser pretends to have."""

import re
from urllib.parse import urlsplit

import pytest
from allauth.mfa.models import Authenticator
from playwright.sync_api import expect

from standfirst.people.models import User
from tests.cast import PASSWORD

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
PASSKEYS = "/account/second-step/webauthn/"
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def named(paper):
    """Give the paper's address with a name: browsers make no passkey for a number."""
    return f"http://localhost:{urlsplit(paper).port}"


@pytest.fixture
def device(new_context, named):
    """Give a page in a browser that has an authenticator, and a way to let it be unwilling."""
    context = new_context(base_url=named)
    page = context.new_page()
    tools = context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    made = tools.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    page.refuse = lambda: tools.send(
        "WebAuthn.setUserVerified",
        {"authenticatorId": made["authenticatorId"], "isUserVerified": False},
    )
    return page


def sign_in_by_password(page, person):
    page.goto("/account/login/")
    page.get_by_label("E-mail address").fill(person.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(re.compile("/account/$"))


def add_passkey(page):
    page.goto(f"{PASSKEYS}add/")
    if "reauthenticate" in page.url:
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Go on").click()
    page.get_by_label("What you call it").fill("My telephone")
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()


def sign_out(page):
    page.goto("/account/logout/")
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(re.compile("/$"))


def test_a_member_adds_a_passkey_and_signs_in_with_it_alone(device, reader):
    sign_in_by_password(device, reader)
    add_passkey(device)
    device.goto(PASSKEYS)
    expect(device.get_by_text("signs you in")).to_be_visible()
    sign_out(device)

    device.goto("/account/login/?next=/account/sessions/")
    device.get_by_role("button", name="Sign in with a passkey").click()
    device.wait_for_url(re.compile("/account/sessions/$"))


def test_staff_open_the_newsroom_with_it(device, stranger_at_work):
    stranger_at_work.user.set_password(PASSWORD)
    stranger_at_work.user.save()
    sign_in_by_password(device, stranger_at_work)
    device.goto("/admin/")
    expect(device.get_by_text("You work here")).to_be_visible()
    add_passkey(device)
    assert device.goto("/admin/").status == 200
    assert device.url.endswith("/admin/")
    sign_out(device)

    # By password first, the passkey is the second step.
    device.goto("/account/login/?next=/admin/")
    device.get_by_label("E-mail address").fill(stranger_at_work.email)
    device.get_by_label("Password", exact=True).fill(PASSWORD)
    device.get_by_role("button", name="Sign in", exact=True).click()
    device.get_by_role("button", name="Use it").click()
    device.wait_for_url(re.compile("/admin/$"))


def test_a_passkey_that_is_not_given_is_said_so_and_nothing_is_kept(device, reader):
    sign_in_by_password(device, reader)
    device.refuse()
    device.goto(f"{PASSKEYS}add/")
    device.get_by_label("Password", exact=True).fill(PASSWORD)
    device.get_by_role("button", name="Go on").click()
    device.get_by_role("button", name="Add it").click()
    expect(device.get_by_text("Your browser did not give us a passkey.")).to_be_visible()
    assert not Authenticator.objects.filter(user=reader.user).exists()


def test_an_account_is_made_with_a_passkey_and_no_password(device, mailoutbox):
    device.goto("/account/signup/passkey/")
    device.get_by_label("E-mail address").fill("new@mail.test")
    device.get_by_role("button", name="Mail me a code").click()
    expect(device.get_by_label("Code")).to_be_visible()
    code = re.search(r"^([A-Z0-9]{3,4}-?[A-Z0-9]{3,5})$", mailoutbox[-1].body, re.MULTILINE)[1]
    device.get_by_label("Code").fill(code)
    device.get_by_role("button", name="Go on").click()
    device.get_by_role("button", name="Make it").click()
    device.wait_for_url(re.compile("/account/$"))
    user = User.objects.get(email="new@mail.test")
    assert not user.has_usable_password()
    assert Authenticator.objects.get(user=user, type="webauthn")


def test_without_javascript_there_is_no_button_that_does_nothing(plain_page, paper):
    plain_page.goto(f"{paper}/account/login/")
    assert not plain_page.get_by_role("button", name="Sign in with a passkey").is_visible()
    assert plain_page.get_by_role("button", name="Sign in", exact=True).is_visible()
