"""What one comment costs: so many questions to the database, and none that reads a whole table."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from standfirst.discussion.models import Comment
from standfirst.discussion.queries import facts
from standfirst.lib.clock import now as clock
from standfirst.people.actions import prove_address
from tests.discussion.http import HTMX, text_of

pytestmark = pytest.mark.django_db
# Where it stands (4), who writes, the screens' facts, the locks, what is written; see `posted`.
# One of them asks for limits on whoever writes, one keeps what the screens said.
COSTS = {"stranger": 16, "guest": 28, "member": 30}


@pytest.fixture
def proven_guest(guest, now):
    return prove_address(person=guest, address="guest@mail.test", now=now)


def posted(client, path, **form):
    """Send a comment and give what it asked the database."""
    with CaptureQueriesContext(connection) as asked:
        response = client.post(path, {"text": "What I know.", **form}, REMOTE_ADDR="198.51.100.7")
    assert response.status_code == 303, text_of(response)
    return [query["sql"] for query in asked.captured_queries]


@pytest.mark.parametrize("who", ["stranger", "guest", "member"])
def test_a_comment_costs_so_many_questions(who, client_of, thread, proven_guest, reader):
    person = {"stranger": None, "guest": proven_guest, "member": reader}[who]
    asked = posted(client_of(person), thread.comments_path)
    own = [sql for sql in asked if not re.match(r"SAVEPOINT|RELEASE|BEGIN|COMMIT", sql)]
    assert len(own) <= COSTS[who], "\n".join(own)
    assert Comment.objects.get().state == ("held" if who == "stranger" else "visible")


def test_a_reply_costs_three_more(client_of, thread, visible, proven_guest, write, reader):
    client = client_of(proven_guest)
    to_page = len(posted(client, thread.comments_path))
    Comment.objects.filter(author=proven_guest).update(created_at="2026-03-01T00:00Z")
    path = f"/comments/{visible.pk}/reply/"
    to_comment = len(posted(client, path, text="Another.", seen=str(visible.current_id)))
    assert to_comment - to_page <= 3


def test_a_comment_costs_the_same_in_a_long_thread(client_of, thread, write, proven, proven_guest):
    client = client_of(proven_guest)
    first = len(posted(client, thread.comments_path))
    Comment.objects.filter(author=proven_guest).update(created_at="2026-03-01T00:00Z")
    for number in range(30):
        write(proven(), f"{number}")
    again = posted(client, thread.comments_path, text="Another.")
    assert len(again) == first


# How SQLite reads its tables.
@pytest.mark.any_engine
@pytest.mark.parametrize("count", [
    facts.written_from_network, facts.voted_from_network, facts.reported_from_network,
    facts.asked_from_network,
])  # fmt: skip
def test_a_networks_rows_are_found_by_an_index(count, monkeypatch):
    assert "SCAN" not in plan_of(lambda: count("192.0.2.0/24", clock()))
    # The control: the same asked without saying that a network is one.
    monkeypatch.setattr(facts, "_by_network", lambda rows, network: rows.filter(network=network))
    monkeypatch.setattr(facts._written, "_statements", {})
    assert "SCAN" in plan_of(lambda: count("192.0.2.0/24", clock()))


def plan_of(ask):
    """Have SQLite say how it answers, with the values bound as they are when it is asked."""
    asked = []

    def note(execute, sql, params, many, context):
        asked.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        ask()
    ((sql, params),) = asked
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}", params)
        return " ".join(row[3] for row in cursor.fetchall())


def test_the_answer_with_javascript_costs_two_more(client_of, thread, proven_guest):
    client = client_of(proven_guest)
    plain = len(posted(client, thread.comments_path))
    Comment.objects.filter(author=proven_guest).update(created_at="2026-03-01T00:00Z")
    with CaptureQueriesContext(connection) as asked:
        answer = client.post(thread.comments_path, {"text": "Another one."}, headers=HTMX)
    assert answer.status_code == 200
    assert len(asked) <= plain + 2
