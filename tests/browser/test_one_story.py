"""The whole story in a browser: what people press from the first headline to the last dollar.

Nothing that is pressed on a page of the paper loads that page anew.
"""

import re

import pytest
from playwright.sync_api import expect

from standfirst.discussion.models import Comment
from standfirst.transfer.backup.taking import take_backup
from tests.browser.doing import (
    approve,
    has_stayed,
    mend,
    post_comment,
    reply_to,
    sign_in,
    status,
    stay,
)
from tests.cli.sites import static_files  # noqa: F401 (a fixture)
from tests.journeys.founded import work  # noqa: F401 (a fixture: with all that has its hour)
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
from tests.plugins.browser import PATIENCE

pytestmark = pytest.mark.slow

# Times are shown as "a minute ago": the hour itself is compared.
WORDS = """() => {
  document.querySelectorAll("time").forEach(time => { time.textContent = time.dateTime; });
  return document.body.innerText;
}"""
PICTURES = """() => Promise.all(Array.from(document.images, async image => {
  image.loading = "eager";
  await image.decode();
  return [new URL(image.currentSrc).pathname, image.naturalWidth];
}))"""


@pytest.fixture(autouse=True)
def unhurried(settings):
    """Save when told to. Wagtail also saves while somebody writes, at a time that no test can know,

    and tells the console of every half-written figure that it refuses.
    """
    settings.WAGTAIL_AUTOSAVE_INTERVAL = 0


@pytest.fixture
def visit(new_context, live_server):
    """Open a page of the paper as somebody with an empty browser."""

    def opened(address, base=live_server.url):
        page = new_context(base_url=base).new_page()
        # The first to open a page waits until its pictures have been made in all their sizes.
        page.set_default_navigation_timeout(3 * PATIENCE)
        page.goto(address)
        return page

    return opened


def test_the_whole_story(  # noqa: PLR0915 (a story is told in one go)
    site,
    section,
    campaign,
    visit,
    browser_of,
    editor,
    moderator,
    reader,
    supporter,
    request,
):
    do_work, mails = request.getfixturevalue("work"), request.getfixturevalue("mailoutbox")

    # An editor comes through the one door and publishes an article with a credited map.
    desk = visit("/account/login/?next=/admin/")
    sign_in(desk, editor)
    publish(desk, section, map_file(request))
    stranger = visit(ADDRESS)
    assert "Source: Harbour office" in stranger.locator("figure").inner_text()
    assert stranger.locator('a[href="https://harbour.example/maps"]').is_visible()
    assert [width for _, width in stranger.evaluate(PICTURES)] != []
    stranger.locator("a[data-figure]").click()
    expect(stranger.locator("dialog[open]")).to_contain_text("Harbour office")

    # A guest comments and is held, sees it marked, mends it; nobody else sees it.
    guest = visit(ADDRESS)
    stay(guest)
    post_comment(guest, FIRST_WORDS, name="Jo of the mill", email="jo@mail.test")
    expect(guest.locator("#mine")).to_contain_text("Waiting for a moderator")
    expect(status(guest)).to_contain_text("waits for a moderator")
    mend(guest, MENDED)
    assert has_stayed(guest)
    guest.reload()
    expect(guest.locator("#mine")).to_contain_text(MENDED)
    assert "the mill" not in visit(ADDRESS).locator("main").inner_text()

    # The mailed link proves the guest's address; opening it does nothing, its button does.
    do_work()
    guest.goto(link_in(mails.pop(), "/subscriptions/"))
    comment = Comment.objects.select_related("author").get()
    assert comment.author.email_proven_at is None
    guest.get_by_role("button", name="Yes").click()
    expect(guest.get_by_role("button", name="Yes")).to_have_count(0)
    comment.author.refresh_from_db()
    assert comment.author.email_proven_at is not None

    # A moderator approves on the desk.
    lists = visit("/account/login/?next=/admin/desk/held/")
    sign_in(lists, moderator)
    approve(lists, MENDED)
    expect(visit(ADDRESS).locator("#comments")).to_contain_text(MENDED)

    # A member votes and replies, and stays on the page.
    member = browser_of(reader)
    member.goto(ADDRESS)
    stay(member)
    member.locator(f"#c{comment.pk}-up").click()
    expect(member.locator(f"#c{comment.pk}-up")).to_have_attribute("aria-pressed", "true")
    expect(member.locator(f"#c{comment.pk}-vote .vote-score")).to_contain_text("1")
    reply_to(member, comment, REPLY)
    expect(status(member)).to_contain_text("published")
    assert has_stayed(member)

    # In the middle of it all, a backup.
    tmp_path, now = request.getfixturevalue("tmp_path"), request.getfixturevalue("now")
    picture = seen(visit("/"))
    taken = take_backup(site=site, target=tmp_path / "amid.zip", now=now, watch=lambda size: None)

    # The guest is told by mail, and ends the mails with one POST that carries no cookie.
    do_work()
    assert [mail.to for mail in mails] == [["jo@mail.test"]]
    reading = visit(link_in(mails.pop(), "/subscriptions/"))
    sent = []
    reading.on("request", lambda asked: sent.append((asked.method, asked.headers.get("cookie"))))
    reading.locator("main button").click()
    expect(reading.locator("main button")).to_have_count(0)
    assert [asked for asked in sent if asked[0] != "GET"] == [("POST", None)]
    assert reading.context.cookies() == []
    another = browser_of(supporter)
    another.goto(ADDRESS)
    reply_to(another, comment, SECOND_REPLY)
    do_work()
    assert mails == []

    # A reader gives 25 $; the page says so by itself, the meter and the ledger do.
    giver = visit(ADDRESS)
    assert "$3,225 of $5,000, 64 %" in giver.locator("main").inner_text()
    giver.get_by_role("link", name="Support this reporting").first.click()
    giver.get_by_label("$25").first.check()
    giver.get_by_role("button", name="Continue").click()
    giver.get_by_role("button", name="Pretend to give $25").click()
    giver.get_by_role("button", name="Pretend to pay $25").click()
    giver.get_by_text("not confirmed yet").wait_for()
    stay(giver)
    do_work()
    giver.get_by_text("$25 received. Thank you.").wait_for()
    assert has_stayed(giver)
    giver.get_by_role("link", name="See your gift in the ledger").click()
    expect(giver.locator("#entry-2")).to_contain_text("+$25")
    for place in ("/", ADDRESS, "/support/river/", "/ledger/river/"):
        giver.goto(place)
        expect(giver.locator("main")).to_contain_text("$3,250 of $5,000")
    giver.goto("/ledger/")
    giver.locator("main").get_by_role("link", name="The river fund").click()
    expect(giver).to_have_url(re.compile("/ledger/river/$"))

    # The backup restores to the picture that was, and nothing of what came after.
    after = seen(visit("/"))
    assert all(after[place] != picture[place] for place in PLACES), "the control"
    folder, static = tmp_path / "elsewhere", request.getfixturevalue("static_files")
    with restored_elsewhere(taken.file, folder=folder, static_files=static, now=now) as port:
        again = seen(visit("/", base=f"http://127.0.0.1:{port}"))
    assert [line for place in PLACES for line in differing(picture[place], again[place])] == []


