"""Each test finds the scene as it was built, in whatever order tests of all kinds run in one process."""

import pytest
from django.db import connection

from standfirst.discussion.models import Comment
from standfirst.lib.clock import now as clock
from standfirst.people.models import Person
from tests.hostile.conftest import said


@pytest.mark.parametrize("turn", [1, 2])
def test_what_another_test_wrote_is_gone(scene, turn):
    assert Comment.objects.count() == 2
    Comment.objects.filter(pk=scene.comment.pk).update(up=7, score=7)
    said(scene.thread, scene.author, f"Said in turn {turn}.", clock())
    assert Comment.objects.count() == 3


@pytest.mark.parametrize("turn", [1, 2])
def test_what_another_test_committed_is_gone(scene, transactional_db, turn):
    assert Comment.objects.get(pk=scene.comment.pk).up == 0
    assert not connection.in_atomic_block
    Comment.objects.filter(pk=scene.comment.pk).update(up=7, score=7)
    Person.objects.create(created_at=scene.comment.created_at)
