"""The second factor: staff need one, anybody may have one, and it is asked for at the door."""

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.test import Client
from wagtail.models import ModelLogEntry

from standfirst.accounts.actions import reset_factor
from standfirst.accounts.queries import FACTOR_SHOWN_BY
from standfirst.notify.models import Message
from standfirst.people.models import User
from tests.cast import OWN_FORMS, PASSWORD, give_factor, let_in, recovery_code
from tests.exits.routes import all_routes

pytestmark = pytest.mark.django_db
SECOND_STEP = "/account/second-step/"
APP = f"{SECOND_STEP}totp/activate/"
NOT_THE_NEWSROOM = {"staff_sign_in", "staff_password_reset"}


@pytest.fixture(autouse=True)
def any_border(settings):
    """Let a code be good for a moment longer: the half-minute may end between two lines of a test."""
    settings.MFA_TOTP_TOLERANCE = 1


@pytest.fixture
def browser():
    return Client(headers=OWN_FORMS)


@pytest.fixture
def newcomer(stranger_at_work):
    """Give somebody who works here, knows a password and has no second factor."""
    user = stranger_at_work.user
    user.set_password(PASSWORD)
    user.save()
    return user


def code_of(secret):
    return totp.format_hotp_value(
        totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time()))
    )


def sign_in(browser, user, **more):
    return browser.post("/account/login/", {"login": user.email, "password": PASSWORD, **more})


def secret_on(page):
    return re.search(r'<code class="secret">(\w+)</code>', page.content.decode())[1]


def set_up_app(browser):
    asked = browser.get(APP)
    assert asked["Location"].startswith("/account/reauthenticate/")
    form = {"password": PASSWORD, "next": APP}
    secret = secret_on(browser.post(asked["Location"], form, follow=True))
    return secret, browser.post(APP, {"code": code_of(secret)})


def staff_routes():
    return [
        route for route in all_routes() if route.is_staffs and route.name not in NOT_THE_NEWSROOM
    ]


def opened(client, routes):
    """Give the routes that a browser gets an answer of, rather than being led to the second step."""
    found = []
    for route in routes:
        for send in (client.get, client.post):
            answer = send(route.address)
            if answer.status_code != 302 or not answer["Location"].startswith(SECOND_STEP):
                found.append(f"{route.pattern}: {answer.status_code}")
    return found


class TestTheNewsroom:
    def test_nothing_of_it_opens_without_a_second_factor(self, browser, newcomer):
        let_in(browser, newcomer)
        assert len(staff_routes()) > 100
        assert opened(browser, staff_routes()) == []

    def test_it_is_found_if_something_does(self, browser, newcomer, settings):
        settings.STANDFIRST_STAFF_SECOND_FACTOR = False
        let_in(browser, newcomer)
        home = [route for route in staff_routes() if route.name == "wagtailadmin_home"]
        assert opened(browser, home) != []

    def test_a_session_that_has_shown_none_is_asked_for_it(self, browser, editor):
        browser.force_login(editor.user)
        asked = browser.get("/admin/pages/")
        assert asked["Location"] == f"{SECOND_STEP}reauthenticate/?next=%2Fadmin%2Fpages%2F"
        form = {"code": recovery_code(editor.user), "next": "/admin/pages/"}
        assert browser.post(f"{SECOND_STEP}reauthenticate/", form)["Location"] == "/admin/pages/"
        assert browser.get("/admin/pages/").status_code == 200

    def test_a_mark_of_another_account_is_none(self, browser, editor, moderator):
        browser.force_login(editor.user)
        session = browser.session
        session[FACTOR_SHOWN_BY] = moderator.user.pk
        session.save()
        assert browser.get("/admin/").status_code == 302

    def test_whoever_has_a_role_is_asked_though_no_box_says_staff(self, browser, newcomer):
        newcomer.is_staff = False
        newcomer.save()
        let_in(browser, newcomer)
        assert browser.get("/admin/")["Location"] == SECOND_STEP

    def test_a_member_is_turned_away_as_ever(self, browser, reader):
        let_in(browser, reader.user)
        assert browser.get("/admin/")["Location"].startswith("/account/login/")

    def test_permissions_are_void_outside_it_too(self, browser, newcomer, editor, demo_page):
        for user, words in ((newcomer, []), (editor.user, ["Edit page"])):
            client = Client(headers=OWN_FORMS)
            let_in(client, user)
            links = client.get("/account/here/", {"at": demo_page}).json()["links"]
            assert [link["words"] for link in links] == [*words, "Your account"]

    @pytest.fixture
    def demo_page(self, now):
        from standfirst.newsroom.actions import add_section, found_paper  # noqa: PLC0415

        add_section(home=found_paper(name="The Weir Courier", now=now), title="River", now=now)
        return "/river/"


