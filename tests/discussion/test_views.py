"""The discussion over HTTP as a reader without JavaScript uses it, and as htmx does."""

import re
from html.parser import HTMLParser

import pytest
from django.core import mail

from standfirst.discussion import actions
from standfirst.discussion.models import (
    Comment,
    DiscussionSettings,
    Notice,
    Report,
    Subscription,
    Thread,
    Vote,
)
from standfirst.discussion.rules import LONGEST_TEXT
from standfirst.lib.clock import now as clock
from standfirst.notify.actions import send_message
from standfirst.notify.models import Message
from standfirst.people.models import Person
from tests.cast import OWN_FORMS
from tests.discussion.conftest import QUESTION, fresh

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


class Forms(HTMLParser):
    """Reads forms as a browser does: what they send, and where."""

    def __init__(self, response):
        super().__init__()
        self.found, self.area = [], None
        self.feed(response.content.decode())

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "form":
            self.found.append({"action": given.get("action"), "id": given.get("id"), "data": {}})
        elif tag in {"input", "textarea", "button"} and given.get("name") and self.found:
            kind = given.get("type", "text")
            if tag == "button" or (kind in {"radio", "checkbox"} and "checked" not in given):
                return
            self.found[-1]["data"][given["name"]] = given.get("value", "")
            self.area = given["name"] if tag == "textarea" else None

    def handle_data(self, data):
        if self.area:
            self.found[-1]["data"][self.area] += data

    def handle_endtag(self, tag):
        self.area = None


def form_in(response, ident):
    (form,) = (form for form in Forms(response).found if form["id"] == ident)
    return form


def send(client, response, ident, **values):
    """Fill in a form of a page and send it."""
    form = form_in(response, ident)
    return client.post(form["action"], {**form["data"], **values})


def follow(client, response):
    assert response.status_code == 303, response.status_code
    return client.get(response["Location"].partition("#")[0])


def text_of(response):
    return response.content.decode()


@pytest.fixture
def stranger(client_of):
    return client_of(None)


@pytest.fixture
def visible(write, reader):
    return write(reader, "What I know.", at=clock())


# Reading


def test_reading_sets_no_cookie_and_is_the_same_for_everybody(
    client_of, thread, visible, guest, moderator, stranger
):
    pages = [thread.comments_path, f"{thread.comments_path}?order=voted"]
    pages.append(f"{thread.comments_path}?at={visible.pk}")
    for path in pages:
        answers = [client.get(path) for client in map(client_of, (None, guest, moderator))]
        assert {one.status_code for one in answers} == {200}
        assert len({one.content for one in answers}) == 1
        assert all(not one.cookies for one in answers)
        assert "csrf" not in text_of(answers[0])


@pytest.mark.parametrize(
    "query",
    ["order=best", "after=nonsense%00", "at=1x", "at=999999", "at=", "at=9999999999999999999"],
)
def test_addresses_that_no_page_links_are_not_found(query, stranger, thread):
    assert stranger.get(f"{thread.comments_path}?{query}").status_code == 404


def test_a_page_without_a_discussion_has_no_thread_page(stranger, thread):
    assert stranger.get("/river/comments/").status_code == 404
    assert stranger.get("/nowhere/comments/").status_code == 404
    Thread.objects.update(mode="off")
    assert stranger.get(thread.comments_path).status_code == 404


def test_a_permalink_leads_to_the_comment_in_its_conversation(stranger, write, visible, supporter):
    answer = write(supporter, "An answer.", parent=visible)
    response = stranger.get(f"/comments/{answer.pk}/")
    assert response.status_code == 302
    page = stranger.get(response["Location"].partition("#")[0])
    assert "What I know." in text_of(page)
    assert re.search(rf'comment-marked" id="comment-{answer.pk}"', text_of(page))


def test_the_article_shows_the_first_screen_and_the_question_its_answers(
    client_of, article, write, reader, supporter
):
    thread = Thread.objects.get(page_id=article.pk)
    write(reader, "Under the article.", thread=thread)
    write(supporter, "At the question.", thread=thread, question=QUESTION)
    page = text_of(client_of(None).get(thread.address))
    assert page.count("At the question.") == page.count("Under the article.") == 1
    assert "1 answer<" in page
    assert "View all 2 comments" in page
    assert page.index("At the question.") < page.index('id="comments"')
    assert "Would love your thoughts, please comment." in page


