"""What readers search for is found by the replica, and what they are shown is true on the primary."""

import time
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from structlog.testing import capture_logs

from standfirst.delivery import replica
from standfirst.delivery.models import Node
from standfirst.delivery.recording import record_keys
from tests.cli.processes import until
from tests.replica.conftest import questions_to_the_replica

pytestmark = [
    pytest.mark.slow,
    pytest.mark.postgres_only,
    pytest.mark.django_db(transaction=True),
]


def test_the_replica_finds_and_the_primary_shows(used, standby, database, publish, search):
    """The order is the search's own, not that of the numbers."""
    for headline in ("A mill", "Weir weir weir", "A weir"):
        publish(headline)
    standby.follow_as_far_as_here(database)

    with questions_to_the_replica() as asked:
        found = search("weir")

    assert sorted(found) == ["A mill", "A weir", "Weir weir weir"]
    assert found == by_the_primary_alone(search, "weir")
    assert any("wagtailsearch_indexentry" in sql for sql in asked)
    assert not any("pictures_image" in sql or '"newsroom_byline"' in sql for sql in asked)


def by_the_primary_alone(search, query):
    replica.forget_replica()
    return search(query)


def test_what_was_unpublished_is_not_shown_though_the_replica_still_finds_it(
    used, standby, database, publish, search
):
    gate, weir = publish("The gate leaks"), publish("The gate holds")
    standby.follow_as_far_as_here(database)
    standby.pause()

    gate.unpublish()

    still_live = (
        f"SELECT count(*) FROM wagtailcore_page WHERE live AND id IN ({gate.pk}, {weir.pk})"
    )
    assert standby.ask(still_live, database) == 2, "the control: the replica does not know yet"
    with questions_to_the_replica() as asked:
        assert search("gate") == ["The gate holds"]
    assert asked


def test_what_was_made_private_is_not_even_counted(
    used, standby, database, publish, client_of, make_private
):
    gate, _ = publish("The gate leaks"), publish("The gate holds")
    standby.follow_as_far_as_here(database)
    standby.pause()

    make_private(gate)

    page = client_of(None).get("/search/?q=gate").content.decode()
    assert "The gate leaks" not in page
    assert page.partition('id="found">')[2].startswith("1 article\n"), "and not two"


def test_what_is_published_is_found_once_the_replica_has_heard(
    used, standby, database, publish, search
):
    standby.pause()
    publish("The gate opens")
    assert search("gate") == [], "the control: the replica is what is asked"

    standby.resume()

    until(lambda: search("gate") == ["The gate opens"], what="what was published")


def test_a_replica_that_dies_is_no_fault_of_the_search(
    used, standby, database, publish, search, monkeypatch
):
    publish("The gate opens")
    standby.follow_as_far_as_here(database)
    assert search("gate") == ["The gate opens"]
    standby.kill()

    with capture_logs() as logs:
        assert search("gate") == ["The gate opens"]
        assert search("gate") == ["The gate opens"]
        monkeypatch.setattr(replica._Rest, "until", 0.0)
        assert search("gate") == ["The gate opens"], "tried again, in vain"
    assert [line["event"] for line in logs] == ["replica_away"]

    standby.start()
    monkeypatch.setattr(replica._Rest, "until", 0.0)
    with capture_logs() as logs, questions_to_the_replica() as asked:
        assert search("gate") == ["The gate opens"]
    assert asked
    assert [line["event"] for line in logs] == ["replica_back"]


def test_a_replica_that_hangs_is_waited_for_a_while_and_no_longer(
    used, standby, database, publish, search, monkeypatch
):
    monkeypatch.setattr(replica, "DEADLINE_SECONDS", 0.5)
    publish("The gate opens")
    standby.follow_as_far_as_here(database)
    with questions_to_the_replica() as asked:
        search("gate")
    assert asked, "the control: it is asked"

    with standby.frozen(), capture_logs() as logs:
        begun = time.monotonic()
        assert search("gate") == ["The gate opens"]
        assert 0.5 < time.monotonic() - begun < 20
    assert [line["event"] for line in logs] == ["replica_away"]


def test_a_replica_that_is_away_is_left_alone_for_a_while(used, standby, search, river):
    standby.kill()
    search("gate")

    with questions_to_the_replica() as asked:
        search("gate")
    assert asked == []


def test_a_replica_far_behind_is_not_asked(used, standby, database, publish, search):
    """A standby that was cut off believes that it has all there is: what nodes say tells."""
    publish("The gate opens")
    standby.follow_as_far_as_here(database)
    standby.pause()
    publish("The gate closes")
    assert search("gate") == ["The gate opens"], "the control: a little behind, it is asked"
    standby.resume()
    Node.objects.update(seen_at=timezone.now() - timedelta(seconds=31))
    until(lambda: is_known_to_be_late(standby, database), what="the news that it is late")
    standby.pause()
    publish("The gate leaks")

    with capture_logs() as logs:
        assert len(search("gate")) == 3
    assert [line["event"] for line in logs] == ["replica_away"]


def is_known_to_be_late(standby, database):
    late = "SELECT count(*) FROM delivery_node WHERE seen_at < now() - interval '31 seconds'"
    return standby.ask(late, database) == 1


def test_the_replica_is_read_and_never_written(used):
    with replica.connections[replica.REPLICA].cursor() as cursor:
        cursor.execute("SHOW default_transaction_read_only")
        assert cursor.fetchone() == ("on",)


def test_who_renders_a_page_that_is_kept_or_writes_is_refused(used):
    now = timezone.now()
    with record_keys(), pytest.raises(RuntimeError):
        replica.found_by_replica(lambda source: source, now=now)
    with transaction.atomic(), pytest.raises(RuntimeError):
        replica.found_by_replica(lambda source: source, now=now)
    assert replica.found_by_replica(lambda source: source, now=now) == replica.REPLICA
