"""The four groups of a paper and what each may do.

What concerns pages and files is newsroom's to say; the rest is listed here, by app, because only
the command line and tests stand above all of them.
"""

from collections.abc import Mapping
from datetime import datetime

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q

from standfirst.newsroom.actions import grant_newsroom_permissions

# Whole apps: adding, changing, seeing, and their own verbs. Deleting is nobody's by default.
APPS: Mapping[str, tuple[str, ...]] = {
    "owner": (
        "people",
        "siteconfig",
        "newsroom",
        "discussion",
        "moderation",
        "funding",
        "notify",
        "outbox",
        "wagtailusers",
    ),
    "editor": ("newsroom",),
    "moderator": ("moderation", "discussion"),
    "treasurer": ("funding",),
}
SINGLE: Mapping[str, tuple[str, ...]] = {
    "owner": (
        "wagtailcore.add_collection",
        "wagtailcore.change_collection",
        "wagtailcore.change_site",
        "wagtailcore.add_workflow",
        "wagtailcore.change_workflow",
        "auth.view_group",
    ),
    "editor": (
        "siteconfig.change_menus",
        "siteconfig.change_identity",
        "notify.lift_suppressions",
    ),
    "moderator": ("notify.lift_suppressions",),
    "treasurer": (),
}
# Wagtail's first migration makes these; ours say what they are.
WAGTAILS_OWN = ("Editors", "Moderators")


@transaction.atomic
def make_groups(*, now: datetime) -> None:
    """Make the groups owner, editor, moderator and treasurer, or bring them up to date.

    Permissions that an operator added stay; Wagtail's own two groups go while nobody is in them.
    """
    groups = [Group.objects.get_or_create(name=name)[0] for name in APPS]
    for group in groups:
        group.permissions.add(*_permissions(group.name))
    grant_newsroom_permissions(groups=groups, now=now)
    Group.objects.filter(name__in=WAGTAILS_OWN, user=None).delete()


def _permissions(name: str) -> list[Permission]:
    chosen = Q(content_type__app_label__in=APPS[name]) & ~Q(codename__startswith="delete_")
    for full_name in SINGLE[name]:
        app, codename = full_name.split(".")
        chosen |= Q(content_type__app_label=app, codename=codename)
    return list(Permission.objects.filter(chosen))
