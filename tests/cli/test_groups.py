import pytest
from django.contrib.auth.models import Group
from wagtail.models import GroupPagePermission

from standfirst.cli.groups import make_groups

pytestmark = pytest.mark.django_db

MAY = {
    "owner": ["people.add_user", "siteconfig.change_identity", "discussion.moderate_comments"],
    "editor": ["siteconfig.change_menus"],
    "moderator": ["discussion.moderate_comments", "moderation.change_wordlist"],
    "treasurer": ["funding.record_gift"],
}
MAY_NOT = {
    "editor": ["people.add_user", "discussion.moderate_comments", "funding.record_gift"],
    "moderator": ["people.add_user", "funding.record_gift", "siteconfig.change_identity"],
    "treasurer": ["people.add_user", "discussion.moderate_comments"],
}


@pytest.fixture
def staff(enrol, groups):
    return lambda name: enrol(f"Staff {name}", groups=[name], is_staff=True).user


@pytest.mark.parametrize("name", MAY)
def test_each_group_may_do_its_own_work(staff, name):
    user = staff(name)

    assert [each for each in MAY[name] if not user.has_perm(each)] == []
    assert user.has_perm("wagtailadmin.access_admin")


@pytest.mark.parametrize("name", MAY_NOT)
def test_each_group_may_not_do_anothers(staff, name):
    user = staff(name)

    assert [each for each in MAY_NOT[name] if user.has_perm(each)] == []


@pytest.mark.parametrize("name", MAY)
def test_nobody_may_delete_what_people_said_or_gave(staff, name):
    user = staff(name)
    deleting = {each for each in user.get_all_permissions() if ".delete_" in each}

    assert {
        each for each in deleting if each.split(".")[0] in {"discussion", "funding", "people"}
    } == set()


def test_owners_and_editors_alone_write_pages(staff, groups):
    writing = set(GroupPagePermission.objects.values_list("group__name", flat=True))

    assert writing == {"owner", "editor"}


def test_making_them_again_keeps_what_an_operator_added(groups, now):
    editor = Group.objects.get(name="editor")
    extra = Group.objects.get(name="treasurer").permissions.first()
    editor.permissions.add(extra)
    before = editor.permissions.count()

    make_groups(now=now)

    assert editor.permissions.count() == before


def test_wagtails_own_groups_go_unless_somebody_is_in_them(db, enrol, now):
    make_groups(now=now)
    assert not Group.objects.filter(name__in=["Editors", "Moderators"]).exists()

    kept = Group.objects.create(name="Editors")
    enrol("Old Hand").user.groups.add(kept)
    make_groups(now=now)
    assert Group.objects.filter(name="Editors").exists()
