"""What people do in a browser, told once; each step waits for what it brings."""

import re

from playwright.sync_api import expect

from tests.cast import PASSWORD, recovery_code


def stay(page):
    """Mark the document, so that loading another in its place is noticed."""
    page.evaluate("window.stayed = true")


def has_stayed(page):
    return page.evaluate("window.stayed === true")


def status(page):
    return page.locator("#status")


def sign_in(page, person):
    """Fill in the one door, which is open on the page, and go through it: staff in two steps."""
    door = page.url
    page.get_by_label(re.compile("^e-?mail", re.IGNORECASE)).fill(person.email)
    page.get_by_label(re.compile("^password", re.IGNORECASE)).fill(PASSWORD)
    page.get_by_role("button", name=re.compile("^sign in$", re.IGNORECASE)).click()
    expect(page).not_to_have_url(door)
    if person.user.is_staff:
        step = page.url
        page.get_by_label("Code").fill(recovery_code(person.user))
        page.get_by_role("button", name=re.compile("^sign in$", re.IGNORECASE)).click()
        expect(page).not_to_have_url(step)


def post_comment(page, words, *, name, email):
    """Write a comment as a guest who wants to be told of replies."""
    form = page.locator("#comment-form")
    form.get_by_label("Your comment").fill(words)
    form.get_by_label("Name").fill(name)
    form.get_by_label("E-mail").fill(email)
    form.get_by_label("Notify me of replies").check()
    form.get_by_role("button", name="Post comment").click()
    page.locator("#mine").get_by_text(words).wait_for()


def mend(page, words):
    """Give one's own comment other words."""
    own = page.locator("#mine article.comment")
    own.get_by_role("link", name="Edit").click()
    own.locator("textarea").fill(words)
    own.get_by_role("button", name="Save").click()
    page.locator("#mine").get_by_text(words).wait_for()


def approve(page, words):
    """Approve on the desk what says these words."""
    waiting = page.locator("section", has_text=words)
    waiting.get_by_role("button", name="Approve").click()
    waiting.wait_for(state="detached")


def reply_to(page, comment, words):
    page.locator(f"#c{comment.pk}-reply").click()
    slot = page.locator(f"#c{comment.pk}-slot")
    slot.locator("textarea").fill(words)
    slot.get_by_role("button", name="Post reply").click()
    page.locator(f"#c{comment.pk}-branch").get_by_text(words).wait_for()
