"""A paper in Arabic, as a site of its own, on a narrow phone: read, written to, supported, mailed from."""

import email.policy
from contextlib import contextmanager
from email import message_from_bytes

import pytest
from aiosmtpd.controller import Controller
from playwright.sync_api import expect

from tests.browser import scripts
from tests.cast import PASSWORD
from tests.cli.processes import call, free_port, until
from tests.cli.sites import ask, served, static_files  # noqa: F401 (a fixture)
from tests.languages import arabic
from tests.languages.reading import left_in_english

pytestmark = [pytest.mark.slow, pytest.mark.any_engine]
ARABIC = {"STANDFIRST_LANGUAGE": "ar", "STANDFIRST_TIME_ZONE": "Asia/Amman"}
WORDS = "كان المفتاح معلقًا في الطاحونة حتى الربيع، وقد رأيته بنفسي."
REPLY = "وأنا رأيته هناك في نيسان أيضًا."
NARROW = {"width": 320, "height": 700}
THREAD = f"{arabic.ADDRESS}comments/"
READERS_PAGES = ("/", "/river/", arabic.ADDRESS, THREAD, "/support/river/", "/ledger/river/")


class Mailbox:
    """A mail server that keeps what it is given."""

    def __init__(self):
        self.mails = []

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 (its own name for it)
        self.mails.append(message_from_bytes(envelope.content, policy=email.policy.default))
        return "250 taken"


@contextmanager
def mail_server():
    mailbox = Mailbox()
    controller = Controller(mailbox, hostname="127.0.0.1", port=free_port())
    controller.start()
    try:
        yield (
            mailbox,
            {
                "STANDFIRST_EMAIL_HOST": "127.0.0.1",
                "STANDFIRST_EMAIL_PORT": str(controller.port),
                "STANDFIRST_EMAIL_SECURITY": "none",
                "STANDFIRST_EMAIL_FROM": "desk@paper.test",
            },
        )
    finally:
        controller.stop()


@pytest.fixture
def site(tmp_path, static_files):  # noqa: F811
    """Found the paper, and write what is in it."""
    folder = tmp_path / "site"
    done = call("init", "--email", "o@paper.test", "--name", arabic.NAME, site=folder, **ARABIC)
    assert done.returncode == 0, done.stderr
    (folder / "static").symlink_to(static_files)
    within(folder, "arabic.write()")
    return folder


def within(site, code):
    """Run a line in a process of the site."""
    code = f"from tests.languages import arabic; {code}"
    done = call("manage", "shell", "-v0", "-c", code, site=site, **ARABIC)
    assert done.returncode == 0, done.stderr


@pytest.fixture
def look(assert_accessible):
    """Look at a page as it stands: from right to left, within its window, in Arabic, accessible."""

    def check(page):
        root = page.locator("html")
        expect(root).to_have_attribute("dir", "rtl")
        expect(root).to_have_attribute("lang", "ar")
        assert page.evaluate(scripts.TOO_WIDE) == [], page.url
        assert left_in_english(page.content(), "ar") == [], page.url
        assert_accessible(page)

    return check


def test_a_paper_in_arabic(site, tmp_path, new_context, look):
    with (
        mail_server() as (mailbox, mailing),
        served(site, tmp_path / "log", **ARABIC, **mailing) as (port, _),
    ):
        page = new_context(base_url=f"http://127.0.0.1:{port}", viewport=NARROW).new_page()
        for address in READERS_PAGES:
            page.goto(address)
            look(page)
        expect(page.locator("time").first).to_contain_text("20")
        give(page, look)
        sign_in(page, look)
        write(page, look)
        within(site, f"arabic.comment('karim@mail.test', {REPLY!r}, on='newest')")
        until(lambda: sent_to(mailbox, "salma@mail.test"), what="the notice of the reply")
        (mail,) = sent_to(mailbox, "salma@mail.test")
        assert mail["Subject"].strip() == f"ردّ على تعليقك: {arabic.HEADLINE}"
        read_letter(page, mail.get_body(("html",)).get_content())
        assert left_in_english(mail.get_body(("plain",)).get_content(), "ar") == []
        answer = ask(port, "/", method="TRACE", headers={"Accept": "text/html"})
        assert (answer[0], '<html lang="ar" dir="rtl">' in answer[2].decode()) == (405, True)
        assert left_in_english(answer[2].decode(), "ar") == []


def sent_to(mailbox, address):
    """What came for one reader. Whoever runs the paper is told of its alarms meanwhile."""
    return [mail for mail in mailbox.mails if mail["To"] == address]


def give(page, look):
    page.goto("/support/river/")
    page.locator("main form button").last.click()
    page.wait_for_url("**/support/gift/**")
    look(page)


def sign_in(page, look):
    page.goto("/account/login/")
    look(page)
    page.fill('[name="login"]', "salma@mail.test")
    page.fill('[name="password"]', PASSWORD)
    page.locator('form[action*="login"] button').first.click()
    page.wait_for_url("**/account/")
    look(page)


def write(page, look):
    page.goto(arabic.ADDRESS)
    form = page.locator("#comment-form")
    form.locator("textarea").fill(WORDS)
    form.locator('[name="notify"]').first.check()
    form.locator("button").first.click()
    page.get_by_text(WORDS).first.wait_for()
    look(page)
    page.goto(f"{THREAD}?mine")
    expect(page.locator("main")).to_contain_text(WORDS)
    look(page)


def read_letter(page, html):
    assert left_in_english(html, "ar") == []
    # Away from the paper, whose policy lets nobody write a page into it.
    page.goto("about:blank")
    page.set_content(html)
    root = page.locator("html")
    expect(root).to_have_attribute("dir", "rtl")
    expect(root).to_have_attribute("lang", "ar")
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
