from datetime import timedelta

import pytest
from django.http import Http404
from django.test import RequestFactory
from wagtail.models import Page, PageViewRestriction, Site

from standfirst.delivery.public import is_public, page_at, public_pages

pytestmark = pytest.mark.django_db


@pytest.fixture
def child():
    home = Site.objects.get(is_default_site=True).root_page
    parent = home.add_child(instance=Page(title="Parent", slug="parent"))
    return parent.add_child(instance=Page(title="Child", slug="child"))


def seen(page, now):
    request = RequestFactory().get("/parent/child/")
    try:
        found = page_at(request, "/parent/child/", now)
    except Http404:
        found = None
    return (
        is_public(Page.objects.get(pk=page.pk), now),
        public_pages(Page.objects.filter(pk=page.pk), now).exists(),
        found is not None,
    )


def test_a_live_page_is_public(child, now):
    assert seen(child, now) == (True, True, True)


def test_an_unpublished_page_is_not(child, now):
    child.unpublish()
    assert seen(child, now) == (False, False, False)


def test_an_expired_page_is_not_even_before_wagtail_unpublishes_it(child, now):
    Page.objects.filter(pk=child.pk).update(expire_at=now - timedelta(seconds=1))
    assert seen(child, now) == (False, False, False)


@pytest.mark.parametrize("kind", ["login", "password", "groups"])
@pytest.mark.parametrize("where", ["page", "parent"])
def test_a_restricted_page_and_all_below_it_are_not(child, now, kind, where):
    page = child if where == "page" else child.get_parent()
    PageViewRestriction.objects.create(page=page, restriction_type=kind, password="x")
    assert seen(child, now) == (False, False, False)
