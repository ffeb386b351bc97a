"""What the settings make of an operator's choices, read in a process of its own."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings

pytestmark = pytest.mark.any_engine
READ = """
import json, sys
from standfirst.config import settings
print(json.dumps({name: getattr(settings, name) for name in sys.argv[1].split()}, default=str))
"""


def read(names, **environment):
    done = subprocess.run(
        [sys.executable, "-c", READ, names],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


def test_behind_tls_cookies_are_secure():
    names = "SESSION_COOKIE_SECURE CSRF_COOKIE_SECURE ALLOWED_HOSTS"

    assert read(names, STANDFIRST_URL="https://paper.example") == {
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        "ALLOWED_HOSTS": ["paper.example"],
    }


def test_on_this_machine_cookies_work_without_tls():
    found = read("SESSION_COOKIE_SECURE ALLOWED_HOSTS", STANDFIRST_URL="http://127.0.0.1:9000")

    assert found["SESSION_COOKIE_SECURE"] is False
    assert "localhost" in found["ALLOWED_HOSTS"]


def test_mail_is_printed_until_a_server_is_named():
    assert "console" in read("EMAIL_BACKEND")["EMAIL_BACKEND"]
    named = read("EMAIL_BACKEND EMAIL_USE_TLS EMAIL_USE_SSL", STANDFIRST_EMAIL_HOST="mail.test")
    assert "smtp" in named["EMAIL_BACKEND"]
    assert (named["EMAIL_USE_TLS"], named["EMAIL_USE_SSL"]) == (True, False)


def test_passwords_are_hashed_with_argon2():
    assert "Argon2" in read("PASSWORD_HASHERS")["PASSWORD_HASHERS"][0]


def test_every_process_keeps_its_connection():
    assert settings.DATABASES["default"]["CONN_MAX_AGE"] is None


def test_nobodys_address_goes_to_third_parties():
    assert settings.WAGTAIL_GRAVATAR_PROVIDER_URL is None
    assert settings.WAGTAIL_ENABLE_UPDATE_CHECK is False


def test_a_wrong_setting_stops_everything():
    done = subprocess.run(
        [sys.executable, "-c", "import standfirst.config.settings"],
        env={**os.environ, "STANDFIRST_PORT": "eighty"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert "whole number" in done.stderr
