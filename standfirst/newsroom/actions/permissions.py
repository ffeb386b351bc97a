"""What the groups of the newsroom may do in the admin."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

_EDITING = ("add_page", "change_page", "publish_page", "lock_page", "unlock_page")
PAGE_PERMISSIONS: Mapping[str, tuple[str, ...]] = {
    "owner": (*_EDITING, "bulk_delete_page"),
    "editor": _EDITING,
}
_FILES = ("add_image", "change_image", "choose_image", "add_document", "change_document")
COLLECTION_PERMISSIONS = (*_FILES, "choose_document")
_REDIRECTS = ("add_redirect", "change_redirect", "delete_redirect")


@transaction.atomic
def grant_newsroom_permissions(*, groups: Iterable[Group], now: datetime) -> None:
    """Let owners and editors write and publish; every group named may enter the admin.

    Groups are known by name: owner, editor, moderator, treasurer. Granting twice changes nothing.
    """
    root = Page.get_first_root_node()
    collection = Collection.get_first_root_node()
    for group in groups:
        group.permissions.add(_permission("wagtailadmin", "access_admin"))
        for codename in PAGE_PERMISSIONS.get(group.name, ()):
            GroupPagePermission.objects.get_or_create(
                group=group, page=root, permission=_permission("wagtailcore", codename)
            )
        if group.name in PAGE_PERMISSIONS:
            for codename in COLLECTION_PERMISSIONS:
                GroupCollectionPermission.objects.get_or_create(
                    group=group,
                    collection=collection,
                    permission=_permission("pictures", codename),
                )
            for codename in _REDIRECTS:
                group.permissions.add(_permission("wagtailredirects", codename))


def _permission(app: str, codename: str) -> Permission:
    return Permission.objects.get(content_type__app_label=app, codename=codename)