def map_file(request):
    """Give a drawn map as a file that an editor has on a disk."""
    file = request.getfixturevalue("tmp_path") / "map.png"
    file.write_bytes(request.getfixturevalue("drawing")(file.name).read())
    return file


def publish(desk, section, drawn_map):
    """Write an article in its section with the editor's form, and publish it."""
    desk.goto(f"/admin/pages/{section.pk}/")
    desk.get_by_role("link", name="Add child page").first.click()
    desk.get_by_role("textbox", name="Headline").fill("Who owns the gate?")
    story = desk.locator("#panel-child-content-story-section")
    insert(desk, story, "Paragraph")
    paragraph = story.locator("[contenteditable=true]").last
    paragraph.press_sequentially("The water came at night.")
    expect(paragraph).to_have_text("The water came at night.")
    insert(desk, story, "Figure")
    story.get_by_label("Kind").select_option(label="Map")
    story.get_by_role("button", name="Choose an image").click()
    upload(desk, drawn_map)
    story.get_by_label("Description").fill("A map of the gate and the mill")
    story.get_by_label("Caption").fill("Where the gate stands.")
    insert(desk, story, "Question to readers")
    story.get_by_label("Question").last.fill(QUESTION)
    desk.get_by_role("button", name="More actions").click()
    desk.get_by_role("button", name="Publish").click()
    expect(desk.locator(".messages")).to_contain_text("created and published")


def insert(desk, story, block):
    story.get_by_role("button", name="Insert a block").last.click()
    desk.get_by_role("option", name=block).click()
    expect(desk.locator(".w-combobox__option")).to_have_count(0)


def upload(desk, file):
    """Put a picture with its source into the library, from within the chooser."""
    chooser = desk.get_by_role("dialog")
    chooser.get_by_role("tab", name="Upload").click()
    # The title first: an empty one would be filled with the file's name, whenever that is read.
    chooser.get_by_label("Title").fill("Map of the gate")
    chooser.get_by_label("File").set_input_files(file)
    chooser.get_by_label("Credit", exact=True).fill("Harbour office")
    chooser.get_by_label("Link of the credit").fill("https://harbour.example/maps")
    chooser.get_by_label("Licence").fill("CC BY 4.0")
    chooser.get_by_role("button", name="Upload").click()
    chooser.wait_for(state="detached")


def seen(page):
    """Give what a reader sees of the story in each of its places: words, and each picture's size."""
    found = {}
    for place in PLACES:
        page.goto(place)
        pictures = page.evaluate(PICTURES)
        lines = [f"{name}: {width} pixels" for name, width in pictures]
        found[place] = page.evaluate(WORDS).splitlines() + lines
    return found
