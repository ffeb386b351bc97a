"""One published article with its thread, and a moderator who may sign in to the admin."""

import pytest
from django.contrib.auth.models import Group, Permission

from standfirst.discussion.models import Thread
from standfirst.newsroom import actions
from standfirst.newsroom.actions import NewArticle
from standfirst.people.models import User
from tests.cast import give_factor
from tests.plugins.remembering import remembered


@pytest.fixture
@remembered
def article(db, now):
    home = actions.found_paper(name="The Weir Courier", now=now)
    section = actions.add_section(home=home, title="River", now=now)
    story = [{"type": "paragraph", "value": "<p>Nobody knows.</p>"}]
    article = NewArticle(headline="Who owns the gate?", story=story, first_published_at=now)
    return actions.publish_article(section=section, article=article, now=now)


@pytest.fixture
def thread(article):
    return Thread.objects.get(page=article)


@pytest.fixture
@remembered
def moderator(db):
    group = Group.objects.create(name="desk")
    group.permissions.add(
        Permission.objects.get(codename="moderate_comments"),
        Permission.objects.get(codename="access_admin"),
    )
    user = User.objects.create_user("mo@example.test", name="Mo", is_staff=True)
    user.groups.add(group)
    give_factor(user)
    return user


@pytest.fixture
@remembered
def moderator_person(enrol, groups):
    """Give a moderator as the paper makes them, by the person."""
    return enrol("Mona Moderator", groups=["moderator"], is_staff=True)
