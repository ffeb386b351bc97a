"""Fifty people at once: what was acknowledged holds, and whatever must hold of votes and threads does."""

import copy
import json
import os
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from benchmarks.from_inside import guest, member
from standfirst.accounts.queries import FACTOR_SHOWN_BY
from standfirst.discussion.models import Comment, Thread
from standfirst.newsroom.actions import NewArticle, add_section, found_paper, publish_article
from standfirst.people.models import Person, User
from tests.cast import give_factor
from tests.cli.processes import call
from tests.cli.sites import served
from tests.crash.clients import STRANGERS
from tests.load.histories import CLIENTS, MODERATORS, Somebody, Talk, differences

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
IS_SOAK = os.environ.get("STANDFIRST_SOAK") == "1"
SECONDS = 60 if IS_SOAK else 6
# Each of them writes once, so that no limit of one person is met.
PEOPLE_EACH = 60 if IS_SOAK else 8
CSRF = "c" * 32
AUDIT = Path(__file__).with_name("audit_talk.py").read_text()


@pytest.fixture
def talk(transactional_db):
    """Give a thread, people who came to it, half of them members, and two moderators."""
    now = timezone.now()
    home = found_paper(name="The Weir Courier", now=now)
    section = add_section(home=home, title="River", now=now)
    article = publish_article(section=section, article=NewArticle(headline="High water"), now=now)
    people = []
    for number in range(1, CLIENTS * PEOPLE_EACH + 1):
        cookie = member(number, now) if number % 2 else guest(number, now)
        people.append(Somebody(Person.objects.latest("pk").pk, cookie, number))
    moderators = [a_moderator(10**6 + number, now) for number in range(MODERATORS)]
    path = Thread.objects.get(page_id=article.pk).comments_path
    return Talk(0, path=path, people=people, moderators=moderators, csrf=CSRF)


def a_moderator(number, now):
    """Make somebody who may decide, and has shown the second factor."""
    cookie = member(number, now)
    user = User.objects.get(email=f"member{number}@mail.example")
    User.objects.filter(pk=user.pk).update(is_staff=True, is_superuser=True)
    give_factor(user)
    kept = Session.objects.get(pk=cookie.partition("=")[2])
    session = kept.get_session_store_class()(kept.pk)
    session[FACTOR_SHOWN_BY] = user.pk
    session.save()
    return Somebody(user.person.pk, f"{cookie}; csrftoken={CSRF}", number)


def audit(site):
    done = call("manage", "shell", "-v0", "-c", AUDIT, site=site)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def test_what_must_hold_of_votes_and_threads_holds_under_fifty_people(talk, own_site, tmp_path):
    log = tmp_path / "log"
    with served(own_site, log, **STRANGERS, STANDFIRST_APP_WORKERS="2") as (port, _):
        talk.port = port
        history = talk.go_on(SECONDS)
    found = audit(own_site)
    counted = sum(is_counted for *_, is_counted, _ in found["votes"])
    print(
        f"{len(history.written)} written, {len(history.reads)} reads, {len(found['votes'])} votes "
        f"({counted} counted), {len(history.decided)} decisions and {history.second} too late, "
        f"answers {dict(history.answers)}"
    )

    assert differences(history, found) == []
    assert "locked" not in log.read_text()
    for done in (history.written, history.reads, history.decided, history.second, counted):
        assert done, "nobody got anywhere"
    controls(history, found)


def controls(history, found):
    """One planted fault of each kind is found, and nothing else."""
    planted = [(name, plant) for name, plant in globals().items() if name.startswith("plant_")]
    assert len(planted) == 11
    for name, plant in planted:
        spoilt_history, spoilt = copy.deepcopy(history), copy.deepcopy(found)
        plant(spoilt_history, spoilt)
        assert differences(spoilt_history, spoilt), f"{name} is not found"


def first_written(history, found):
    pk = min(history.written)
    return next(row for row in found["comments"] if row["pk"] == pk)


def plant_a_lost_comment(history, found):
    found["comments"].remove(first_written(history, found))


def plant_a_doubled_comment(history, found):
    found["comments"].append({**first_written(history, found), "pk": 10**9})


def plant_a_read_without_it(history, found):
    history.reads.append((min(history.written), 0, 0.0))


def plant_a_read_with_it_twice(history, found):
    history.reads.append((min(history.written), 2, 0.0))


def plant_a_parent_that_is_not_there(history, found):
    first_written(history, found)["parent"] = 10**9


def plant_a_circle(history, found):
    row = first_written(history, found)
    row["parent"] = row["pk"]


def plant_a_second_vote(history, found):
    found["votes"].append(found["votes"][0])


def plant_another_vote(history, found):
    pair = next(iter(history.votes))
    history.votes[pair] = history.votes[pair] + 1


def plant_a_wrong_score(history, found):
    first_written(history, found)["score"] += 1


def plant_a_vote_that_counts_in_quarantine(history, found):
    found["votes"].append([0, min(history.written), 1, True, True])
    row = first_written(history, found)
    row["up"], row["score"] = row["up"] + 1, row["score"] + 1


def plant_a_decision_that_led_nowhere(history, found):
    found["decisions"].append([min(history.written), "restored"])
    history.decided.append((min(history.written), "restore"))


def test_the_audit_finds_a_count_that_is_wrong(talk, own_site_spoilt):
    assert audit(own_site_spoilt)["miscounted"] == 1


@pytest.fixture
def own_site_spoilt(talk, spoilt, own_site):
    return own_site


@pytest.fixture
def spoilt(talk):
    Thread.objects.update(comment_count=7)
    assert not Comment.objects.exists()
