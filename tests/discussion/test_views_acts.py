"""Voting, reporting, and what is one's own, over HTTP without JavaScript."""

import re

import pytest

from standfirst.discussion.models import (
    Comment,
    Report,
    Vote,
)
from tests.cast import OWN_FORMS
from tests.discussion.conftest import fresh
from tests.discussion.http import follow, form_in, send, text_of

pytestmark = pytest.mark.django_db


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