class TestAnApp:
    @pytest.mark.django_db(transaction=True)
    def test_staff_set_one_up_and_are_in(self, browser, newcomer):
        sign_in(browser, newcomer)
        index = browser.get("/admin/", follow=True)
        assert "You work here" in index.content.decode()
        secret, done = set_up_app(browser)
        assert done["Location"].endswith("/recovery-codes/")
        assert Message.objects.get(kind="changed").address == newcomer.email
        assert len(re.findall(r"<li><code>\d{8}</code>", browser.get(done["Location"]).text)) == 10
        assert browser.get("/admin/").status_code == 200

        elsewhere = Client(headers=OWN_FORMS)
        asked = sign_in(elsewhere, newcomer, next="/admin/")
        assert asked["Location"].startswith(f"{SECOND_STEP}authenticate/")
        assert elsewhere.get("/account/").status_code == 302
        wrong = elsewhere.post(asked["Location"], {"code": "000000"})
        assert "That did not fit" in wrong.content.decode()
        elsewhere.post(asked["Location"], {"code": code_of(secret)})
        assert elsewhere.get("/admin/").status_code == 200

    def test_its_secret_is_nowhere_in_the_database(self, browser, newcomer):
        sign_in(browser, newcomer)
        secret, _ = set_up_app(browser)
        kept = Authenticator.objects.get(user=newcomer, type="totp")
        assert secret not in str(kept.data)
        assert kept.wrap().validate_code(code_of(secret))

    def test_with_another_sites_key_no_code_fits(self, newcomer, settings):
        give_factor(newcomer)
        factor = Authenticator.objects.get(user=newcomer, type="totp")
        secret = totp.decrypt(factor.data["secret"])
        settings.SECRET_KEY = "another"
        assert not factor.wrap().validate_code(code_of(secret))
        # What no secret at all would give must not fit either.
        assert not factor.wrap().validate_code(code_of(""))

    def test_a_code_works_once(self, browser, newcomer, monkeypatch):
        # Half a minute goes on being this one, however slow the machine is.
        half_minute = next(totp.yield_hotp_counters_from_time())
        monkeypatch.setattr(totp, "yield_hotp_counters_from_time", lambda: iter([half_minute]))
        sign_in(browser, newcomer)
        secret, _ = set_up_app(browser)
        code = code_of(secret)
        answers = []
        for _ in range(2):
            client = Client(headers=OWN_FORMS)
            asked = sign_in(client, newcomer)
            answer = client.post(asked["Location"], {"code": code})
            answers.append(answer.get("Location"))
        assert answers == ["/account/", None]

    def test_guessing_ends_after_a_few(self, browser, editor):
        asked = sign_in(browser, editor.user)
        for number in range(15):
            page = browser.post(asked["Location"], {"code": f"{number:06}"})
        assert "That was tried too often" in page.content.decode()

    def test_a_recovery_code_works_once(self, browser, editor):
        code = recovery_code(editor.user)
        for status in (302, 200):
            client = Client(headers=OWN_FORMS)
            asked = sign_in(client, editor.user)
            assert client.post(asked["Location"], {"code": code}).status_code == status

    def test_a_mailed_code_alone_does_not_sign_in(self, browser, editor, mailoutbox):
        browser.post("/account/login/code/", {"email": editor.email})
        code = re.search(r"^([A-Z0-9]{3,4}-?[A-Z0-9]{3,5})$", mailoutbox[-1].body, re.MULTILINE)[1]
        asked = browser.post("/account/login/code/confirm/", {"code": code})
        assert asked["Location"].startswith(f"{SECOND_STEP}authenticate/")
        assert browser.get("/account/").status_code == 302


