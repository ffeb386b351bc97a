"""The whole story, without JavaScript: a report, its discussion, its money, and a backup amid it all."""

import re
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.test import Client
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from standfirst.discussion.models import Comment
from standfirst.funding.queries.verification import verify_ledger
from standfirst.newsroom.models import ArticlePage
from standfirst.pictures.models import Image
from standfirst.transfer.backup.restoring import restore_backup
from standfirst.transfer.backup.taking import take_backup
from tests.cli.sites import ask, static_files  # noqa: F401 (a fixture)
from tests.journeys.telling import (
    ADDRESS,
    FIRST_WORDS,
    MENDED,
    PLACES,
    QUESTION,
    REPLY,
    SECOND_REPLY,
    differing,
    link_in,
    restored_elsewhere,
)

pytestmark = pytest.mark.slow


def test_the_whole_story(  # noqa: PLR0915 (a story is told in one go)
    site, section, campaign, signed_in, visitor, editor, moderator, reader, supporter, request
):
    work, mails = request.getfixturevalue("work"), request.getfixturevalue("mailoutbox")

    # An editor publishes an article with a credited map.
    desk_of_editor = signed_in(editor, to="/admin/")
    publish(desk_of_editor, section, upload(desk_of_editor, request.getfixturevalue("drawing")))
    address = ADDRESS
    stranger = visitor().open(address)
    assert "Source: Harbour office" in stranger.words
    assert stranger.page.select_one('a[href="https://harbour.example/maps"]')
    assert stranger.page.select_one("a[data-figure]")["href"].startswith("/media/images/")
    assert QUESTION in stranger.words
    assert not stranger.client.cookies, "a reader is given no cookie"

    # A guest comments and is held, sees it, edits it; nobody else sees it.
    guest = visitor().open(f"{address}comments/")
    guest.press(
        *("Post comment",),
        text=FIRST_WORDS,
        name="Jo of the mill",
        email="jo@mail.test",
        notify="replies",
    )
    assert guest.address.startswith(f"{address}comments/?mine")
    assert "Waiting for a moderator" in guest.words
    comment = Comment.objects.get()
    guest.open(f"/comments/{comment.pk}/edit/").press("Save", text=MENDED)
    assert MENDED in guest.words
    assert FIRST_WORDS not in guest.words
    for somebody in (visitor(), signed_in(reader)):
        for place in (address, f"{address}comments/", f"{address}comments/?mine", "/"):
            assert "the mill" not in somebody.open(place).words
        somebody.open(f"/comments/{comment.pk}/", status=404)

    # The mailed link proves the guest's address; opening it does nothing, its button does.
    work()
    guest.open(link_in(mails.pop(0), "/subscriptions/"))
    assert comment.author.email_proven_at is None
    guest.press("Yes")
    comment.author.refresh_from_db()
    assert comment.author.email_proven_at is not None

    # A moderator approves on the desk.
    desk = signed_in(moderator, to="/admin/desk/held/")
    assert MENDED in desk.words
    desk.press("Approve")
    assert "Nothing waits here." in desk.words
    assert MENDED in visitor().open(address).words

    # A member votes and replies.
    member = signed_in(reader).open(f"{address}comments/")
    member.press("Vote up", within=f"#comment-{comment.pk}")
    assert member.page.select_one(f"#c{comment.pk}-up")["aria-pressed"] == "true"
    assert member.page.select_one(f"#c{comment.pk}-vote .vote-score").get_text().endswith("1")
    member.open(f"/comments/{comment.pk}/reply/").press("Post reply", text=REPLY)
    assert REPLY in visitor().open(f"{address}comments/").words

    # In the middle of it all, a backup.
    tmp_path, now = request.getfixturevalue("tmp_path"), request.getfixturevalue("now")
    picture = {place: plain(visitor().open(place).response.content) for place in PLACES}
    taken = take_backup(site=site, target=tmp_path / "amid.zip", now=now, watch=lambda size: None)

    # The guest is told by mail, and ends the mails with one POST that carries no cookie.
    work()
    assert [mail.to for mail in mails] == [["jo@mail.test"]]
    notice = mails.pop(0)
    assert REPLY not in notice.body
    assert REPLY in guest.open(link_in(notice, "/comments/")).words
    end = urlsplit(notice.extra_headers["List-Unsubscribe"].strip("<>")).path
    assert notice.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    mail_program = Client()
    assert mail_program.post(end, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not mail_program.cookies
    another = signed_in(supporter).open(f"/comments/{comment.pk}/reply/")
    another.press("Post reply", text=SECOND_REPLY)
    work()
    assert not mails

    # A reader gives 25 $; meter and ledger say so.
    giver = visitor().open("/support/")
    assert "$3,225 of $5,000, 64 %" in giver.words
    giver.press("Continue", amount="2500")
    giver.press("Pretend to give $25")
    giver.press("Pretend to pay $25")
    assert "not confirmed yet" in giver.words
    work()
    assert "$25 received. Thank you." in giver.open(giver.address).words
    for place in (address, "/", "/support/river/"):
        assert "$3,250 of $5,000, 65 %" in visitor().open(place).words, place
    entry = visitor().open("/ledger/river/").page.select_one("#entry-2").get_text(" ")
    assert all(words in entry for words in ("Gift", "A reader", "+$25")), entry
    assert verify_ledger().is_sound

    # The backup restores to the picture that was: the story until then, and nothing of what came after.
    after = {place: plain(visitor().open(place).response.content) for place in PLACES}
    assert all(after[place] != picture[place] for place in PLACES), "the control"
    again = restored(taken.file, request)
    assert [
        line
        for place in PLACES
        for line in differing(picture[place].splitlines(), again[place].splitlines())
    ] == []


def upload(browser, drawing):
    """Put a map into the library of pictures, with its source."""
    browser.open("/admin/images/add/")
    typed = {"title": "Map of the gate", "description": "The gate", "tags": "", "collection": "1"}
    typed |= {"credit": "Harbour office", "credit_url": "https://harbour.example/maps"}
    typed |= {"licence": "CC BY 4.0", "file": drawing("map.png")}
    answer = browser.client.post("/admin/images/add/", typed)
    assert answer.status_code == 302, answer.content
    return Image.objects.get()


def publish(browser, section, picture):
    """Write an article in the editor's form and publish it; its preview is looked at first."""
    form = f"/admin/pages/add/newsroom/articlepage/{section.pk}/"
    browser.open(form)
    figure = {"kind": "map", "image": picture.pk, "alt": "A map of the gate and the mill"}
    figure |= {"caption": "Where the gate stands.", "credit": "", "credit_url": "", "licence": ""}
    typed = nested_form_data(
        {
            "title": "Who owns the gate?",
            "slug": "who-owns-the-gate",
            "standfirst": "Nobody had the key.",
            **dict.fromkeys(("kicker", "place", "dateline_date", "lead_image"), ""),
            **dict.fromkeys(("lead_alt", "lead_caption", "discussion_days"), ""),
            **dict.fromkeys(("seo_title", "search_description", "go_live_at", "expire_at"), ""),
            "lead_kind": "photo",
            "discussion": "open",
            "story": streamfield(
                [
                    ("paragraph", rich_text("<p>The water came at night.</p>")),
                    ("figure", figure),
                    ("question", {"question": QUESTION}),
                ]
            ),
            **{
                name: inline_formset([])
                for name in ("bylines", "topic_links", "related_picks", "corrections")
            },
            "comments": inline_formset([]),
        }
    )
    preview = f"/admin/pages/add/newsroom/articlepage/{section.pk}/preview/"
    assert browser.client.post(preview, typed).json()["is_valid"]
    browser.open(f"{preview}?mode=")
    assert "Source: Harbour office" in browser.words
    answer = browser.client.post(form, {**typed, "action-publish": "Publish"})
    errors = re.findall(r"error-message[^>]*>([^<]+)", answer.content.decode())
    assert answer.status_code == 302, errors
    assert ArticlePage.objects.get().live


def plain(content):
    """Give a page without what depends on where and how it is served: port and static files' hashes."""
    text = re.sub(r"(/static/[^\"]+?)\.[0-9a-f]{12}(\.\w+)\"", r'\1\2"', content.decode())
    return re.sub(r"http://127\.0\.0\.1:\d+", "", text)


def restored(file, request):
    """Give the pages as a restored site shows them: served elsewhere, where the engine is a file."""
    now, folder = request.getfixturevalue("now"), request.getfixturevalue("tmp_path") / "elsewhere"
    if connection.vendor != "sqlite":
        site = request.getfixturevalue("site")
        restore_backup(source=file, site=site, may_replace=True, now=now, watch=lambda size: None)
        visitor = request.getfixturevalue("visitor")
        return {place: plain(visitor().open(place).response.content) for place in PLACES}
    static = request.getfixturevalue("static_files")
    with restored_elsewhere(file, folder=folder, static_files=static, now=now) as port:
        return {place: plain(ask(port, place)[2]) for place in PLACES}
