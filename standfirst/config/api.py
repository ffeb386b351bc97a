"""Where the apps' routers are mounted, and how they are described. Owns nothing."""

import json
from collections.abc import Iterator
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.responses import NinjaJSONEncoder

from standfirst.delivery.baking import baked
from standfirst.delivery.problems import EXPLAINED_AT, PROBLEM_TYPE, problem
from standfirst.discussion.api import answer_refused, reasons
from standfirst.discussion.api import router as discussion
from standfirst.discussion.rules import CommentRefused
from standfirst.people.tokens import TokenRefusal, TokenRefused

# The check of origins stands before every view, in place of ninja's token.
api = NinjaAPI(
    title="Standfirst",
    version="1",
    urls_namespace="api",
    docs_url=None,
    openapi_url=None,
)
api.add_router("", discussion)

STATUS_OF_TOKEN = {
    TokenRefusal.WHO: 401,
    TokenRefusal.TOKEN_WRONG: 401,
    TokenRefusal.SCOPE_MISSING: 403,
}
# What may be answered besides what was asked for.
TO_READERS = (401, 403, 404, 422)
TO_WRITERS = (400, 401, 403, 404, 409, 410, 422, 429)
SECURITY = {
    "token": {"type": "http", "scheme": "bearer", "description": "A personal token."},
    "session": {"type": "apiKey", "in": "cookie", "name": "sessionid"},
}
PROBLEM = {
    "title": "Problem",
    "description": "Why something was not done (RFC 9457).",
    "type": "object",
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "reason": {"type": "string", "description": "Stable, for programs to go by."},
        "detail": {"type": "string", "description": "For people."},
    },
    "required": ["type", "title", "status", "reason", "detail"],
}
# As people read of them.
ORDER = ("Reading", "Writing", "Votes and reports", "Subscriptions")
METHODS = frozenset({"get", "post", "put", "patch", "delete"})


def general_reasons() -> list[tuple[str, int, str]]:
    """Give the reasons that are no action's, with status and words."""
    return [
        ("who", 401, _("Say who you are: by a session or a personal token.")),
        ("token_wrong", 401, _("This token is none, or has ended.")),
        ("scope_missing", 403, _("This token is not good for that.")),
        ("cross_site", 403, _("Another site sent this.")),
        ("unreadable", 400, _("This is not JSON.")),
        ("not_found", 404, _("There is nothing here, or nothing that everybody may read.")),
        ("invalid", 422, _("Something is missing, or is not as it is described.")),
    ]


def _answer(reason: str, words: str = "") -> HttpResponse:
    known = {name: (status, said) for name, status, said in general_reasons()}
    status, said = known[reason]
    return problem(reason=reason, status=status, words=words or said)


@api.exception_handler(TokenRefused)
def _nobody(request: HttpRequest, refused: TokenRefused) -> HttpResponse:
    return _answer(refused.refusal.value)


@api.exception_handler(Http404)
def _not_found(request: HttpRequest, error: Http404) -> HttpResponse:
    return _answer("not_found")


@api.exception_handler(HttpError)
def _unreadable(request: HttpRequest, error: HttpError) -> HttpResponse:
    return _answer("unreadable")


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    places = (".".join(map(str, each["loc"])) + ": " + str(each["msg"]) for each in error.errors)
    return _answer("invalid", "; ".join(list(places)[:5]))


@api.exception_handler(CommentRefused)
def _refused(request: HttpRequest, refused: CommentRefused) -> HttpResponse:
    return answer_refused(refused)


def no_such_thing(request: HttpRequest) -> HttpResponse:
    """Answer programs that ask for what the API has not."""
    return _answer("not_found")


@baked()
def openapi(request: HttpRequest) -> HttpResponse:
    """Describe the API to programs (OpenAPI 3.1)."""
    return HttpResponse(json.dumps(described()), content_type="application/json")


@baked()
def api_docs(request: HttpRequest) -> HttpResponse:
    """Describe the API to people."""
    context = {
        "groups": list(_groups(described())),
        "reasons": [*general_reasons(), *reasons()],
    }
    return render(request, "pages/api.html", context)


def described() -> dict[str, Any]:
    """Give the description: what ninja knows, with who may ask and what may be refused."""
    made = api.get_openapi_schema(path_prefix=EXPLAINED_AT)
    schema: dict[str, Any] = json.loads(json.dumps(made, cls=NinjaJSONEncoder))
    schema["components"]["schemas"]["Problem"] = PROBLEM
    schema["components"]["securitySchemes"] = SECURITY
    for _path, method, operation in _operations(schema):
        for status in TO_READERS if method == "get" else TO_WRITERS:
            operation["responses"][str(status)] = {
                "description": "Refused",
                "content": {PROBLEM_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
            }
    return schema


def _operations(schema: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            if method in METHODS:
                yield path, method, operation


def _groups(schema: dict[str, Any]) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Give the operations by tag, each as the readable page shows it."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for path, method, operation in _operations(schema):
        shown = {
            "method": method.upper(),
            "path": path,
            "summary": operation["summary"],
            "description": operation.get("description", ""),
            "parameters": [
                (each["name"], each["schema"].get("description", ""))
                for each in operation.get("parameters", [])
                if each["in"] == "query"
            ],
            "fields": _fields(schema, operation),
            "needs": {} not in operation.get("security", [{}]),
        }
        groups.setdefault(operation["tags"][0], []).append(shown)
    yield from sorted(groups.items(), key=lambda group: ORDER.index(group[0]))


def _fields(schema: dict[str, Any], operation: dict[str, Any]) -> list[tuple[str, bool]]:
    """Give the names of what is sent, and whether each must be."""
    if "requestBody" not in operation:
        return []
    sent = operation["requestBody"]["content"]["application/json"]["schema"]
    body = schema["components"]["schemas"][sent["$ref"].rsplit("/", 1)[-1]]
    return [(name, name in body.get("required", [])) for name in body["properties"]]
