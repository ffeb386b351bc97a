"""One door: whatever can start a session leads to /account/."""

import pytest
from django.db.migrations.recorder import MigrationRecorder
from django.urls import get_resolver, reverse

from standfirst.config.views import has_all_migrations

pytestmark = pytest.mark.django_db
DOORS = [
    "/admin/login/",
    "/admin/password_reset/",
    "/admin/password_reset/done/",
    "/admin/password_reset/confirm/MQ/abc-def/",
    "/_util/login/",
]


@pytest.mark.parametrize("path", DOORS)
def test_wagtails_own_doors_lead_to_the_one_door(client, path):
    for response in (client.get(path), client.post(path, {"username": "a", "password": "b"})):
        assert response.status_code == 302
        assert response.headers["Location"].startswith("/account/")


def test_whoever_wants_the_admin_signs_in_at_the_one_door_and_comes_back(client):
    response = client.get("/admin/", follow=True)

    assert response.redirect_chain[-1][0].startswith("/account/login/?next=")


@pytest.mark.parametrize("target", ["//evil.test/", "https://evil.test/", "/\\evil.test"])
def test_the_door_leads_back_to_this_site_only(client, target):
    assert "evil" not in client.get("/admin/login/", {"next": target}).headers["Location"]


def views(patterns, prefix=""):
    for pattern in patterns:
        if hasattr(pattern, "url_patterns"):
            yield from views(pattern.url_patterns, prefix + str(pattern.pattern))
        else:
            yield prefix + str(pattern.pattern), pattern.callback


def starts_a_session(view):
    """Whether a view is one of those that sign somebody in."""
    made_of = getattr(view, "view_class", view)
    name = f"{made_of.__module__}.{getattr(made_of, '__qualname__', '')}"
    return "LoginView" in name or "PasswordReset" in name or "ConfirmLoginCode" in name


def test_every_view_that_can_start_a_session_is_behind_the_one_door():
    first = {}
    for path, view in views(get_resolver().url_patterns):
        first.setdefault(path.replace("^", "").replace("$", ""), view)
    doors = [path for path, view in first.items() if starts_a_session(view)]

    assert doors, "the list finds nothing, so it proves nothing"
    shadowed = ("admin/login/", "admin/password_reset/")
    assert [path for path in doors if not path.startswith(("account/", *shadowed))] == []
    assert not starts_a_session(first["admin/login/"])


def test_health_is_said_without_a_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert client.get("/healthz").content == b"ok\n"


@pytest.fixture
def asked_anew():
    """Forget what this process knows of its migrations, before and after."""
    has_all_migrations.cache_clear()
    yield
    has_all_migrations.cache_clear()


def test_a_migrated_site_is_ready(client, asked_anew):
    assert client.get("/readyz").status_code == 200


def test_a_site_that_waits_for_a_migration_is_not_ready_until_it_has_it(client, asked_anew):
    recorded = MigrationRecorder.Migration.objects.filter(app="outbox").latest("name")
    recorded.delete()
    assert (client.get("/readyz").status_code, client.get("/healthz").status_code) == (503, 200)

    recorded.save(force_insert=True)
    assert client.get("/readyz").status_code == 200


def test_being_ready_is_asked_cheaply(client, asked_anew, django_assert_max_num_queries):
    client.get("/readyz")

    with django_assert_max_num_queries(1):
        client.get("/readyz")


@pytest.mark.parametrize(
    "name",
    ["originals/x.png", "documents/x.pdf", "images/../originals/x.png", "images/nothing.png"],
)
def test_only_renditions_are_served(client, settings, name):
    (settings.MEDIA_ROOT / "originals").mkdir(parents=True, exist_ok=True)
    (settings.MEDIA_ROOT / "originals" / "x.png").write_bytes(b"secret")

    assert client.get(f"/media/{name}").status_code == 404


def test_a_rendition_is_kept_for_ever(client, settings):
    (settings.MEDIA_ROOT / "images").mkdir(parents=True, exist_ok=True)
    (settings.MEDIA_ROOT / "images" / "abc.webp").write_bytes(b"picture")

    response = client.get("/media/images/abc.webp")

    assert b"".join(response.streaming_content) == b"picture"
    assert response.headers["Content-Type"] == "image/webp"
    assert "immutable" in response.headers["Cache-Control"]


def test_the_addresses_have_names():
    assert reverse("account_login").startswith("/account/")
    assert reverse("wagtailadmin_home") == "/admin/"
