"""Writing, replying and answering over HTTP, without JavaScript."""

import pytest

from standfirst.discussion import actions
from standfirst.discussion.models import (
    Comment,
    DiscussionSettings,
    Thread,
)
from standfirst.discussion.rules import LONGEST_TEXT
from standfirst.people.models import Person
from tests.cast import OWN_FORMS
from tests.discussion.conftest import QUESTION, fresh
from tests.discussion.http import HTMX, follow, form_in, send, text_of

pytestmark = pytest.mark.django_db


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
    assert "Here only members write: whoever has an account." in page
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
