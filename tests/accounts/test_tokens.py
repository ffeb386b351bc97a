"""Personal tokens: made and shown once, listed, ended; kept as a digest alone."""

import re

import pytest

from standfirst.people.actions import make_token
from standfirst.people.models import AccessToken, Scope
from standfirst.people.queries import token_of
from standfirst.people.rules import MOST_TOKENS

PAGE = "/account/tokens/"
ALLOWED = {"name": "My script", "scopes": ["comments", "votes"]}


def shown_in(response):
    found = re.search(r"sfp_[\w-]{43}", response.content.decode())
    return found[0] if found else None


def test_it_is_shown_once_and_kept_as_a_digest(client_of, reader):
    browser = client_of(reader)
    made = browser.post(PAGE, ALLOWED)
    secret = shown_in(made)
    assert secret
    assert "no-store" in made.headers["Cache-Control"]
    assert shown_in(browser.get(PAGE)) is None
    (row,) = AccessToken.objects.filter(user=reader.user).values()
    assert secret not in str(row)
    assert secret[4:] not in str(row)
    assert (row["name"], row["scopes"]) == ("My script", "comments votes")
    assert token_of(secret).user == reader.user
    assert token_of(secret + "x") is None


def test_it_is_listed_with_what_it_may_and_ended(client_of, reader):
    browser = client_of(reader)
    secret = shown_in(browser.post(PAGE, ALLOWED))
    page = browser.get(PAGE).content.decode()
    assert "My script" in page
    assert "Vote on comments" in page
    browser.post(PAGE, {"end": AccessToken.objects.get().pk})
    assert token_of(secret) is None
    assert "My script" not in browser.get(PAGE).content.decode()


def test_nobody_ends_anothers(client_of, reader, supporter, now):
    make_token(user=supporter.user, name="theirs", scopes=[Scope.VOTES], now=now)
    for named in (AccessToken.objects.get().pk, "x", "9" * 30, ""):
        assert client_of(reader).post(PAGE, {"end": named}).status_code == 302
    assert AccessToken.objects.count() == 1


@pytest.mark.parametrize(
    "sent",
    [
        {"name": "x"},
        {"name": "", "scopes": ["votes"]},
        {"name": "x", "scopes": ["everything"]},
        {"name": "x" * 61, "scopes": ["votes"]},
        {"name": "a\0b", "scopes": ["votes"]},
    ],
)
def test_what_is_not_allowed_or_named_is_handed_back(client_of, reader, sent):
    response = client_of(reader).post(PAGE, sent)
    assert response.status_code == 422
    assert not AccessToken.objects.exists()


def test_an_account_has_so_many(client_of, reader, now):
    for _ in range(MOST_TOKENS):
        assert make_token(user=reader.user, name="x", scopes=[Scope.VOTES], now=now)
    assert client_of(reader).post(PAGE, ALLOWED).status_code == 422
    assert AccessToken.objects.count() == MOST_TOKENS


def test_signing_out_everywhere_ends_them(client_of, reader, supporter, now):
    kept = make_token(user=supporter.user, name="x", scopes=[Scope.VOTES], now=now)
    secret = make_token(user=reader.user, name="x", scopes=[Scope.VOTES], now=now)
    client_of(reader).post("/account/sessions/everywhere/")
    assert token_of(secret) is None
    assert token_of(kept) is not None


def test_who_is_not_signed_in_has_none(client_of):
    assert client_of(None).get(PAGE).status_code == 302


@pytest.mark.parametrize("number", [1, 3])
def test_queries_do_not_grow_with_tokens(
    client_of, reader, now, number, django_assert_max_num_queries
):
    browser = client_of(reader)
    browser.get(PAGE)
    for _ in range(number):
        make_token(user=reader.user, name="x", scopes=[Scope.VOTES], now=now)
    with django_assert_max_num_queries(12):
        browser.get(PAGE)
