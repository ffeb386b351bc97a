"""Hostile strings in every place that shows people's words, in a real browser: nothing runs.

With the content security policy and without it: the policy is the second wall, not the first.
"""

import os
from datetime import timedelta
from io import BytesIO
from urllib.parse import quote

import pytest
from bs4 import BeautifulSoup
from django.core.files.base import ContentFile
from django.http import HttpResponse
from django.template import engines
from django.urls import path
from PIL import Image as Pixels

from standfirst.config import urls as paper
from standfirst.discussion.models import Comment, CommentRevision, Report, Thread
from standfirst.lib.clock import now as clock
from standfirst.lib.comment_markup import MARKUP_VERSION, finished_html
from standfirst.moderation.models import WordList
from standfirst.newsroom import actions as newsroom
from standfirst.newsroom.actions import NewArticle
from standfirst.notify.models import Message
from standfirst.people.models import Person
from standfirst.pictures.models import Document, Image
from tests.desk.making import let_texts_wait
from tests.funding.makers import a_campaign, cash
from tests.hostile.conftest import OWN_FORMS, answer_to
from tests.hostile.corpora import RUN, naughty_strings, own_strings, sample_of_scripts
from tests.hostile.listening import listen

# What the letters of the paper are made of (`standfirst.notify.letters`).
IN_LETTERS = {"html", "head", "meta", "title", "body", "p", "a", "h1", "h2", "ul", "li", "div"}
ROOTS_ON_A_PAGE = 20
REPLIES = 10
STRIDE = 1 if os.environ.get("STANDFIRST_SOAK") else 8
BREAKERS = (
    f"</script><script>{RUN}</script>",
    f"</title><img src=x onerror={RUN}>",
    f'"><img src=x onerror={RUN}>',
    f"' onmouseover='{RUN}",
    f"</textarea><svg onload={RUN}>",
    f"]]><script>{RUN}</script>",
    f"--><script>{RUN}</script>",
    f"\u2028{RUN}//\u2029</script><script>{RUN}</script>",
    f"{{{{ {RUN} }}}}{{% if x %}}${{{RUN}}}",
    f"javascript:{RUN}",
)
HOLED = (
    f"<script>{RUN}</script>",
    f"<img src=x onerror={RUN}>",
    f"<svg onload={RUN}></svg>",
    f'<p onmouseover="{RUN}">x</p>',
)
WITH_AND_WITHOUT_POLICY = pytest.mark.parametrize(
    "bypass_csp", [False, True], ids=["policy on", "policy off"]
)


@pytest.fixture(scope="module")
def strings(test_data):
    return [*sample_of_scripts(test_data), *own_strings(), *naughty_strings(test_data)]


def showable(strings):
    """Those that a comment may have: not empty, no control characters, not too long."""
    return [text for text in strings if "\0" not in text and text.strip()][:4000]