def test_more_replies_come_as_a_fragment_or_as_a_page(stranger, write, visible, proven):
    for number in range(12):
        write(proven(), f"Reply {number}.", parent=visible)
    page = text_of(stranger.get(visible.thread.comments_path))
    plain, fetched = re.search(
        r'class="comments-more" href="([^"]+)" hx-get="([^"]+)"', page.replace("&amp;", "&")
    ).groups()
    assert "Reply 10." in text_of(stranger.get(plain))
    fragment = stranger.get(fetched, headers=HTMX)
    assert "Reply 11." in text_of(fragment)
    assert "<html" not in text_of(fragment)
    assert stranger.get(fetched)["Location"] == plain


# Writing


def test_a_stranger_writes_is_held_sees_it_edits_and_withdraws(client_of, thread, stranger):
    page = stranger.get(thread.comments_path)
    sent = send(stranger, page, "comment-form", text="My *first* words.", name="Ada")
    assert sent.status_code == 303
    assert sent["Location"].startswith(f"{thread.comments_path}?mine")
    assert sent.cookies["person"]["httponly"]
    assert sent.cookies["here"].value == "1"
    mine = follow(stranger, sent)
    assert "My <em>first</em> words." in text_of(mine)
    assert "Waiting for a moderator. Only you and the moderators see it." in text_of(mine)
    assert mine["Cache-Control"] == "private, no-store"
    comment = Comment.objects.get()

    edit = stranger.get(f"/comments/{comment.pk}/edit/")
    assert form_in(edit, f"edit-{comment.pk}")["data"]["text"].strip() == "My *first* words."
    edited = send(stranger, edit, f"edit-{comment.pk}", text="My second words.")
    assert "My second words." in text_of(follow(stranger, edited))

    ask = stranger.get(f"/comments/{comment.pk}/withdraw/")
    assert "This cannot be undone." in text_of(ask)
    assert fresh(comment).is_held
    gone = follow(stranger, send(stranger, ask, f"withdraw-{comment.pk}"))
    assert "My second words." not in text_of(gone)
    assert fresh(comment).state == "withdrawn"


def exits(comment):
    """Give every address where a comment could show."""
    path, pk = comment.thread.comments_path, comment.pk
    return [
        comment.thread.address,
        path,
        *(f"{path}?order={order}" for order in ("newest", "oldest", "voted")),
        f"{path}?at={pk}",
        f"{path}?mine",
        f"{path}?mine&at={pk}",
        f"{path}?mine&fragment=1",
        f"/comments/{pk}/",
        f"/comments/{pk}/replies/?after=",
        *(f"/comments/{pk}/{verb}/" for verb in ("vote", "reply", "edit", "withdraw", "report")),
        "/search/?q=canary",
        "/feeds/paper.xml",
    ]


def test_a_held_comment_is_at_no_exit_for_anybody_else(
    client_of, article, write, guest, reader, moderator, proven
):
    thread = Thread.objects.get(page_id=article.pk)
    held = write(guest, "The canary sings.", thread=thread)
    people = (None, proven(), reader, moderator)
    for client in map(client_of, people):
        for path in exits(held):
            for headers in ({}, HTMX):
                answer = client.get(path, headers=headers)
                assert "canary sings" not in text_of(answer), path
                assert f"comment-{held.pk}" not in text_of(answer), path
        for verb in ("vote", "reply", "edit", "withdraw", "report"):
            assert client.post(f"/comments/{held.pk}/{verb}/", {"vote": "up"}).status_code == 404
    own = client_of(guest)
    seen = [path for path in exits(held) if "canary sings" in text_of(own.get(path))]
    path = thread.comments_path
    assert {f"{path}?mine", f"{path}?mine&at={held.pk}", f"{path}?mine&fragment=1"} <= set(seen)
    assert path not in seen


def test_an_approved_comment_is_at_those_exits(client_of, article, write, guest, judge, now):
    """The control: the same canary is found once a moderator let it out."""
    thread = Thread.objects.get(page_id=article.pk)
    held = write(guest, "The canary sings.", thread=thread)
    actions.approve_comment(judgement=judge(held), now=now)
    stranger = client_of(None)
    for path in exits(held)[:6]:
        assert "canary sings" in text_of(stranger.get(path)), path


def test_a_member_writes_and_is_read_at_once(client_of, thread, reader, stranger):
    client = client_of(reader)
    mine = client.get(f"{thread.comments_path}?mine")
    assert "You write as <strong>Rita Reader</strong>" in text_of(mine)
    assert "name" not in form_in(mine, "comment-form")["data"]
    sent = send(client, mine, "comment-form", text="Read me.")
    assert "person" not in sent.cookies
    assert "Read me." in text_of(stranger.get(thread.comments_path))