class TestChangingIt:
    CHANGES = (
        "totp/deactivate/",
        "recovery-codes/generate/",
        "webauthn/add/",
    )

    @pytest.mark.parametrize("change", CHANGES)
    def test_it_asks_who_you_are_once_more(self, browser, editor, change):
        let_in(browser, editor.user)
        for send in (browser.get, browser.post):
            asked = send(f"{SECOND_STEP}{change}")
            assert asked["Location"].startswith("/account/reauthenticate/?next=")
        assert Authenticator.objects.filter(user=editor.user).count() == 2

    @pytest.mark.parametrize("page", ["", "download/"])
    def test_so_does_reading_the_recovery_codes(self, browser, editor, page):
        let_in(browser, editor.user)
        address = f"{SECOND_STEP}recovery-codes/{page}"
        assert browser.get(address)["Location"].startswith("/account/reauthenticate/?next=")
        browser.post(f"{SECOND_STEP}reauthenticate/", {"code": recovery_code(editor.user)})
        assert recovery_code(editor.user) in browser.get(address).content.decode()

    def test_setting_up_asks_for_the_password(self, browser, newcomer):
        browser.force_login(newcomer)
        asked = browser.get(APP)
        assert asked["Location"].startswith("/account/reauthenticate/?next=")
        shown = browser.post(asked["Location"], {"password": PASSWORD, "next": APP}, follow=True)
        assert secret_on(shown)

    def test_who_removes_the_last_closes_the_newsroom(self, browser, editor):
        let_in(browser, editor.user)
        browser.post(f"{SECOND_STEP}reauthenticate/", {"code": recovery_code(editor.user)})
        assert browser.get("/admin/").status_code == 200
        browser.post(f"{SECOND_STEP}totp/deactivate/")
        assert not Authenticator.objects.filter(user=editor.user).exists()
        assert browser.get("/admin/")["Location"] == SECOND_STEP
        assert "Codes of an app" in Message.objects.get(kind="changed").text

    def test_somebody_elses_key_is_not_found(self, browser, editor, moderator):
        key = Authenticator.objects.create(
            user=moderator.user, type="webauthn", data={"name": "x", "credential": {}}
        )
        let_in(browser, editor.user)
        browser.post(f"{SECOND_STEP}reauthenticate/", {"code": recovery_code(editor.user)})
        for verb in ("edit", "remove"):
            assert browser.post(f"{SECOND_STEP}webauthn/keys/{key.pk}/{verb}/").status_code == 404


class TestLosingIt:
    def test_the_operator_takes_it_away_and_that_is_written_down(self, browser, editor, now, owner):
        sign_in_fully(browser, editor.user)
        assert browser.get("/admin/").status_code == 200
        assert reset_factor(user=editor.user, by="root", now=now)
        assert browser.get("/account/").status_code == 302
        assert sign_in(browser, editor.user)["Location"] == "/account/"
        assert browser.get("/admin/")["Location"] == SECOND_STEP
        entry = ModelLogEntry.objects.get(action="accounts.reset_factor")
        assert (entry.object_id, entry.data) == (str(editor.user.pk), {"by": "root"})
        assert Message.objects.get(kind="factor_reset").address == editor.email
        history = Client(headers=OWN_FORMS)
        let_in(history, owner.user)
        page = history.get("/admin/reports/site-history/").content.decode()
        assert "taken away by the operator" in page

    def test_where_there_is_none_nothing_happens(self, newcomer, now):
        assert not reset_factor(user=newcomer, by="root", now=now)
        assert not ModelLogEntry.objects.filter(action="accounts.reset_factor").exists()


def sign_in_fully(browser, user):
    asked = sign_in(browser, user)
    browser.post(asked["Location"], {"code": recovery_code(user)})


def test_an_account_is_made_without_a_password(browser, mailoutbox):
    asked = browser.post("/account/signup/", {"email": "new@example.test", "password1": ""})
    code = re.search(r"^([A-Z0-9]{3,4}-?[A-Z0-9]{3,5})$", mailoutbox[-1].body, re.MULTILINE)[1]
    browser.post(asked["Location"], {"code": code})
    assert browser.get("/account/").status_code == 200
    user = User.objects.get(email="new@example.test")
    assert not user.has_usable_password()
    assert EmailAddress.objects.get(user=user).verified
