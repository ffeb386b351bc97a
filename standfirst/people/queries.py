from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.urls import reverse
from wagtail.models import Page

from standfirst.lib.names import look_of
from standfirst.people.cookies import remembered_pk
from standfirst.people.models import Person, PersonQuerySet, User
from standfirst.prepared import Prepared

_member = Prepared(lambda user: Person.objects.select_related("user").filter(user=user))
_person = Prepared(lambda pk: Person.objects.select_related("user").filter(pk=pk))


def person_of(request: HttpRequest) -> Person | None:
    """Find who acts: the signed-in user's person, else the guest that the cookie names.

    Never makes one. Follows merging, so that a guest who proved an address acts as the one
    person they are now. An erased or merged-away row acts for nobody.
    """
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        return _standing_person(_member.first(user=user.pk))
    pk = remembered_pk(request)
    if pk is None:
        return None
    person = _standing_person(_person.first(pk=pk))
    # A guest's cookie never acts for an account: that needs signing in.
    return None if person is not None and person.user_id is not None else person


def edit_address(page: Page, user: User | AnonymousUser) -> str:
    """Give where this user may change a page, in Wagtail's admin; "" for whoever may not."""
    if not user.is_authenticated or not user.has_perm("wagtailadmin.access_admin"):
        return ""
    if not page.permissions_for_user(user).can_edit():
        return ""
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def merged_person(person: Person) -> Person:
    """Follow merging to the row that stands for this person now."""
    seen = {person.pk}
    while person.merged_into_id is not None and person.merged_into_id not in seen:
        seen.add(person.merged_into_id)
        person = Person.objects.select_related("user").get(pk=person.merged_into_id)
    return person


def accounts_named_like(name: str) -> PersonQuerySet:
    """Give the members, staff among them, whose name a reader could not tell from this one."""
    look = look_of(name)
    if not look:
        return Person.objects.none()
    return Person.objects.unmerged().filter(name_look=look, user__is_active=True)


def _standing_person(person: Person | None) -> Person | None:
    if person is None:
        return None
    person = merged_person(person)
    return None if person.erased_at is not None else person