def test_a_member_who_never_acted_gets_a_person_by_acting_only(client_of, enrol, thread):
    person = enrol("Nele New")
    client = client_of(person)
    Person.objects.filter(pk=person.pk).update(user=None)
    assert client.get(f"{thread.comments_path}?mine").status_code == 200
    assert not Person.objects.filter(user=person.user).exists()
    client.post(thread.comments_path, {"text": "My first act."})
    assert Comment.objects.get().author.user == person.user


def test_replying_at_any_depth_without_javascript(client_of, visible, supporter, reader):
    parent = visible
    for level in range(1, 4):
        client = client_of(supporter if level % 2 else reader)
        Comment.objects.update(created_at=parent.created_at.replace(year=2020))
        page = client.get(f"/comments/{parent.pk}/reply/")
        assert "Reply to" in text_of(page)
        sent = send(client, page, f"reply-{parent.pk}", text=f"Level {level}.")
        assert f"Level {level}." in text_of(follow(client, sent))
        parent = Comment.objects.latest("pk")
        assert parent.depth == level


def test_the_same_form_sent_twice_is_one_comment(client_of, thread, guest):
    client = client_of(guest)
    first = client.post(thread.comments_path, {"text": "Twice."})
    second = client.post(thread.comments_path, {"text": "Twice."})
    assert first["Location"] == second["Location"]
    assert Comment.objects.count() == 1


@pytest.mark.parametrize(
    ("values", "status", "words", "field"),
    [
        ({"text": " "}, 422, "Write at least one word.", "text"),
        ({}, 422, "Write at least one word.", "text"),
        ({"text": "x" * (LONGEST_TEXT + 3)}, 422, "This is 3 characters too long.", "text"),
        ({"text": "a\x00b"}, 422, "Line 1 has a character that cannot be shown", "text"),
        ({"text": "x", "email": "ada@"}, 422, "This is not a whole address.", "email"),
        ({"text": "x", "name": "n" * 61}, 422, "This is 1 character too long.", "name"),
        ({"text": "x", "notify": "replies"}, 422, "To notify you, we need an address.", "email"),
    ],
)
@pytest.mark.parametrize("headers", [{}, HTMX])
def test_what_is_not_taken_is_handed_back_with_words(
    values, status, words, field, headers, stranger, thread
):
    response = stranger.post(
        thread.comments_path, {"name": "Ada & <Co>", **values}, headers={**OWN_FORMS, **headers}
    )
    assert response.status_code == status
    assert words in text_of(response)
    assert f'href="#comment-form-{field}"' in text_of(response)
    assert 'aria-invalid="true"' in text_of(response)
    kept = form_in(response, "comment-form")["data"]
    assert kept["text"].removeprefix("\n").strip("\x00") == values.get("text", "").strip("\x00")
    assert kept["name"] == values.get("name", "Ada & <Co>")
    assert not response.cookies
    assert (Comment.objects.count(), Person.objects.count()) == (0, 0)
    if not headers:
        assert "<title>Error: " in text_of(response)


def test_too_fast_is_told_with_when_to_come_back(client_of, thread, reader):
    client = client_of(reader)
    client.post(thread.comments_path, {"text": "One."})
    response = client.post(thread.comments_path, {"text": "Two, quickly."})
    assert (response.status_code, response["Retry-After"]) == (429, "10")
    assert "Two, quickly." in text_of(response)


def test_a_closed_thread_says_so_and_takes_nothing(stranger, thread, visible):
    Thread.objects.update(mode="closed")
    page = stranger.get(thread.comments_path)
    assert "The discussion is closed" in text_of(page)
    assert "comment-form" not in text_of(page)
    assert stranger.post(thread.comments_path, {"text": "Late."}).status_code == 403
    assert stranger.post(f"/comments/{visible.pk}/vote/", {"vote": "up"}).status_code == 403


def test_where_members_write_a_stranger_is_told_and_a_member_has_a_form(
    client_of, thread, reader, stranger
):
    DiscussionSettings.objects.create(writers="member")
    page = text_of(stranger.get(thread.comments_path))
    assert "Here only members write. Please sign in." in page
    assert 'id="comment-form"' not in page
    mine = client_of(reader).get(f"{thread.comments_path}?mine")
    assert 'id="comment-form"' in text_of(mine)


