"""What a test run may do faster than a paper, without changing what is tested."""

import pytest


@pytest.fixture(autouse=True, scope="session")
def quick_passwords():
    """Hash passwords quickly; how they are hashed for real is read from the settings by its own test."""
    from django.conf import settings  # noqa: PLC0415 (settings are loaded by then)

    real = settings.PASSWORD_HASHERS
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", *real]
    yield
    settings.PASSWORD_HASHERS = real
