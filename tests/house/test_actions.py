"""Actions take keyword-only arguments and the time; rules and actions know no clock and no HTTP."""

import ast
import re

from tests.house.source import Source, functions, none_of, python

# The outbox is machinery below all apps, not something that somebody does.
ACTIONS = re.compile(r"standfirst/(?!outbox/)\w+/actions(\.py|/)")
JUDGES = re.compile(r"standfirst/\w+/(actions|rules|queries|models)(\.py|/)")
CLOCKS = {"timezone.now", "datetime.now", "datetime.utcnow", "date.today", "time.time", "localdate"}
CLOCKS |= {"timezone.localdate", "datetime.today"}
TOLD_BY_OTHERS = {
    "standfirst/people/models/user.py": "allauth makes accounts, and knows no `now`",
}
HTTP = ("django.http", "django.shortcuts", "django.views", "rest_framework")
WRITES = {"create", "save", "update", "delete", "bulk_create", "get_or_create", "update_or_create"}
VAGUE = ("process", "handle", "manage", "do", "perform", "execute")


def dotted(node):
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return getattr(node, "id", "")


def public(source):
    return [
        node
        for node in source.tree.body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
    ]


def with_places(source):
    """Give the actions that can be called by place; a question may, and a job's handler."""
    return [
        f"{source.at(node)} {node.name}"
        for node in public(source)
        if node.args.args
        and (writes(node) or is_told_the_time(node))
        and not is_called_by_place(node)
    ]


def is_told_the_time(function):
    return "now" in {argument.arg for argument in [*function.args.args, *function.args.kwonlyargs]}


def is_called_by_place(function):
    names = [argument.arg for argument in [*function.args.args, *function.args.kwonlyargs]]
    is_question = isinstance(function.returns, ast.Name) and function.returns.id == "bool"
    return names[1:] == ["now"] or is_question


def timeless(source):
    """Give the actions that write rows themselves and are not told when."""
    return [
        f"{source.at(node)} {node.name}"
        for node in public(source)
        if writes(node) and not is_told_the_time(node)
    ]


def writes(function):
    return any(
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in WRITES
        and "objects" in dotted(node.func) + "objects" * (node.func.attr == "save")
        for node in ast.walk(function)
    )


def clocks(source):
    """Give the places that ask a clock, or name one as a default."""
    if source.place in TOLD_BY_OTHERS:
        return []
    return [
        f"{source.at(node)}: {dotted(node)}"
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Attribute | ast.Name)
        and any(dotted(node) == clock or dotted(node).endswith("." + clock) for clock in CLOCKS)
    ]


def http(source):
    imported = [
        (node, name)
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in (
            [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else [a.name for a in node.names]
        )
    ]
    return [f"{source.at(node)}: {name}" for node, name in imported if name.startswith(HTTP)]


def vague(source):
    return [
        f"{source.at(node)} {node.name}"
        for node in functions(source.tree)
        if node.name.lstrip("_").split("_")[0] in VAGUE
    ]


def everywhere(pattern, rule):
    return [
        fault
        for source in python("standfirst/")
        if pattern.match(source.place)
        for fault in rule(source)
    ]


def test_actions_take_keyword_only_arguments():
    none_of(everywhere(ACTIONS, with_places), "Put `*,` first: a call says what it passes.")


def test_actions_that_write_are_told_the_time():
    none_of(everywhere(ACTIONS, timeless), "Take `now` as a keyword argument:")


def test_nothing_that_judges_asks_the_clock():
    none_of(
        everywhere(JUDGES, clocks), "Take `now` as an argument; views, commands, the worker ask:"
    )


def test_nothing_that_judges_knows_of_http():
    beside_queries = re.compile(r"standfirst/\w+/(actions|rules|models)(\.py|/)")
    none_of(
        everywhere(beside_queries, http), "Refuse with a reason; the view turns it into a status:"
    )


def test_names_say_what_is_done():
    none_of(everywhere(ACTIONS, vague), "A verb and a noun in an editor's words (hold_comment):")


def test_planted_faults_are_found():
    def planted(text):
        return Source("standfirst/discussion/actions.py", text)

    assert with_places(planted("def hold_comment(comment, text, *, now): ..."))
    assert not with_places(planted("def hold_comment(*, comment, now): ..."))
    assert not with_places(planted("def send_message(message, *, now): ..."))
    assert timeless(planted("def post(*, text):\n    Comment.objects.create(text=text)"))
    assert timeless(planted("def post(*, comment):\n    comment.save()"))
    assert not timeless(planted("def post(*, text, now):\n    Comment.objects.create(text=text)"))
    assert clocks(planted("from django.utils import timezone\nx = timezone.now()"))
    assert clocks(planted("at = DateTimeField(default=timezone.now)"))
    assert http(planted("from django.http import HttpRequest"))
    assert vague(planted("def process_comment(*, comment): ..."))