def test_an_answer_to_a_question(client_of, article, reader):
    thread = Thread.objects.get(page_id=article.pk)
    client = client_of(reader)
    sent = send(client, client.get(thread.address), f"answer-{QUESTION}", text="The baker did.")
    assert sent.status_code == 303
    assert str(Comment.objects.get().question) == QUESTION
    Comment.objects.update(created_at="2020-01-01T00:00Z")
    bad = {"text": "x", "question": "not-a-question"}
    assert client.post(thread.comments_path, bad).status_code == 404
    unknown = {"text": "x", "question": QUESTION.replace("0", "1")}
    assert client.post(thread.comments_path, unknown).status_code == 410


# Voting


def test_voting_changing_and_taking_back_without_javascript(client_of, visible, supporter):
    client = client_of(supporter)
    address = f"/comments/{visible.pk}/vote/"
    for choice, pressed, score in (("up", "up", 1), ("down", "down", -1), ("none", None, 0)):
        page = text_of(follow(client, client.post(address, {"vote": choice})))
        assert fresh(visible).score == score
        buttons = dict(re.findall(r'id="c\d+-(up|down)"[^>]*aria-pressed="(\w+)"', page))
        assert {name for name, state in buttons.items() if state == "true"} == {pressed} - {None}


def test_a_plain_vote_comes_back_to_where_it_was_cast(client_of, visible, supporter, thread):
    client = client_of(supporter)
    came_from = f"http://127.0.0.1:8000{thread.comments_path}?order=voted&evil=//evil.test"
    headers = {**OWN_FORMS, "referer": came_from}
    sent = client.post(f"/comments/{visible.pk}/vote/", {"vote": "up"}, headers=headers)
    assert sent["Location"] == f"{thread.comments_path}?mine&order=voted#comment-{visible.pk}"


def test_a_strangers_vote_makes_a_guest(stranger, visible):
    sent = stranger.post(f"/comments/{visible.pk}/vote/", {"vote": "up"})
    assert "person" in sent.cookies
    assert Vote.objects.get().network == "127.0.0.0/24"
    stranger.post(f"/comments/{visible.pk}/vote/", {"vote": "down"})
    assert (Vote.objects.count(), fresh(visible).score) == (1, -1)


@pytest.mark.parametrize("choice", ["", "sideways", "1"])
def test_a_vote_is_up_down_or_none(choice, stranger, visible):
    response = stranger.post(f"/comments/{visible.pk}/vote/", {"vote": choice})
    assert response.status_code == 422
    assert not response.cookies


def test_reading_the_address_of_a_vote_votes_not(client_of, visible, supporter):
    response = client_of(supporter).get(f"/comments/{visible.pk}/vote/?vote=up")
    assert (response.status_code, Vote.objects.count()) == (302, 0)


# By htmx


def test_a_comment_by_htmx_comes_back_in_its_place(client_of, thread, reader, guest):
    response = client_of(reader).post(
        thread.comments_path, {"text": "Fetched."}, headers={**OWN_FORMS, **HTMX}
    )
    page = text_of(response)
    assert response.status_code == 200
    assert '<div hx-swap-oob="afterbegin:#comment-list">' in page
    assert 'data-draft="comment-form" data-posted' in page
    assert '<p id="status" hx-swap-oob="innerHTML">Your comment is published.</p>' in page
    held = client_of(guest).post(
        thread.comments_path, {"text": "Held."}, headers={**OWN_FORMS, **HTMX}
    )
    assert '<div hx-swap-oob="beforeend:#mine">' in text_of(held)


def test_a_reply_by_htmx_is_put_below_what_it_answers(client_of, visible, supporter):
    client = client_of(supporter)
    address = f"/comments/{visible.pk}/reply/"
    form = client.get(address, headers=HTMX)
    assert text_of(form).strip().startswith("<form")
    assert f'data-close="#c{visible.pk}-slot"' in text_of(form)
    assert " autofocus" in text_of(form)
    page = text_of(client.post(address, {"text": "Below."}, headers={**OWN_FORMS, **HTMX}))
    assert f'<div hx-swap-oob="beforeend:#c{visible.pk}-branch">' in page
    assert f'data-posted="reply-{visible.pk}"' in page


