"""Imports are not the only way to know of another app: templates and strings name them, too."""

import re
from functools import cache

from tests.house.source import PACKAGE, Source, layers, may_know, none_of, python, templates, texts

APPS = sorted({name for row in layers() for name in row})
APP = "(" + "|".join(APPS) + ")"
# In a text of Python: a dotted path, a template, an address's name, a model's label.
NAMED = [
    re.compile(rf"\bstandfirst\.{APP}\b"),
    re.compile(rf"^{APP}/[\w/]+\.(?:html|txt|xml)$"),
    re.compile(rf"^{APP}:[\w-]+$"),
    re.compile(rf"^{APP}\.[A-Z]\w*$"),
]
TAG = re.compile(r"{%\s*(load|url|include|extends)\s+(.*?)\s*%}", re.DOTALL)
QUOTED = re.compile(r"""["']([^"']+)["']""")
# Who starts the program tells Django where its settings are.
STARTERS = {("cli", "config")}
COMMENT = re.compile(r"{#.*?#}|{% comment %}.*?{% endcomment %}", re.DOTALL)


def named_in_python(source):
    """Give (line, app) for every text that names an app."""
    return [
        (node.lineno, found[1])
        for node in texts(source.tree)
        for pattern in NAMED
        for found in pattern.finditer(node.value)
    ]


def named_in_template(source):
    """Give (line, app) for every tag library, address, include and parent; whole pages are config's."""
    text = COMMENT.sub("", source.text)
    found = []
    for tag in TAG.finditer(text):
        line = text.count("\n", 0, tag.start()) + 1
        owners = library_owners(tag[2]) if tag[1] == "load" else name_owners(*tag.groups())
        found += [(line, owner) for owner in owners if owner]
    return found


def library_owners(arguments):
    loaded = arguments.split(" from ")[-1].split()
    by_name = {f"{app}_tags": app for app in APPS}
    return [libraries().get(name, by_name.get(name)) for name in loaded]


def name_owners(tag, arguments):
    quoted = QUOTED.match(arguments)
    if not quoted:
        return []
    if tag == "url":
        namespace = quoted[1].split(":")[0]
        return [namespace if ":" in quoted[1] and namespace in APPS else None]
    return [template_owner(quoted[1])]


def template_owner(name):
    first = name.split("/")[0]
    if first in APPS:
        return first
    return "config" if (PACKAGE / "templates" / name).exists() else None


@cache
def libraries():
    """Give the app that owns each of our tag libraries."""
    return {path.stem: path.parents[1].name for path in PACKAGE.glob("*/templatetags/*.py")}


def strangers(source, named):
    owner = source.app if source.app in APPS else "config"
    return [
        f"{source.place}:{line}: {other}"
        for line, other in named(source)
        if not may_know(owner, other) and (owner, other) not in STARTERS
    ]


def test_texts_name_only_what_lies_below():
    sources = [source for source in python("standfirst/") if source.app in APPS]
    none_of(
        [fault for source in sources for fault in strangers(source, named_in_python)],
        "A name in a text is an import in disguise; let the upper app call the lower:",
    )


def test_fragments_use_only_what_lies_below():
    none_of(
        [fault for source in templates() for fault in strangers(source, named_in_template)],
        "Neighbours meet in standfirst/templates/ only; move the page or the block there:",
    )


def planted(text, *, named, place="standfirst/newsroom/x.py"):
    return strangers(Source(place, text), named)


def test_planted_faults_are_found():
    for text in (
        'x = "discussion.Comment"',
        'x = "standfirst.discussion.models"',
        'x = "discussion/_thread.html"',
        'reverse("funding:campaign")',
        'x = "config/x.html"',
    ):
        assert planted(text, named=named_in_python), text
    for text in (
        "{% load funding_tags %}",
        "{% load appeals_of from funding_tags %}",
        '{% url "discussion:thread" page.pk %}',
        '{% include "discussion/_thread.html" %}',
        '{% extends "base.html" %}',
    ):
        place = "standfirst/newsroom/templates/newsroom/_x.html"
        assert planted(text, named=named_in_template, place=place), text


def test_what_lies_below_may_be_named():
    for text in ('x = "people.Person"', 'x = "newsroom:feed"', '"""See standfirst.discussion."""'):
        assert not planted(text, named=named_in_python), text
    fine = '{% load i18n people_tags %}{# {% load funding_tags %} #}{% url "newsroom:feed" %}'
    place = "standfirst/newsroom/templates/newsroom/_x.html"
    assert not planted(fine, named=named_in_template, place=place)
    anything = '{% load funding_tags %}{% include "discussion/_thread.html" %}'
    assert not planted(
        anything, named=named_in_template, place="standfirst/templates/pages/article.html"
    )
