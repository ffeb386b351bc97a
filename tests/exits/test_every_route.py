"""What holds at every route: one door, no foreign form, reading writes nothing, the headers."""

import inspect
import re
from contextlib import contextmanager

import pytest
from django.db import connection
from django.urls import resolve

from standfirst.delivery.headers import PUBLIC_POLICY, STAFF_POLICY
from standfirst.discussion.actions import Wish, subscribe
from standfirst.discussion.models import Subscription
from standfirst.lib.clock import now as clock
from standfirst.newsroom.models import ArticlePage
from standfirst.notify.actions import open_mailbox
from standfirst.notify.places import end_all_path, settings_path
from tests.cast import PASSWORD
from tests.exits.routes import all_routes
from tests.exits.walking import walked
from tests.plugins.demo import FLAGSHIP

pytestmark = [pytest.mark.any_engine, pytest.mark.slow]

# What calls of these names, in a view or what its class inherits, begin a session for a user.
STARTS = {
    *("login", "auth_login", "perform_login", "perform_password_login", "resume_login"),
    # allauth's flows, which its views call
    *("complete_signup", "finalize_password_reset", "finish", "exit"),
}
# Their senders have no page of ours open: a provider signs, a mail program knows a secret.
EXEMPT = {"funding:event", "discussion:end_subscription"}
# Whoever reads the mail knows the secret, and a page that sends no referrer sends no origin either.
EXEMPT |= {"discussion:notices", "discussion:end_notices", "notify:provider_events"}
# Wagtail makes sizes of pictures when they are first shown; signing in and staff pages keep sessions;
# an open editor notes that somebody is editing, and who wants to be told of comments on the page;
# whoever opens their own settings for the first time gets a row for them.
MAY_BE_WRITTEN_BY_READING = {
    *("pictures_rendition", "django_session"),
    *("wagtailadmin_editingsession", "wagtailcore_pagesubscription", "wagtailusers_userprofile"),
}
WRITES = re.compile(r'^\s*(?:INSERT|UPDATE|DELETE|REPLACE)\b[^"]*"(\w+)"', re.IGNORECASE)
EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": None,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": None,
    "Cache-Control": None,
}


class TestOneDoor:
    def test_every_view_that_starts_a_session_is_behind_the_one_door(self):
        starting = [route for route in all_routes() if starts_sessions(route.view)]
        reached = [route for route in starting if resolve(route.address).func is route.view]

        assert {"account_login", "account_confirm_login_code"} <= {route.name for route in reached}
        assert {route.pattern.split("/")[0] for route in reached} == {"account"}

    def test_wagtails_own_doors_are_there_and_shadowed(self):
        """The control: there is something to find outside the one door."""
        starting = {route.name for route in all_routes() if starts_sessions(route.view)}
        assert {"wagtailadmin_login", "wagtailadmin_password_reset_confirm"} <= starting

    @pytest.mark.parametrize(("role", "doors"), [("reader", {"account_login"}), ("editor", set())])
    def test_a_right_password_opens_no_other_address(self, client_of, request, role, doors):
        """Nor that one by itself, where there is a second factor."""
        person = request.getfixturevalue(role)
        typed = {"login": person.email, "username": person.email, "email": person.email}
        typed |= {"password": PASSWORD, "password1": PASSWORD, "next": "/"}
        opened = set()
        for route in all_routes():
            visitor = client_of(None)
            visitor.raise_request_exception = False
            visitor.post(route.address, typed)
            if "_auth_user_id" in visitor.session:
                opened.add(route.name)
        assert opened == doors


class TestForeignForms:
    @pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
    def test_every_route_refuses_what_another_site_caused(self, client_of, owner, method):
        visitor = client_of(owner)
        for headers in (
            {"sec-fetch-site": "cross-site", "origin": "https://evil.test"},
            {"sec-fetch-site": "same-site"},
        ):
            let_through = {
                route.name
                for route in all_routes()
                if not is_refused(getattr(visitor, method)(route.address, headers=headers))
            }
            assert let_through == EXEMPT

    def test_exactly_the_named_views_are_exempt(self):
        marked = {
            route.name
            for route in all_routes()
            if getattr(route.view, "is_exempt_from_origin_check", False)
        }
        assert marked == EXEMPT

    def test_our_own_forms_are_let_through(self, client_of, owner):
        """The control: it is the origin that is refused, not the method."""
        refused = [
            route.name
            for route in all_routes()
            if not route.is_staffs and is_refused(client_of(owner).post(route.address))
        ]
        assert refused == []