def test_a_vote_by_htmx_comes_back_as_its_form(client_of, visible, supporter):
    page = text_of(
        client_of(supporter).post(
            f"/comments/{visible.pk}/vote/", {"vote": "up"}, headers={**OWN_FORMS, **HTMX}
        )
    )
    assert f'id="c{visible.pk}-up" name="vote" value="none" aria-pressed="true"' in page
    assert "Your vote counts." in page


def test_an_edit_by_htmx_comes_back_as_the_comment(client_of, visible, reader):
    page = text_of(
        client_of(reader).post(
            f"/comments/{visible.pk}/edit/", {"text": "Better."}, headers={**OWN_FORMS, **HTMX}
        )
    )
    assert re.search(rf'id="comment-{visible.pk}"[^>]* hx-swap-oob="outerHTML"', page)
    assert "Better." in page


def test_the_fragment_of_ones_own_pieces(client_of, thread, visible, write, vote, guest, reader):
    write(guest, "Held.")
    vote(visible, guest)
    page = text_of(client_of(guest).get(f"{thread.comments_path}?mine&fragment=1"))
    assert '<div id="mine" hx-swap-oob="innerHTML">' in page
    assert "Held." in page
    assert f'id="c{visible.pk}-vote"' in page
    assert 'aria-pressed="true"' in page
    assert "masthead-account" not in page
    own = text_of(client_of(reader).get(f"{thread.comments_path}?mine&fragment=1"))
    assert f'<span id="c{visible.pk}-own" hx-swap-oob="innerHTML">' in own
    assert "masthead-account" in own


# What is one's own is nobody else's


@pytest.mark.parametrize("verb", ["edit", "withdraw"])
def test_anothers_comment_cannot_be_edited_or_withdrawn(verb, client_of, visible, supporter):
    for client in map(client_of, (None, supporter)):
        assert client.get(f"/comments/{visible.pk}/{verb}/").status_code == 404
        sent = client.post(f"/comments/{visible.pk}/{verb}/", {"text": "Mine now."})
        assert sent.status_code == 404
    assert fresh(visible).is_visible
    assert fresh(visible).current.text == "What I know."


def test_after_fifteen_minutes_the_words_stay(client_of, visible, reader):
    Comment.objects.update(created_at="2020-01-01T00:00Z")
    client = client_of(reader)
    for response in (
        client.get(f"/comments/{visible.pk}/edit/"),
        client.post(f"/comments/{visible.pk}/edit/", {"text": "Late."}),
    ):
        assert response.status_code == 403
        assert "A comment can be changed for 15 minutes." in text_of(response)


def test_a_forged_or_foreign_form_changes_nothing(client_of, visible, thread, reader):
    client = client_of(reader)
    foreign = {
        "host": "127.0.0.1:8000",
        "sec-fetch-site": "cross-site",
        "origin": "https://evil.test",
    }
    addresses = [thread.comments_path, "/subscriptions/"]
    addresses += [
        f"/comments/{visible.pk}/{verb}/"
        for verb in ("vote", "reply", "edit", "withdraw", "report")
    ]
    for address in addresses:
        values = {
            "text": "x",
            "vote": "up",
            "reason": "spam",
            "thread": thread.pk,
            "what": "thread",
        }
        assert client.post(address, values, headers=foreign).status_code == 403, address
    assert (Comment.objects.count(), Vote.objects.count(), Report.objects.count()) == (1, 0, 0)
    assert fresh(visible).is_visible


# Reporting


def test_reporting_without_javascript(stranger, visible):
    page = stranger.get(f"/comments/{visible.pk}/report/")
    refused = send(stranger, page, f"report-{visible.pk}", text="because")
    assert refused.status_code == 422
    assert "Please choose what is wrong." in text_of(refused)
    assert form_in(refused, f"report-{visible.pk}")["data"]["text"].strip() == "because"
    sent = send(stranger, page, f"report-{visible.pk}", reason="insult", text="because")
    assert "Your report is with the moderators." in text_of(sent)
    report = Report.objects.get()
    assert (report.reason, report.words, report.revision_id) == (
        "insult",
        "because",
        visible.current_id,
    )


# Notices


def confirm_address(text):
    return re.search(r"/subscriptions/[\w-]+/", text)[0]


