"""The API as it describes itself: asked all that its description allows, and much that it does not."""

import json
import os

import hypothesis
import pytest
import schemathesis
from django.test import Client
from hypothesis import HealthCheck
from schemathesis import GenerationMode, config

from standfirst.config.api import described, general_reasons
from standfirst.discussion import actions
from standfirst.discussion.actions import NewComment
from standfirst.discussion.models import Thread
from standfirst.discussion.rules import Refusal
from standfirst.lib.clock import now as clock
from standfirst.newsroom import actions as newsroom
from standfirst.people.actions import make_token
from standfirst.people.models import Scope
from tests.discussion.api.conftest import reason_of
from tests.plugins.remembering import remembered

# What the rules of the discussion may say no to although it was asked as it is described.
RULES = ["2xx", "401", "403", "404", "409", "410", "422", "429"]
EXAMPLES = 300 if os.environ.get("STANDFIRST_SOAK") else 12
WAYS = hypothesis.settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    database=None,
)


def asked_by(schema, base_url):
    """Have schemathesis ask the paper as it is served."""
    checks = config.ChecksConfig(
        positive_data_acceptance=config.PositiveDataAcceptanceConfig(expected_statuses=RULES)
    )
    project = config.ProjectConfig(checks=checks)
    loaded = schemathesis.openapi.from_dict(
        schema,
        config=config.SchemathesisConfig(projects=config.ProjectsConfig(default=project)),
    )
    loaded.config.base_url = base_url
    return loaded


@pytest.fixture
@remembered
def article(transactional_db, now):
    home = newsroom.found_paper(name="The Weir Courier", now=now)
    section = newsroom.add_section(home=home, title="Town", now=now)
    article = newsroom.NewArticle(headline="Who owns the gate?", first_published_at=now)
    return newsroom.publish_article(section=section, article=article, now=now)


@pytest.fixture
def talk(article, enrol):
    """Give a comment under an article, and a member's token."""
    thread = Thread.objects.get(page=article)
    author = enrol("Ann Author")
    new = NewComment(thread=thread, author=author, text="The miller told me.")
    return actions.post_comment(new=new, now=clock())


@pytest.fixture
def asked(talk, live_server):
    """Give the description with the keys of things that are there: any other number is not."""
    schema = described()
    for path, methods in schema["paths"].items():
        known = talk.thread_id if "/threads/" in path else talk.pk
        for operation in methods.values():
            for parameter in operation.get("parameters", []):
                if parameter["name"] == "pk":
                    parameter["schema"] = {"type": "integer", "enum": [known, 2**40]}
    bodies = schema["components"]["schemas"]
    bodies["SubscriptionIn"]["properties"]["thread"] = {"enum": [talk.thread_id]}
    return asked_by(schema, live_server.url)


def operations():
    return [
        (method.upper(), path)
        for path, methods in described()["paths"].items()
        for method in methods
    ]


@pytest.mark.slow
@pytest.mark.parametrize(("method", "path"), operations(), ids=str)
@pytest.mark.parametrize("mode", GenerationMode, ids=lambda mode: mode.value)
def test_everything_is_answered_as_it_is_described(asked, method, path, mode):
    @hypothesis.given(case=asked[path][method].as_strategy(generation_mode=mode))
    @WAYS
    def ask(case):
        case.call_and_validate()

    ask()


def test_the_control_what_is_not_as_it_is_described_is_found(asked):
    """Once asked of a description that says otherwise."""
    schema = asked.raw_schema
    schema["components"]["schemas"]["ThreadOut"]["properties"]["title"]["type"] = "integer"
    case = asked["/api/v1/threads"]["GET"].Case(query={})
    with pytest.raises(schemathesis.core.failures.FailureGroup):
        case.call_and_validate()


def test_every_reason_is_explained_where_its_type_leads(client_of, db):
    page = client_of(None).get("/api/v1/").content.decode()
    names = [refusal.value for refusal in Refusal] + [name for name, *_ in general_reasons()]
    for name in names:
        assert page.count(f'id="{name}"') == 1


def test_every_operation_stands_on_the_readable_page(client_of, db):
    page = client_of(None).get("/api/v1/").content.decode()
    listed = operations()
    assert len(listed) > 12
    for method, path in listed:
        assert f"<strong>{method}</strong> {path}" in page


def test_the_description_says_who_may_ask_and_what_may_be_refused(client_of, db):
    schema = json.loads(client_of(None).get("/api/v1/openapi.json").content)
    write = schema["paths"]["/api/v1/threads/{pk}/comments"]["post"]
    assert {} in write["security"]
    assert {} not in schema["paths"]["/api/v1/subscriptions"]["get"]["security"]
    assert "application/problem+json" in write["responses"]["429"]["content"]


def test_what_the_api_has_not_is_a_problem(client_of, db):
    for address in ("/api/", "/api/v2/threads", "/api/v1/threads/1/x"):
        assert reason_of(client_of(None).get(address)) == "not_found"


def test_a_method_that_is_not_there_is_said_with_those_that_are(client_of, db):
    response = client_of(None).delete("/api/v1/threads")
    assert response.status_code == 405
    assert set(response.headers["Allow"].split(", ")) == {"GET", "POST"}


@pytest.mark.parametrize("path", ["/api/v1/", "/api/v1/openapi.json"])
def test_the_descriptions_are_the_same_for_everybody(client_of, reader, path):
    assert client_of(reader).get(path).content == client_of(None).get(path).content


def test_a_token_is_no_help_without_its_account(client_of, reader, now):
    secret = make_token(user=reader.user, name="x", scopes=[Scope.SUBSCRIPTIONS], now=now)
    headers = {"authorization": f"Bearer {secret}"}
    assert Client().get("/api/v1/subscriptions", headers=headers).status_code == 200
    reader.user.delete()
    assert reason_of(Client().get("/api/v1/subscriptions", headers=headers)) == "token_wrong"
