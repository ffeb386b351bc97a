"""Programs that ask: without anything, with a member's token, with a browser's session."""

import json
from dataclasses import dataclass

import pytest
from django.core.cache import caches
from django.test import Client

from standfirst.people.actions import make_token
from standfirst.people.models import Scope

AT = "/api/v1"


@dataclass
class Program:
    """Sends JSON, and reads it."""

    client: Client
    token: str = ""

    def ask(self, method, path, sent=None, **headers):
        if self.token:
            headers["authorization"] = f"Bearer {self.token}"
        body = {} if sent is None else {"data": json.dumps(sent)}
        return getattr(self.client, method)(
            f"{AT}{path}", content_type="application/json", headers=headers, **body
        )

    def get(self, path, **headers):
        return self.client.get(f"{AT}{path}", headers={**self._shown(), **headers})

    def _shown(self):
        return {"authorization": f"Bearer {self.token}"} if self.token else {}

    def post(self, path, sent, **headers):
        return self.ask("post", path, sent, **headers)

    def put(self, path, sent, **headers):
        return self.ask("put", path, sent, **headers)

    def patch(self, path, sent, **headers):
        return self.ask("patch", path, sent, **headers)

    def delete(self, path, **headers):
        return self.ask("delete", path, **headers)


@pytest.fixture(autouse=True)
def forgetful():
    """Nothing that another test counted is remembered."""
    caches["memory"].clear()


@pytest.fixture
def program(db):
    """Give a program without key and cookie, as `curl` is."""
    return Program(Client())


@pytest.fixture
def token_of(now):
    """Make a token of a member."""

    def make(person, *scopes):
        return make_token(user=person.user, name="test", scopes=scopes or tuple(Scope), now=now)

    return make


@pytest.fixture
def members_program(reader, token_of):
    """Give a program that shows a member's token for everything."""
    return Program(Client(), token_of(reader))


@pytest.fixture
def browsers_program(client_of):
    """Give a script on our own page, in somebody's browser."""
    return lambda person: Program(client_of(person))


def reason_of(response):
    """Give why something was refused, after looking at the form of the answer (RFC 9457)."""
    assert response.headers["Content-Type"] == "application/problem+json", response.content
    said = response.json()
    assert said["status"] == response.status_code
    assert said["type"] == f"/api/v1/#{said['reason']}"
    assert said["detail"]
    return said["reason"]
