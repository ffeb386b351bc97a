from datetime import timedelta

import pytest
from django.http import Http404
from django.test import RequestFactory
from wagtail.models import Page, PageViewRestriction, Site, get_page_models

from standfirst.delivery.public import is_public, page_at, public_pages
from standfirst.delivery.recording import record_keys

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


def test_a_page_is_found_by_its_whole_address(child, now):
    home = Site.objects.get(is_default_site=True).root_page

    def found(path):
        try:
            return page_at(RequestFactory().get("/"), path, now)
        except Http404:
            return None

    assert [found(path) for path in ("", "/", "parent/child", "/parent//child/")] == [
        home,
        home,
        child,
        child,
    ]
    assert [found(path) for path in ("child/", "parent/parent/", "Parent/child/", "%")] == [
        None
    ] * 4


def test_where_there_are_more_sites_the_host_chooses_as_wagtail_does(child, now):
    other = child.get_parent()
    Site.objects.create(hostname="other.test", port=80, root_page=other)

    def found(host):
        return page_at(RequestFactory().get("/", headers={"host": host}), "", now)

    assert found("other.test") == other
    assert found("testserver") == Site.objects.get(is_default_site=True).root_page


def test_no_page_type_of_ours_answers_for_addresses_below_its_own():
    assert [kind for kind in get_page_models() if kind.route is not Page.route] == []


def test_links_on_a_page_ask_for_no_site_again(child, now, django_assert_num_queries):
    request = RequestFactory().get("/parent/child/")
    page = page_at(request, "/parent/child/", now)
    with django_assert_num_queries(0):
        assert page.get_url(request) == "/parent/child/"


def test_one_render_asks_once_what_is_restricted(child, now, django_assert_num_queries):
    with record_keys(), django_assert_num_queries(1):
        assert is_public(child, now)
        public_pages(Page.objects.all(), now)
    PageViewRestriction.objects.create(page=child, restriction_type="login")
    with record_keys():
        assert not is_public(child, now)