def fill(thread, author, strings, *, state=Comment.State.VISIBLE):
    """Store strings as comments and as their authors' names: ten replies to each first comment."""
    now = clock()
    people = Person.objects.bulk_create(
        Person(name=text.replace("\n", " ")[:60], created_at=now) for text in strings
    )
    is_visible = state == Comment.State.VISIBLE
    group = REPLIES + 1 if is_visible else 1
    places = [
        Comment(
            thread=thread,
            author=person,
            state=state,
            state_changed_at=now,
            created_at=now - timedelta(minutes=1),
            published_at=now if is_visible else None,
        )
        for person in people
    ]
    roots = Comment.objects.bulk_create(places[::group])
    for number, comment in enumerate(places):
        if number % group:
            for name, value in below(roots[number // group], number % group).items():
                setattr(comment, name, value)
    Comment.objects.bulk_create([one for number, one in enumerate(places) if number % group])
    wordings = CommentRevision.objects.bulk_create(
        CommentRevision(
            comment=comment,
            number=1,
            text=text,
            html=finished_html(text),
            markup_version=MARKUP_VERSION,
            written_at=now,
        )
        for comment, text in zip(places, strings, strict=True)
    )
    for number, (comment, wording) in enumerate(zip(places, wordings, strict=True)):
        comment.current = wording
        if is_visible and not number % group:
            comment.reply_count = comment.conversation_count = group - 1
    Comment.objects.bulk_update(
        places, ["current", "reply_count", "conversation_count"], batch_size=200
    )
    Thread.objects.filter(pk=thread.pk).update(comment_count=len(strings))
    return places


def below(root, number):
    segment = f"{len(str(number))}{number}"
    return {"parent": root, "root": root, "branch": root, "depth": 1, "path": segment}


def test_nothing_runs_from_a_comment_or_a_name(live_server, scene, strings, new_context):
    strings = showable(strings)
    assert len(strings) > 1800
    fill(scene.thread, scene.author, strings)
    for bypass_csp in (False, True):
        ear = listen(new_context, live_server.url, bypass_csp=bypass_csp)
        shown = read_through(ear)
        for place in ("/river/gate/", "/", "/river/gate/comments/?order=voted"):
            ear.visit(place)
        assert ear.heard == []
        assert shown >= len(strings), "every one of them was shown"


def read_through(ear):
    """Follow the thread to its end, and count the comments shown."""
    address = "/river/gate/comments/?order=oldest"
    shown = 0
    while address:
        ear.visit(address)
        shown += ear.page.locator(".comment-text").count()
        more = ear.page.locator(".comments-more[href*='after='], .pager a[rel=next]")
        links = [
            link for link in (one.get_attribute("href") for one in more.all()) if "at=" not in link
        ]
        address = links[0] if links else ""
        address = f"/river/gate/comments/{address}" if address.startswith("?") else address
    return shown


def in_one_line(text):
    return " ".join(text.replace("\0", "").split())


def odd_articles(section, texts, now):
    """Publish an article of each text, which stands in everything that an editor fills in."""
    return [
        newsroom.publish_article(
            section=section,
            article=NewArticle(
                headline=line[:100],
                slug=f"odd-{number}",
                kicker=line[:40],
                standfirst=line[:300],
                place=line[:60],
                search_description=line[:200],
                story=[
                    {"type": "heading", "value": {"text": line[:100], "level": "2"}},
                    {"type": "question", "value": {"question": line[:200]}},
                    {"type": "quote", "value": {"text": line[:200], "source": line[:80]}},
                ],
            ),
            now=now - timedelta(minutes=number),
        )
        for number, line in enumerate(map(in_one_line, texts))
    ]


@WITH_AND_WITHOUT_POLICY
def test_nothing_runs_from_what_staff_write_or_givers_say(
    live_server, scene, strings, new_context, bypass_csp
):
    now = clock()
    for number, text in enumerate([*BREAKERS, *strings[::97]]):
        line = in_one_line(text)
        cash(
            scene.campaign,
            500 + number,
            now=now,
            name=line[:80],
            message=line,
            shows_name=True,
            shows_message=True,
        )
    articles = odd_articles(scene.section, [*BREAKERS, *strings[::97][:4]], now)
    for number, text in enumerate(BREAKERS):
        a_campaign(f"odd-{number}", title=text[:120], purpose=text, goal_words=text, now=now)
    ear = listen(new_context, live_server.url, bypass_csp=bypass_csp)
    odd = [f"/river/{article.slug}/" for article in articles]
    for address in (
        *("/", "/river/", "/ledger/", "/ledger/river/", "/support/", "/feeds/paper.xml"),
        *("/search/?q=canary", "/river/odd-0/comments/", "/support/odd-0/", "/support/odd-2/"),
        *odd,
    ):
        ear.visit(address)
    assert ear.heard == []


@WITH_AND_WITHOUT_POLICY
def test_nothing_runs_from_what_is_asked_for_or_refused(
    live_server, scene, strings, new_context, bypass_csp, browser_problems
):
    ear = listen(new_context, live_server.url, bypass_csp=bypass_csp)
    for text in [*BREAKERS, *strings[:: STRIDE * 8]]:
        asked = quote(text.replace("\0", ""), safe="")
        ear.visit(f"/search/?q={asked}")
        ear.visit(f"/nowhere/{asked}/?x={asked}#{asked}")
    for text in BREAKERS:
        ear.visit("/river/gate/comments/?mine")
        form = ear.page.locator("#comment-form")
        form.locator("textarea").evaluate("(field, text) => { field.value = text; }", text * 200)
        form.locator("[name=name]").evaluate("(field, text) => { field.value = text; }", text)
        with ear.page.expect_response(lambda answer: answer.request.method == "POST"):
            form.evaluate("form => form.requestSubmit()")
        ear.page.wait_for_timeout(100)
        ear.touch(f"refused {text}")
    assert ear.heard == []
    # 404 and 422 are said in the console, and are what was meant.
    browser_problems[:] = [said for said in browser_problems if "status of 4" not in said]


@WITH_AND_WITHOUT_POLICY
def test_nothing_runs_on_the_desk(
    live_server, scene, strings, new_context, client_of, owner, bypass_csp
):
    strings = showable(strings)[::STRIDE]
    held = fill(scene.thread, scene.author, strings, state=Comment.State.HELD)
    WordList.objects.create(kind="suspect", name=BREAKERS[2], words="weir")
    now = clock()
    for text in BREAKERS:
        Report.objects.create(
            comment=scene.comment,
            revision=scene.comment.current,
            reporter=Person.objects.create(created_at=now),
            reason="other",
            words=text,
            reported_at=now,
        )
    let_texts_wait([text[:80] for text in BREAKERS], now)
    ear = listen(new_context, live_server.url, bypass_csp=bypass_csp, client=client_of(owner))
    ear.visit("/admin/desk/texts/")
    assert ear.page.locator(".desk-item").count() == min(25, len(BREAKERS))
    address, seen = "/admin/desk/held/", 0
    while address:
        ear.visit(address)
        seen += ear.page.locator(".desk-item").count()
        behind = ear.page.locator('.desk-pages a[rel="next"]')
        query = behind.get_attribute("href") if behind.count() else ""
        address = f"/admin/desk/held/{query}" if query else ""
    assert seen >= len(held)
    ear.visit("/admin/desk/reported/")
    assert what_ran(ear) == []
    assert ear.page.locator(".desk-item").count() > 0


def what_ran(ear):
    """Leave out what is Wagtail's own on staff pages: ids, names and handlers that call none of ours."""
    marks = ("ran ", "asked for", "opened ", "a dialog", "downloaded ", "canary", "alert")
    return [heard for heard in ear.heard if any(mark in heard for mark in marks)]


def picture_file():
    data = BytesIO()
    Pixels.new("RGB", (40, 30), "#cfd8d2").save(data, "PNG")
    return ContentFile(data.getvalue(), "x.png")


@WITH_AND_WITHOUT_POLICY
def test_nothing_runs_in_the_editors_own_pages(
    live_server, scene, strings, new_context, client_of, owner, bypass_csp
):
    """An imported paper's headlines, names and captions are strangers' words too."""
    now = clock()
    articles = odd_articles(scene.section, [*BREAKERS, *strings[::97][:4]], now)
    for number, text in enumerate(BREAKERS):
        line = in_one_line(text)
        newsroom.add_topic(home=scene.home, title=line[:100], slug=f"topic-{number}", now=now)
        Image.objects.create(title=line[:100], description=line, file=picture_file())
        Document.objects.create(title=line[:100], file=ContentFile(b"x", "x.txt"))
    ear = listen(new_context, live_server.url, bypass_csp=bypass_csp, client=client_of(owner))
    shown = 0
    for address in (
        "/admin/",
        f"/admin/pages/{scene.home.pk}/",
        f"/admin/pages/{scene.section.pk}/",
        *(f"/admin/pages/{article.pk}/edit/" for article in articles[::STRIDE]),
        *(f"/admin/pages/{article.pk}/history/" for article in articles[::STRIDE]),
        f"/admin/pages/{articles[0].pk}/delete/",
        f"/admin/pages/{articles[0].pk}/move/",
        *("/admin/pages/search/?q=canary", f"/admin/pages/search/?q={quote(BREAKERS[2])}"),
        *("/admin/images/", "/admin/documents/", "/admin/reports/site-history/"),
        *("/admin/reports/aging-pages/", "/admin/choose-page/", "/admin/users/"),
    ):
        # Not touched: Wagtail's own buttons would do their work.
        ear.open(address)
        shown += "canary" in ear.page.locator("body").inner_text()
    assert what_ran(ear) == []
    assert shown >= 5, "it is there to be seen"


def test_its_author_alone_sees_a_held_comment_and_nothing_runs(
    live_server, scene, new_context, client_of
):
    author = scene.held.author
    for text in BREAKERS:
        comment = fill(scene.thread, author, [text], state=Comment.State.HELD)[0]
        Comment.objects.filter(pk=comment.pk).update(author=author)
    ear = listen(new_context, live_server.url, bypass_csp=True, client=client_of(author))
    ear.visit("/river/gate/comments/?mine&order=newest")
    assert ear.page.locator(".comment-held").count() >= len(BREAKERS)
    ear.visit("/river/gate/")
    assert ear.heard == []


def strange_in(html):
    """Say what is in the HTML of a mail that our letters never have: other tags, scripts, handlers."""
    page = BeautifulSoup(html, "html5lib")
    strange = {tag.name for tag in page.find_all()} - IN_LETTERS
    tags = (tag for tag in page.find_all() if tag.name != "meta")
    attributes = {name for tag in tags for name in tag.attrs}
    return strange | (attributes - {"href", "lang", "dir", "style", "charset"})


@pytest.mark.parametrize("words", BREAKERS)
def test_mails_have_no_markup_to_run(scene, client_of, words):
    """What is in mails are headlines and addresses, never a reader's words; and as words alone."""
    Thread.objects.filter(pk=scene.thread.pk).update(title=words)
    client = client_of(None)
    client.post(
        "/subscriptions/",
        {"thread": scene.thread.pk, "what": "thread", "email": "x@mail.test"},
        headers=OWN_FORMS,
    )
    messages = list(Message.objects.filter(address="x@mail.test").exclude(html=""))
    assert messages
    for message in messages:
        assert words in BeautifulSoup(message.html, "html5lib").get_text()
        assert strange_in(message.html) == set()


def test_the_control_markup_in_a_mail_is_found():
    for words in BREAKERS:
        if "<" in words:
            assert strange_in(f"<p>About {words}.</p>"), words


def hole(request):
    """A page of the paper that shows words as they are: what a `|safe` in the wrong place does."""
    page = engines["django"].from_string(
        '{% extends "base.html" %}{% block main %}'
        '{% for text in texts %}<section class="comment-text">{{ text|safe }}</section>{% endfor %}'
        "{% endblock %}"
    )
    return HttpResponse(page.render({"texts": HOLED}, request))


urlpatterns = [path("hole/", hole), *paper.urlpatterns]
handler404 = paper.handler404
handler500 = paper.handler500


@pytest.mark.any_engine
@WITH_AND_WITHOUT_POLICY
def test_words_shown_as_they_are_run_unless_the_policy_stops_them(
    live_server, scene, new_context, bypass_csp, browser_problems, settings
):
    """The control, through the paper's own middleware: the ear hears them, and the policy is a wall."""
    settings.ROOT_URLCONF = __name__
    ear = listen(new_context, live_server.url, bypass_csp=bypass_csp)
    ear.visit("/hole/")
    ran = [heard for heard in ear.heard if "ran " in heard]
    stopped = [said for said in browser_problems if "Content Security Policy" in said]
    assert any("onerror" in heard for heard in ear.heard), "what stands there is seen either way"
    if bypass_csp:
        assert len(ran) >= len(HOLED)
        assert stopped == []
    else:
        assert ran == []
        assert len(stopped) >= len(HOLED)
    browser_problems.clear()


def test_a_refused_path_is_not_repeated(scene, anybody):
    page = answer_to(anybody, "GET", "/%3Cscript%3Ecanary()%3C/script%3E/").content.decode()
    assert "<script>canary" not in page
