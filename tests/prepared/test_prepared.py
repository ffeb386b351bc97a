"""A prepared query gives what its queryset gives, on either engine, whatever stands in its slots."""

import threading
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.db.models import F
from django.db.transaction import TransactionManagementError

from standfirst.discussion.models import Comment, Thread
from standfirst.people.models import Person, User
from standfirst.prepared import Prepared, PreparedRows, PreparedUpdate, insert

pytestmark = pytest.mark.django_db
STAMP = UUID("0b6f9a7e-51c5-4a6b-9a8e-2f3d1c0e4b7a")


@pytest.fixture
def people(now, reader):
    for number in range(3):
        Person.objects.create(name=f"P{number}", created_at=now + timedelta(minutes=number))
    return reader


def values_of(row):
    return {name: value for name, value in vars(row).items() if name != "_state"}


def test_instances_are_those_of_the_queryset_with_what_is_joined(people, now):
    younger = Prepared(
        lambda since, name: (
            Person.objects.select_related("user")
            .filter(created_at__gt=since)
            .exclude(name=name)
            .annotate(also=F("name"))
            .order_by("pk")
        )
    )
    for since in (now - timedelta(days=4000), now, now + timedelta(minutes=1)):
        asked = {"since": since, "name": "P2"}
        given, wanted = younger.all(**asked), list(younger.build(**asked))
        assert given == wanted
        for ours, theirs in zip(given, wanted, strict=True):
            mine, orm = values_of(ours), values_of(theirs)
            assert mine.pop("_state", None) == orm.pop("_state", None)
            assert mine == orm
    everybody = younger.all(since=now - timedelta(days=4000), name="P2")
    assert {person.user for person in everybody} == {people.user, None}
    assert younger.first(since=now + timedelta(days=1), name="") is None


@pytest.mark.parametrize("pk", [2**63, -(2**63), 10**30])
def test_a_number_that_no_column_can_hold_finds_nothing(people, pk):
    one = Prepared(lambda pk: Person.objects.filter(pk=pk))
    assert one.all(pk=pk) == list(one.build(pk=pk)) == []
    renamed = PreparedUpdate(lambda pk: Person.objects.filter(pk=pk), name=F("email"))
    assert renamed.run(pk=pk) == 0


def test_joined_rows_cost_no_further_query(people, now, django_assert_num_queries):
    of = Prepared(lambda pk: Person.objects.select_related("user").filter(pk=pk))
    with django_assert_num_queries(1):
        person = of.first(pk=people.pk)
        assert person.user.email == people.email
    person.name = "Another"
    person.save()
    assert Person.objects.get(pk=people.pk).name == "Another"


def test_rows_are_converted_as_the_queryset_converts_them(people, now):
    named = PreparedRows(
        lambda since: (
            Person.objects.filter(created_at__gte=since)
            .order_by("pk")
            .values_list("pk", "name", "created_at", "user__is_active")
        )
    )
    rows = [tuple(row) for row in named.rows(since=now)]
    assert rows == list(named.build(since=now))
    assert rows[0][2] == now


def test_every_kind_of_value_fits_a_slot(people, now, thread):
    Comment.objects.create(
        thread=thread, author=people, state="visible", state_changed_at=now, created_at=now,
        published_at=now, question=STAMP,
    )  # fmt: skip
    by_question = PreparedRows(
        lambda question, at: Comment.objects.filter(question=question, created_at=at).values_list(
            "question", "pk"
        )
    )
    assert [row[0] for row in by_question.rows(question=STAMP, at=now)] == [STAMP]
    assert by_question.rows(question=UUID(int=1), at=now) == []
    with pytest.raises(TypeError):
        by_question.rows(question=None, at=now)
    with pytest.raises(KeyError):
        by_question.rows(question=STAMP)


def test_the_sql_is_written_once(people, monkeypatch):
    asked = []
    of = Prepared(lambda name: asked.append(name) or Person.objects.filter(name=name))
    assert [of.first(name=name) is not None for name in ("P0", "P1", "nobody")] == [1, 1, 0]
    assert len(asked) == 1


def test_an_update_changes_the_same_rows(people, thread, other_thread):
    count = PreparedUpdate(
        lambda pk: Thread.objects.filter(pk=pk), comment_count=F("comment_count") + 2
    )
    assert count.run(pk=thread.pk) == count.run(pk=thread.pk) == 1
    assert count.run(pk=0) == 0
    assert Thread.objects.get(pk=thread.pk).comment_count == 4
    assert Thread.objects.get(pk=other_thread.pk).comment_count == 0


def test_an_inserted_row_is_the_one_that_save_stores(now):
    def make(number):
        return User(email=f"u{number}@paper.test", name="Ulla", date_joined=now, is_staff=True)

    ours, theirs = make(1), make(2)
    insert(ours)
    theirs.save()
    stored = [values_of(User.objects.get(pk=row.pk)) for row in (ours, theirs)]
    for values in stored:
        del values["id"], values["email"]
    assert stored[0] == stored[1]
    ours.name = "Ute"
    ours.save()
    assert User.objects.get(pk=ours.pk).name == "Ute"
    assert User.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_a_row_is_locked_within_a_transaction_alone(people):
    locked = Prepared(lambda name: Person.objects.select_for_update().filter(name=name))
    with transaction.atomic():
        assert locked.first(name="P1").name == "P1"
    with pytest.raises(TransactionManagementError):
        locked.first(name="P1")


@pytest.mark.django_db(transaction=True)
def test_one_prepared_query_serves_many_threads(people):
    of = Prepared(lambda name: Person.objects.filter(name=name))
    found = []

    def ask(name):
        found.append(of.first(name=name).name == name)
        connection.close()

    threads = [threading.Thread(target=ask, args=(f"P{n % 3}",)) for n in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [True] * 12
