"""What is not public is at no exit: each way of not being public, at each place that shows articles."""

from datetime import timedelta

import pytest
from wagtail.contrib.redirects.models import Redirect

from standfirst.discussion.actions import NewComment, post_comment
from standfirst.discussion.models import Comment, Thread
from standfirst.newsroom import actions
from standfirst.newsroom.actions import NewArticle, NewCorrection
from standfirst.newsroom.models import ArticlePage
from standfirst.siteconfig.actions import Link, set_menus
from tests.newsroom.conftest import words

CANARY = "Zirkonvogel"
EXITS = (
    *("/", "/river/", "/river/harmless/", "/town-hall/", "/topics/flood/", "/topics/", "/authors/"),
    *("/authors/ada-winter/", "/search/?q=sings", "/feeds/", "/feeds/paper.xml"),
    *("/feeds/paper.json", "/feeds/corrections.xml", "/feeds/comments.xml"),
    *("/feeds/sections/river.xml", "/feeds/topics/flood.xml", "/feeds/authors/ada-winter.xml"),
    *(
        "/sitemap.xml",
        "/sitemap-pages.xml",
        "/river/zirkonvogel/",
        "/nothing/",
        "/zirkonvogel-old/",
    ),
)

OWN = "/river/zirkonvogel/"
MAY_BE_MISSING = (OWN, "/nothing/", "/zirkonvogel-old/", "/feeds/sections/river.xml")


@pytest.fixture
def paper(publish, flood, ada, town):
    """Publish something harmless, so that each exit is there."""
    return publish("Harmless", slug="harmless", topics=[flood], bylines=[(ada, "words")])


@pytest.fixture
def canary(publish, flood, ada, town, home, now):
    """Publish an article that everything points to: chosen, related, linked, in the menu, redirected to."""
    page = publish(
        CANARY,
        kicker=CANARY,
        standfirst=f"About the {CANARY}.",
        story=[words(f"The {CANARY} sings.")],
        topics=[flood],
        bylines=[(ada, "words")],
    )
    link = f'<a linktype="page" id="{page.pk}">read on</a>'
    publish(
        "Harmless",
        slug="harmless",
        related=[page],
        topics=[flood],
        bylines=[(ada, "words")],
        story=[words(link)],
    )
    note = NewCorrection(words="It was a finch.")
    actions.correct_article(article=page, story=page.story.raw_data, correction=note, now=now)
    page.refresh_from_db()
    thread = Thread.objects.get(page_id=page.pk)
    post_comment(new=NewComment(thread=thread, author=None, text="I heard it.", name="Jo"), now=now)
    Comment.objects.update(state=Comment.State.VISIBLE, published_at=now)
    actions.choose_front(front=home, articles=[page], now=now)
    actions.choose_front(front=page.get_parent().specific, articles=[page], now=now)
    set_menus(header=[Link(page=page)], footer=[Link(page=page)], now=now)
    Redirect.objects.create(old_path="/zirkonvogel-old", redirect_page=page)
    return page


def exits_with_it(browser):
    found = []
    for path in EXITS:
        answer = browser.get(path)
        assert path in MAY_BE_MISSING or answer.status_code == 200, path
        told = answer.content.decode() + answer.get("Location", "")
        # Asked for a password, one is told the address that one asked for, and nothing else.
        is_there = CANARY in told if path == OWN else CANARY.casefold() in told.casefold()
        if is_there:
            found.append(path)
    return found


def withdraw(page, now):
    page.unpublish()


def take_back_to_draft(page, now):
    ArticlePage.objects.filter(pk=page.pk).update(live=False)


def expire(page, now):
    ArticlePage.objects.filter(pk=page.pk).update(expire_at=now - timedelta(days=3000))


def test_the_control_a_public_article_is_at_every_exit_that_shows_articles(canary, nobody):
    silent = {"/town-hall/", "/topics/", "/authors/", "/feeds/", "/sitemap.xml"}
    # The menu shows it on every page of the paper; take it out to see what each page itself shows.
    set_menus(header=[], footer=[Link(label="x", address="/about/")], now=canary.first_published_at)
    found = set(exits_with_it(nobody))
    expected = set(EXITS) - silent - {"/nothing/"}
    assert found == expected


@pytest.mark.parametrize("hide", [withdraw, take_back_to_draft, expire])
def test_what_is_not_live_is_at_no_exit(canary, nobody, now, hide):
    hide(canary, now)
    assert exits_with_it(nobody) == []


def test_what_is_private_is_at_no_exit(canary, nobody, make_private):
    make_private(canary)
    assert exits_with_it(nobody) == []


def test_what_is_below_a_private_page_is_at_no_exit(canary, nobody, make_private):
    make_private(canary.get_parent())
    assert exits_with_it(nobody) == []


def test_a_draft_that_never_appeared_is_at_no_exit(river, flood, ada, home, nobody, paper, now):
    article = NewArticle(
        headline=CANARY,
        topics=[flood],
        bylines=[(ada, "words")],
        story=[words(f"The {CANARY} sings.")],
    )
    draft = actions.draft_article(section=river, article=article, now=now)
    actions.choose_front(front=home, articles=[draft], now=now)
    assert exits_with_it(nobody) == []


def test_the_newer_draft_of_a_public_article_is_at_no_exit(paper, nobody):
    page = paper
    page.title = CANARY
    page.story = [words(f"The {CANARY} sings.")]
    page.save_revision()
    assert exits_with_it(nobody) == []


def test_a_private_topic_or_contributor_is_at_no_exit(
    home, paper, publish, nobody, make_private, now
):
    topic = actions.add_topic(home=home, title=f"{CANARY} sings", now=now)
    publish("Second", topics=[topic])
    assert {"/topics/", "/sitemap-pages.xml"} <= set(exits_with_it(nobody))
    make_private(topic)
    assert exits_with_it(nobody) == []


def test_a_private_section_is_at_no_exit(home, paper, nobody, make_private, now):
    section = actions.add_section(home=home, title=f"{CANARY} sings", now=now)
    assert {"/", "/feeds/", "/sitemap-pages.xml"} <= set(exits_with_it(nobody))
    make_private(section)
    assert exits_with_it(nobody) == []


def test_an_editor_who_is_signed_in_sees_no_more_on_public_pages(
    canary, editor, client_of, make_private
):
    make_private(canary)
    assert exits_with_it(client_of(editor)) == []
