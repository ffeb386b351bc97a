"""What the door says, on pages, in errors, in messages and in mails, is said by the paper."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.template.loader import render_to_string
from django.test.signals import template_rendered

from standfirst.people.models import User

pytestmark = pytest.mark.django_db
PASSWORD = "weir-lane and seven herons"
HERE = {"HTTP_ORIGIN": "http://testserver"}
THEIRS = "/allauth/templates/"


@pytest.fixture
def borrowed():
    """Give the names of allauth's own templates that were rendered meanwhile."""
    names = set()

    def note(template, **kwargs):
        if template.origin and THEIRS in template.origin.name.replace("\\", "/"):
            names.add(template.name)

    template_rendered.connect(note)
    yield names
    template_rendered.disconnect(note)


@pytest.fixture
def member():
    user = User.objects.create_user("ada@example.test", PASSWORD, name="Ada")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def code_of(message):
    return re.search(r"^([A-Z0-9]{3,4}-?[A-Z0-9]{3,5})$", message.body, re.MULTILINE)[1]


def send(client, address, **fields):
    return client.post(f"/account/{address}", fields, **HERE, follow=True)


def test_a_borrowed_template_is_noticed(borrowed):
    render_to_string("account/messages/phone_verified.txt")
    assert borrowed == {"account/messages/phone_verified.txt"}


@pytest.mark.parametrize(
    "address", ["login/", "signup/", "login/code/", "password/reset/", "inactive/"]
)
def test_a_strangers_page_is_ours(client, borrowed, address):
    assert client.get(f"/account/{address}").status_code == 200
    send(client, address)
    assert borrowed == set()


@pytest.mark.parametrize("address", ["email/", "password/change/", "logout/", "reauthenticate/"])
def test_a_members_page_is_ours(client, member, borrowed, address):
    client.force_login(member)
    assert client.get(f"/account/{address}").status_code == 200
    if address != "logout/":
        send(client, address)
    assert borrowed == set()


def test_making_an_account_is_in_our_words(client, borrowed, mailoutbox):
    page = send(client, "signup/", email="new@example.test", password1=PASSWORD)
    assert "We have mailed a code to new@example.test" in page.text
    assert "This is not the code that we mailed." in send(client, "confirm-email/", code="x").text
    assert mailoutbox[-1].subject.startswith("Your code from ")
    send(client, "confirm-email/", code=code_of(mailoutbox[-1]))
    assert client.get("/account/").status_code == 200
    send(client, "email/", email="other@example.test", action_add="")
    send(client, "confirm-email/", code=code_of(mailoutbox[-1]))
    other = send(client, "email/", email="other@example.test", action_primary="")
    assert "We write to this address from now on." in other.text
    send(client, "email/", email="new@example.test", action_remove="")
    send(client, "logout/")
    assert borrowed == set()


def test_a_forgotten_password_is_in_our_words(client, member, borrowed, mailoutbox):
    send(client, "password/reset/", email=member.email)
    assert mailoutbox[-1].subject.startswith("Your code for a new password")
    page = send(client, "password/reset/confirm/", code=code_of(mailoutbox[-1]))
    assert "Save the password" in page.text
    refused = send(client, "password/reset/complete/", password1="short", password2="short")
    assert "At least 10 characters" in refused.text
    new = "another lane, eight herons"
    done = send(client, "password/reset/complete/", password1=new, password2=new)
    assert "Your password is changed" in done.text
    assert borrowed == set()


def test_signing_in_by_code_is_in_our_words(client, member, borrowed, mailoutbox):
    send(client, "login/code/", email=member.email)
    assert mailoutbox[-1].subject.startswith("Your code to sign in")
    page = send(client, "login/code/confirm/", code=code_of(mailoutbox[-1]))
    assert "Your account" in page.text
    assert "message" not in page.text
    assert borrowed == set()


@pytest.mark.parametrize("address", ["login/code/", "password/reset/"])
def test_a_stranger_who_asks_for_a_code_is_told_in_our_words(client, borrowed, mailoutbox, address):
    send(client, address, email="nobody@example.test")
    assert mailoutbox[-1].subject.startswith("There is no account for you")
    assert borrowed == set()


def test_an_address_that_has_an_account_is_told_in_our_words(client, member, borrowed, mailoutbox):
    send(client, "signup/", email=member.email, password1=PASSWORD)
    assert "already" in mailoutbox[-1].subject
    assert borrowed == set()


def test_a_wrong_password_is_answered_beside_the_form(client, member, borrowed):
    page = send(client, "login/", login=member.email, password="x")
    assert "The address and the password do not belong together." in page.text
    assert "placeholder" not in page.text
    assert borrowed == set()
