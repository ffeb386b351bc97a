import pytest

from standfirst.delivery.headers import headers_for

pytestmark = pytest.mark.any_engine


def test_public_pages_run_own_scripts_only():
    policy = headers_for(path="/", is_secure=False)["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert "require-trusted-types-for 'script'" in policy
    assert "unsafe" not in policy


def test_the_editor_has_a_looser_policy_of_its_own():
    policy = headers_for(path="/admin/pages/", is_secure=False)["Content-Security-Policy"]
    assert "object-src 'none'" in policy
    other = headers_for(path="/administrivia/", is_secure=False)["Content-Security-Policy"]
    assert policy != other


def test_behind_tls_browsers_are_told_to_stay_there():
    assert "Strict-Transport-Security" not in headers_for(path="/", is_secure=False)
    assert "Strict-Transport-Security" in headers_for(path="/", is_secure=True)


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/nothing-here/", "/healthz", "/admin/", "/media/x", "/static/x"])
def test_every_answer_carries_them(client, path):
    response = client.get(path)
    for name in ("Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy"):
        assert name in response, name