def test_a_guest_subscribes_confirms_is_told_and_ends_it_with_one_post(
    client_of, thread, stranger, write, reader
):
    page = stranger.get(thread.comments_path)
    asked = send(stranger, page, "notify", what="thread", email="ada@mail.test")
    assert "Look into the mailbox of ada@mail.test" in text_of(asked)
    assert "person" in asked.cookies
    address = confirm_address(Message.objects.get().text)

    scanner = client_of(None)
    assert scanner.get(address).status_code == 200
    assert not Subscription.objects.get().is_live
    done = stranger.post(address)
    assert "We tell ada@mail.test from now on." in text_of(done)
    assert Subscription.objects.get().is_live
    assert Person.objects.get(email="ada@mail.test").email_proven_at is not None

    write(reader, "News.")
    actions.write_messages(Notice.objects.get(), now=clock())
    message = Message.objects.get(kind="discussion.comment")
    send_message(message, now=clock())
    one_click = mail.outbox[-1].extra_headers["List-Unsubscribe"].strip("<>")
    path = one_click.partition("8000")[2]
    assert scanner.get(path).status_code == 200
    assert scanner.head(path).status_code == 200
    assert Subscription.objects.get().is_live
    # RFC 8058: no cookie, no origin, from anywhere
    program = client_of(None)
    program.defaults.pop("HTTP_SEC_FETCH_SITE", None)
    ended = program.post(
        path, "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded"
    )
    assert ended.status_code == 200
    assert not Subscription.objects.get().is_live
    assert "have ended" in text_of(program.get(path))


def test_the_answer_is_the_same_for_known_and_unknown_addresses(client_of, thread, reader):
    answers = set()
    for address in (reader.user.email, "nobody-knows@mail.test"):
        values = {"thread": thread.pk, "what": "thread", "email": address}
        response = client_of(None).post("/subscriptions/", values)
        answers.add((response.status_code, text_of(response).replace(address, "it")))
    assert len(answers) == 1


def test_a_member_subscribes_without_a_mail(client_of, thread, reader):
    client = client_of(reader)
    mine = client.get(f"{thread.comments_path}?mine")
    assert "email" not in form_in(mine, "notify")["data"]
    assert "We tell" in text_of(send(client, mine, "notify", what="replies"))
    assert Subscription.objects.get().kind == "replies"
    assert Message.objects.count() == 0


def test_ticking_the_box_under_a_comment_subscribes_to_replies(stranger, thread):
    stranger.post(
        thread.comments_path, {"text": "Tell me.", "email": "ada@mail.test", "notify": "replies"}
    )
    wish = Subscription.objects.get()
    assert (wish.kind, wish.person) == ("replies", Comment.objects.get().author)


@pytest.mark.parametrize(
    "values",
    [
        {"what": "thread", "email": ""},
        {"what": "thread", "email": "a@b"},
        {"email": "a@b.test", "what": "x"},
    ],
)
def test_a_wish_that_is_not_taken_is_handed_back(values, stranger, thread):
    response = stranger.post("/subscriptions/", {"thread": thread.pk, **values})
    assert response.status_code == 422
    assert 'class="message message-error"' in text_of(response)
    assert form_in(response, "notify")["data"].get("email") == values["email"]
    assert Subscription.objects.count() == 0


@pytest.mark.parametrize("named", ["", "x", "999999", "99999999999999999999"])
def test_a_wish_for_no_thread_is_not_found(named, stranger, thread):
    values = {"thread": named, "what": "thread", "email": "a@b.test"}
    assert stranger.post("/subscriptions/", values).status_code == 404


@pytest.mark.parametrize("end", ["", "end/"])
def test_a_wrong_secret_is_not_found(end, stranger, db):
    for secret in ("x", "a" * 27):
        assert stranger.get(f"/subscriptions/{secret}/{end}").status_code == 404
        assert stranger.post(f"/subscriptions/{secret}/{end}").status_code == 404


# All pages


def test_pages_take_as_many_queries_for_many_comments_as_for_few(
    client_of, thread, write, proven, django_assert_max_num_queries
):
    stranger = client_of(None)
    for size in (1, 3, 9):
        for number in range(size):
            root = write(proven(), f"{size}.{number}")
            write(proven(), f"{size}.{number} answer", parent=root)
        with django_assert_max_num_queries(15):
            assert stranger.get(thread.comments_path).status_code == 200


@pytest.mark.parametrize("verb", ["reply", "edit", "withdraw", "report"])
def test_forms_pages_are_private(verb, client_of, write, reader, supporter):
    comment = write(reader, at=clock())
    author = reader if verb in {"edit", "withdraw"} else supporter
    response = client_of(author).get(f"/comments/{comment.pk}/{verb}/")
    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-store"
    assert 'content="noindex"' in text_of(response)