class TestReadingWritesNothing:
    def test_at_every_address_that_a_reader_comes_to(self, roles):
        addresses = list(walked(roles["nobody"]))
        for role in ("nobody", "guest", "member"):
            assert written_by(roles[role], addresses) == {}

    def test_at_every_route_for_a_reader_and_for_an_owner(self, demo, client_of, owner):
        """And every answer has the headers: 400 pages are read for both at once."""
        for person in (None, owner):
            visitor, lacking = client_of(person), []
            found = written_by(
                visitor,
                [route.address for route in all_routes()],
                each=lambda response: lacking.extend(lacks(response)),  # noqa: B023 (used at once)
            )
            assert (found, lacking) == ({}, [])

    def test_on_the_pages_of_one_person(self, roles, guests_comment, gifts, thread):
        wish = Wish(
            thread=thread,
            person=guests_comment.author,
            kind=Subscription.Kind.ALL,
            address="canary@mail.test",
        )
        asked = subscribe(wish=wish, now=clock())
        mailbox = open_mailbox(address="canary@mail.test", now=clock())
        draft, promised = gifts
        addresses = [
            *(f"/comments/{guests_comment.pk}/{verb}/" for verb in ("edit", "withdraw", "vote")),
            f"{thread.comments_path}?mine",
            f"{thread.comments_path}?mine&fragment=1",
            f"/subscriptions/{asked.secret}/",
            f"/subscriptions/{asked.secret}/end/",
            settings_path(mailbox),
            end_all_path(mailbox),
            "/subscriptions/mine/",
            f"/support/gift/{draft.secret}/",
            f"/support/gift/{promised.secret}/status/",
            f"/support/gift/{promised.secret}/receipt.pdf",
            promised.checkout_url,
        ]
        assert written_by(roles["guest"], addresses) == {}
        assert written_by(roles["member"], ["/account/", *addresses]) == {}
        assert Subscription.objects.get(pk=asked.pk).confirmed_at is None

    def test_in_the_editors_admin(self, demo, client_of, editor):
        article = ArticlePage.objects.get(slug=FLAGSHIP)
        places = ["", "pages/", f"pages/{article.get_parent().pk}/", "images/", "reports/locked/"]
        places += [f"pages/{article.pk}/{name}/" for name in ("edit", "history", "usage", "copy")]
        assert written_by(client_of(editor), [f"/admin/{place}" for place in places]) == {}

    def test_a_view_that_counts_its_readers_is_found(self, db, settings, client_of):
        settings.ROOT_URLCONF = "tests.exits.leaks"
        found = written_by(client_of(None), ["/leak/writes/"])
        assert found == {"/leak/writes/": {"delivery_stalekey"}}


class TestHeaders:
    def test_every_route_has_them_whatever_it_answers(self, demo, client_of):
        statuses, lacking = set(), []
        visitor = client_of(None, raise_request_exception=False)
        for route in all_routes():
            for response in (
                visitor.get(route.address),
                visitor.post(route.address, headers={"sec-fetch-site": "cross-site"}),
                visitor.options(route.address),
            ):
                response.close()
                statuses.add(response.status_code)
                lacking += [f"{route.address}: {name}" for name in lacks(response)]
        assert lacking == []
        assert {200, 302, 403, 404, 405} <= statuses

    def test_what_is_not_modified_has_them(self, demo, client_of):
        visitor = client_of(None)
        tag = visitor.get("/")["ETag"]
        response = visitor.get("/", headers={"if-none-match": tag})
        assert response.status_code == 304
        assert lacks(response) == []

    def test_what_failed_has_them(self, db, settings, client_of):
        settings.ROOT_URLCONF = "tests.exits.leaks"
        visitor = client_of(None, raise_request_exception=False)
        response = visitor.get("/leak/fails/")
        assert response.status_code == 500
        assert lacks(response) == []
        assert b"planted" not in response.content

    def test_what_names_another_host_has_them(self, db, client_of):
        response = client_of(None).get("/", headers={"host": "evil.test"})
        assert response.status_code == 400
        assert lacks(response) == []

    def test_a_static_file_has_them(self, client_of):
        response = client_of(None).get("/static/standfirst/css/page.css")
        response.close()
        assert response.status_code == 200
        assert lacks(response) == []

    def test_a_response_without_them_is_found(self, db, settings, client_of):
        """The control: without the middleware nearly all are missing."""
        ours = "standfirst.delivery.middleware.SecurityHeadersMiddleware"
        settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if name != ours]
        assert "Content-Security-Policy" in lacks(client_of(None).get("/healthz"))


def starts_sessions(view):
    """Whether a view's code, or its class's and what that inherits, begins a session for a user."""
    owner = getattr(view, "view_class", None)
    code = inspect.unwrap(view) if owner is None else owner
    parts = [each for each in code.__mro__ if each is not object] if owner else [code]
    functions = [
        inspect.unwrap(member)
        for part in parts
        for member in (vars(part).values() if inspect.isclass(part) else [part])
        if inspect.isfunction(member)
    ]
    # allauth's forms and flows are one step away: its views call `form.login` and `flows…`.
    return any(STARTS & called_names(function) for function in functions)


def called_names(function):
    code = inspect.unwrap(function).__code__
    inner = [const for const in code.co_consts if inspect.iscode(const)]
    names = set(code.co_names)
    for each in inner:
        names |= set(each.co_names)
    return names


def is_refused(response):
    is_ours = any(template.name == "pages/refused.html" for template in response.templates)
    # Programs are told in their own form.
    is_ours = is_ours or response.content.startswith(b'{"type": "/api/v1/#cross_site"')
    return response.status_code == 403 and is_ours


def written_by(client, addresses, *, each=lambda response: None):
    """Give the tables that reading writes to, by address, but for the named ones."""
    found = {}
    client.raise_request_exception = False
    for address in addresses:
        with written_tables() as tables:
            response = client.get(address)
            response.close()
        each(response)
        if tables - MAY_BE_WRITTEN_BY_READING:
            found[address] = tables - MAY_BE_WRITTEN_BY_READING
    return found


@contextmanager
def written_tables():
    tables = set()

    def watch(execute, sql, params, many, context):
        found = WRITES.match(sql)
        if found:
            tables.add(found[1])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield tables


def lacks(response):
    """Give the security headers that a response does not carry as it should."""
    is_staffs = response.request["PATH_INFO"].startswith("/admin/")
    wanted = {**EVERYWHERE, "Content-Security-Policy": STAFF_POLICY if is_staffs else PUBLIC_POLICY}
    missing = [name for name in wanted if name not in response.headers]
    return missing + [
        f"another {name}"
        for name, value in wanted.items()
        if value and name not in missing and response[name] != value
    ]
