"""The one door, walked without JavaScript, through HTTP."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.core import mail
from django.test import Client
from django.urls import reverse

from standfirst.accounts.actions import InvitationRefused, Refusal, invite_colleague
from standfirst.moderation.actions import keep_word_list
from standfirst.moderation.models import WordList
from standfirst.moderation.screen_queries import waiting_texts
from standfirst.notify.actions import send_message
from standfirst.notify.models import Message
from standfirst.people.models import Person, User
from tests.cast import give_factor, let_in

pytestmark = pytest.mark.django_db
PASSWORD = "weir-lane and seven herons"
HERE = {"HTTP_ORIGIN": "http://testserver"}


@pytest.fixture
def member():
    user = User.objects.create_user("ada@example.test", PASSWORD, name="Ada")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def code_of(message):
    return re.search(r"^([A-Z0-9]{3,4}-?[A-Z0-9]{3,5})$", message.body, re.MULTILINE)[1]


def test_signing_up_mails_a_code_that_opens_the_account(client, mailoutbox):
    form = {"email": "new@example.test", "password1": PASSWORD}
    response = client.post("/account/signup/", form, **HERE, follow=True)
    assert "confirm-email" in response.redirect_chain[-1][0]
    client.post(response.redirect_chain[-1][0], {"code": code_of(mailoutbox[-1])}, **HERE)
    assert client.get("/account/").status_code == 200
    person = Person.objects.get(user__email="new@example.test")
    assert person.email_proven_at is not None
    assert person.user.check_password(PASSWORD)


def sign_up_with_anothers_address():
    stranger = Client()
    form = {"email": "new@example.test", "password1": PASSWORD}
    stranger.post("/account/signup/", form, **HERE, follow=True)
    return stranger


def sign_in_by_password(client):
    client.post("/account/login/", {"login": "new@example.test", "password": PASSWORD}, **HERE)
    return client.get("/account/").status_code == 200


def test_a_strangers_password_ends_when_the_owner_of_the_address_signs_in_by_code(
    client, mailoutbox
):
    stranger = sign_up_with_anothers_address()
    asked = client.post("/account/login/code/", {"email": "new@example.test"}, **HERE)
    client.post(asked["Location"], {"code": code_of(mailoutbox[-1])}, **HERE)
    assert client.get("/account/").status_code == 200

    assert not sign_in_by_password(Client())
    assert not sign_in_by_password(stranger)
    stranger.get("/account/confirm-email/")
    assert stranger.get("/account/").status_code == 302
    assert client.get("/account/").status_code == 200


def test_a_password_stays_that_was_typed_where_the_address_is_proven(client, mailoutbox):
    user = User.objects.create_user("new@example.test", PASSWORD, name="Nel")
    EmailAddress.objects.create(user=user, email=user.email, verified=False, primary=True)
    form = {"login": user.email, "password": PASSWORD}
    asked = client.post("/account/login/", form, **HERE)
    client.post(asked["Location"], {"code": code_of(mailoutbox[-1])}, **HERE)
    assert client.get("/account/").status_code == 200

    assert sign_in_by_password(Client())


def test_signing_in_by_password(client, member):
    form = {"login": "ADA@example.test", "password": PASSWORD}
    response = client.post("/account/login/", form, **HERE)
    assert (response.status_code, response["Location"]) == (302, "/account/")
    assert response.cookies["here"].value == "1"
    assert Person.objects.get(user=member).name == "Ada"


def test_signing_in_by_mailed_code(client, member, mailoutbox):
    client.post("/account/login/code/", {"email": "ada@example.test"}, **HERE)
    code = code_of(mailoutbox[-1])
    client.post("/account/login/code/confirm/", {"code": code}, **HERE)
    assert client.get("/account/").status_code == 200


def test_a_wrong_password_is_answered_like_an_unknown_address(client, member):
    known = client.post("/account/login/", {"login": member.email, "password": "x"}, **HERE)
    unknown = client.post("/account/login/", {"login": "no@example.test", "password": "x"}, **HERE)
    strip = re.compile(rb'value="[^"]*"')
    assert known.status_code == unknown.status_code
    assert strip.sub(b"", known.content) == strip.sub(b"", unknown.content)


@pytest.mark.parametrize(
    ("path", "field"), [("/account/login/code/", "email"), ("/account/password/reset/", "email")]
)
def test_asking_for_mail_tells_nobody_whether_an_address_is_known(client, member, path, field):
    known = Client().post(path, {field: member.email}, **HERE)
    unknown = Client().post(path, {field: "no@example.test"}, **HERE)
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert len(mail.outbox) == 2


def test_signing_up_with_a_known_address_looks_the_same(client, member):
    form = {"email": member.email, "password1": PASSWORD}
    known = Client().post("/account/signup/", form, **HERE)
    unknown = Client().post("/account/signup/", {**form, "email": "n@example.test"}, **HERE)
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])


@pytest.mark.parametrize("target", ["//evil.test/", "https://evil.test/", "/\\evil.test"])
def test_signing_in_leads_nowhere_else(client, member, target):
    form = {"login": member.email, "password": PASSWORD, "next": target}
    assert client.post("/account/login/", form, **HERE)["Location"] == "/account/"


def test_signing_out_takes_the_cookies_away(client, member):
    client.force_login(member)
    response = client.post("/account/logout/", **HERE)
    assert response.cookies["here"].value == ""
    assert client.get("/account/").status_code == 302


def test_a_member_changes_the_name_others_see(client, member):
    client.force_login(member)
    client.post("/account/", {"name": "  Ada   Weir "}, **HERE)
    assert Person.objects.get(user=member).name == "Ada Weir"
    refused = client.post("/account/", {"name": "x" * 81}, **HERE)
    assert refused.status_code == 422
    assert b"x" * 81 in refused.content


def test_a_name_with_a_suspect_word_waits_and_the_old_one_stays(client, member, now):
    keep_word_list(name="words", kind=WordList.Kind.SUSPECT, words="scoundrel", now=now)
    client.force_login(member)
    page = client.post("/account/", {"name": "The S C O U N D R E L"}, follow=True, **HERE)
    assert "moderator" in page.content.decode()
    assert not Person.objects.filter(name__contains="S C O").exists()
    assert waiting_texts().get().text == "The S C O U N D R E L"


def test_a_name_that_no_comment_could_carry_is_not_shown(client, member, now):
    keep_word_list(name="words", kind=WordList.Kind.BANNED, words="scoundrel", now=now)
    client.force_login(member)
    refused = client.post("/account/", {"name": "The S C O U N D R E L"}, **HERE)
    assert refused.status_code == 422
    assert "We do not show this name" in refused.content.decode()
    assert "The S C O U N D R E L" in refused.content.decode()
    assert not Person.objects.filter(name__contains="S C O").exists()
    assert User.objects.get(pk=member.pk).name == "Ada"


@pytest.mark.parametrize("path", ["/admin/login/", "/admin/password_reset/", "/_util/login/"])
def test_wagtails_own_doors_lead_to_ours(client, path):
    assert client.get(path)["Location"].startswith("/account/")


@pytest.mark.parametrize(
    "path", ["/account/login/", "/account/signup/", "/account/password/reset/", "/account/"]
)
def test_account_pages_are_kept_by_nobody_and_carry_no_cookie_for_readers(client, path):
    response = client.get(path)
    assert "no-store" in response["Cache-Control"]


class TestInvitations:
    @pytest.fixture(autouse=True)
    def roles(self):
        for name in ("editor", "moderator"):
            Group.objects.get_or_create(name=name)

    @pytest.fixture
    def link(self, member, now):
        invite_colleague(
            address="new@example.test",
            roles=["editor"],
            invited_by=member,
            base_url="http://testserver",
            now=now,
        )
        message = Message.objects.get(kind="invitation")
        send_message(message, now=now)
        return re.search(r"http://testserver(\S+)", mail.outbox[-1].body)[1]

    def test_a_colleague_accepts_and_signs_in(self, client, link):
        assert b"new@example.test" in client.get(link).content
        assert not User.objects.filter(email="new@example.test").exists()
        client.post(link, {"name": "Nel", "password": PASSWORD}, **HERE)
        user = User.objects.get(email="new@example.test")
        assert (user.is_staff, [group.name for group in user.groups.all()]) == (True, ["editor"])
        form = {"login": user.email, "password": PASSWORD}
        assert client.post("/account/login/", form, **HERE).status_code == 302

    def test_a_link_works_once(self, client, link):
        client.post(link, {"name": "Nel", "password": PASSWORD}, **HERE)
        again = client.post(link, {"name": "Eve", "password": PASSWORD}, **HERE)
        assert again.status_code == 410
        assert User.objects.get(email="new@example.test").name == "Nel"

    def test_an_altered_link_is_over(self, client, link):
        assert client.get(link[:-2] + "x/").status_code == 410

    def test_a_weak_password_is_handed_back_with_words(self, client, link):
        response = client.post(link, {"name": "Nel", "password": "12345"}, **HERE)
        assert response.status_code == 422
        assert b'value="Nel"' in response.content

    def test_an_account_is_not_invited_again(self, member, now):
        with pytest.raises(InvitationRefused) as refused:
            invite_colleague(
                address="ADA@example.test",
                roles=["editor"],
                invited_by=member,
                base_url="x",
                now=now,
            )
        assert refused.value.refusal is Refusal.HAS_ACCOUNT

    def test_the_owner_invites_from_the_admin(self, client, now):
        owner = User.objects.create_superuser("owner@example.test", PASSWORD)
        give_factor(owner)
        let_in(client, owner)
        page = reverse("accounts_invite")
        assert client.get(page).status_code == 200
        client.post(page, {"address": "mo@example.test", "roles": ["moderator"]}, **HERE)
        assert Message.objects.get(kind="invitation").address == "mo@example.test"

    def test_others_invite_nobody(self, client, member):
        client.force_login(member)
        assert client.get(reverse("accounts_invite")).status_code in (302, 403)


class TestUserScreens:
    @pytest.fixture(autouse=True)
    def owner(self, client):
        owner = User.objects.create_superuser("owner@example.test", PASSWORD)
        give_factor(owner)
        let_in(client, owner)

    def test_the_owner_lists_makes_and_changes_users(self, client, member):
        assert client.get("/admin/users/").status_code == 200
        form = {"email": "new@example.test", "name": "Nel"}
        client.post("/admin/users/new/", form, **HERE)
        made = User.objects.get(email="new@example.test")
        assert not made.has_usable_password()
        client.post(f"/admin/users/edit/{made.pk}/", {**form, "name": "Nel B."}, **HERE)
        made.refresh_from_db()
        assert (made.name, made.is_active) == ("Nel B.", False)
