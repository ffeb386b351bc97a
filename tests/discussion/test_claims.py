"""A guest proves an address by a mailed link, and what was written with it is theirs."""

import re
from datetime import timedelta

import pytest

from standfirst.accounts import claims
from standfirst.discussion.actions import adopt_merged
from standfirst.discussion.models import Comment
from standfirst.notify.models import Message
from standfirst.people.actions import import_person, make_guest, prove_address, set_address
from standfirst.people.models import Person

pytestmark = pytest.mark.django_db
ASK = "/account/claim/"
ADDRESS = "cora@mail.test"


@pytest.fixture
def earlier(write, now):
    """Give comments by people of the address: two imported, one a guest on another device."""
    people = [
        import_person(name="Cora", address=ADDRESS, now=now),
        import_person(name="Cora B.", address="CORA@mail.test", now=now),
        set_address(person=make_guest(now=now), address=ADDRESS, now=now),
    ]
    return [write(person, f"Words {number}.") for number, person in enumerate(people)]


def authors(comments):
    return set(
        Comment.objects.filter(pk__in=[each.pk for each in comments]).values_list(
            "author", flat=True
        )
    )


def link_in_mail():
    return re.search(r"http://127.0.0.1:8000(/\S+)", Message.objects.get(kind="claim").text)[1]


def test_earlier_words_imported_ones_too_are_claimed_by_a_mailed_link(client_of, earlier):
    browser = client_of(None)
    assert "on its way" in browser.post(ASK, {"email": ADDRESS}).content.decode()
    link = link_in_mail()
    assert ADDRESS in browser.get(link).content.decode()
    assert len(authors(earlier)) == 3, "opening the link, as scanners do, changes nothing"
    assert "person" not in browser.cookies
    browser.post(link)
    (owner,) = authors(earlier)
    mine = browser.get(f"{earlier[0].thread.comments_path}?mine")
    assert f"/comments/{earlier[0].pk}/withdraw/" in mine.content.decode()

    telephone = client_of(None)
    telephone.post(link)
    assert authors(earlier) == {owner}
    mine = telephone.get(f"{earlier[0].thread.comments_path}?mine")
    assert f"/comments/{earlier[0].pk}/withdraw/" in mine.content.decode()


def test_what_the_browser_wrote_before_comes_along(client_of, write, guest, earlier):
    own = write(guest, "My own.")
    client_of(guest).post(claims.claim_path(ADDRESS))
    assert authors([*earlier, own]) == {guest.pk}


def test_whoever_has_proven_another_address_stays_who_they_are(
    client_of, write, guest, earlier, now
):
    prove_address(person=guest, address="sister@mail.test", now=now)
    own = write(guest, "The sister's.")
    client_of(guest).post(claims.claim_path(ADDRESS))
    assert authors([own]) == {guest.pk}
    assert guest.pk not in authors(earlier)


def test_words_of_an_address_with_an_account_are_the_accounts(client_of, write, reader, now):
    old = write(import_person(name="Rita", address=reader.email, now=now), "Long ago.")
    browser = client_of(None)
    page = browser.post(claims.claim_path(reader.email))
    assert "Sign in to see" in page.content.decode()
    assert authors([old]) == {reader.pk}
    assert "person" not in browser.cookies, "a link never acts for an account"


def test_a_merge_that_dies_half_way_is_ended_by_the_sweep(client_of, earlier, monkeypatch, now):
    real, moved = claims.move_rows, []

    def dies(**what):
        if moved:
            raise OSError("the machine went away")
        moved.append(what)
        real(**what)

    monkeypatch.setattr(claims, "move_rows", dies)
    browser = client_of(None)
    browser.raise_request_exception = False
    assert browser.post(claims.claim_path(ADDRESS)).status_code == 500
    assert len(authors(earlier)) > 1
    assert Person.objects.filter(merged_into__isnull=False).count() >= 2, "whose they are is known"
    adopt_merged(now=now)
    assert len(authors(earlier)) == 1


def test_the_answer_and_the_mail_are_the_same_for_every_address(client_of, earlier, reader):
    answers = {
        client_of(None).post(ASK, {"email": address}).content.decode().replace(address, "…")
        for address in (ADDRESS, reader.email, "nobody@mail.test")
    }
    assert len(answers) == 1
    assert Message.objects.filter(kind="claim").count() == 3


def test_an_address_gets_one_mail_a_day(client_of, now):
    for _ in range(3):
        client_of(None).post(ASK, {"email": ADDRESS})
    client_of(None).post(ASK, {"email": "CORA@mail.test"})
    assert Message.objects.filter(kind="claim").count() == 1
    claims.ask_for_proof(address=ADDRESS, base_url="x", now=now + timedelta(days=400))
    assert Message.objects.filter(kind="claim").count() == 2


def test_one_who_asks_for_many_is_stopped(client_of):
    for number in range(10):
        assert client_of(None).post(ASK, {"email": f"a{number}@mail.test"}).status_code == 200
    assert client_of(None).post(ASK, {"email": "one-more@mail.test"}).status_code == 429
    assert Message.objects.filter(kind="claim").count() == 10


def test_an_altered_link_proves_nothing(client_of, earlier):
    link = claims.claim_path(ADDRESS)
    for wrong in (f"{link[:-2]}x/", f"{ASK}x/"):
        for send in (client_of(None).get, client_of(None).post):
            assert send(wrong).status_code == 410
    assert len(authors(earlier)) == 3


@pytest.mark.parametrize("address", ["", "no address", "a@b", "x" * 300 + "@mail.test"])
def test_what_is_no_address_is_handed_back(client_of, address):
    assert client_of(None).post(ASK, {"email": address}).status_code == 422
    assert not Message.objects.exists()
