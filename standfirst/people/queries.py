from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.urls import reverse
from wagtail.models import Page

from standfirst.lib.names import look_of
from standfirst.lib.secret import digest_of
from standfirst.people.cookies import remembered_pk
from standfirst.people.models import (
    AccessToken,
    Badge,
    PageRole,
    Person,
    PersonQuerySet,
    Standing,
    User,
)
from standfirst.people.owners import Export, Owner, told
from standfirst.prepared import Prepared

_member = Prepared(lambda user: Person.objects.select_related("user").filter(user=user))
_token = Prepared(lambda digest: AccessToken.objects.select_related("user").filter(digest=digest))
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
    return guest_by_key(pk) if pk is not None else None


def guest_by_key(pk: int) -> Person | None:
    """Find the guest that a signed key names; None for one that is gone, or has an account by now.

    Such a key never acts for an account: that needs signing in.
    """
    person = _standing_person(_person.first(pk=pk))
    return None if person is not None and person.user_id is not None else person


def token_of(shown: str) -> AccessToken | None:
    """Find the token that a program shows; None for one that is none, or whose account may not sign in."""
    token = _token.first(digest=digest_of(shown))
    return token if token is not None and token.user.is_active else None


def tokens_of(user: User) -> list[AccessToken]:
    """Give the tokens of an account, the newest first."""
    return list(AccessToken.objects.filter(user=user).order_by("-pk"))


def shows_support(person: Person) -> bool:
    """Whether somebody chose to show that they support the paper; says nothing of whether they do."""
    return Badge.objects.filter(person=person, kind=Badge.Kind.SUPPORTER).exists()


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


def export_of(owner: Owner) -> Export:
    """Give what is kept of a person here: who they are, and what they are to the paper."""
    return {
        "person": told(Person.objects.filter(pk__in=owner.rows)),
        "badges": told(Badge.objects.filter(person__in=owner.rows)),
        "roles on pages": told(PageRole.objects.filter(person__in=owner.rows)),
        "tokens of programs": told(
            AccessToken.objects.filter(user__person__in=owner.rows), without=("digest",)
        ),
        "standing": told(Standing.objects.filter(person__in=owner.rows)),
    }


def person_with_page(pk: int) -> Person | None:
    """Find a member who shows a page of their own: who may sign in, and has not closed it."""
    rows = Person.objects.unmerged().select_related("user")
    return rows.filter(
        pk=pk, user__is_active=True, page_closed_at__isnull=True, erased_at__isnull=True
    ).first()


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
