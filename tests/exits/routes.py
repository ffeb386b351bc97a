"""Every route of the paper, and addresses that lead there."""

import re
from dataclasses import dataclass
from itertools import product
from typing import Any

from django.urls import URLPattern, get_resolver
from django.utils.regex_helper import normalize

# What stands in for a parameter that nothing else is known about; tried in this order.
STAND_INS = ("1", "x", "0b6f9a7e-51c5-4a6b-9a8e-2f3d1c0e4b7a", "x/y", "xml")


@dataclass(frozen=True)
class Route:
    """One pattern of the address table: its name with namespaces, its view, an address that fits."""

    name: str
    pattern: str
    view: Any
    address: str

    @property
    def is_staffs(self):
        return self.pattern.removeprefix("^").startswith("admin/")


def all_routes(resolver=None):
    return list(_walk(resolver or get_resolver(), [], ""))


def _walk(resolver, above, names):
    for entry in resolver.url_patterns:
        patterns = [*above, entry.pattern]
        if isinstance(entry, URLPattern):
            pattern = "".join(str(each) for each in patterns)
            name = f"{names}{entry.name or '?'}"
            yield Route(name, pattern, entry.callback, address_for(patterns))
        else:
            inner = f"{names}{entry.namespace}:" if entry.namespace else names
            yield from _walk(entry, patterns, inner)


def address_for(patterns):
    """Give an address that a chain of patterns takes."""
    return "/" + "".join(_part(pattern) for pattern in patterns)


def _part(pattern):
    """Give text that one pattern takes, from its regular expression."""
    # Of a route written with converters too, this is what Django matches with.
    expression = re.sub(r"\\Z$", "", pattern.regex.pattern)
    template, names = normalize(expression.removeprefix("^"))[0]
    filled = [
        template % dict(zip(names, values, strict=True))
        for values in product(STAND_INS, repeat=len(names))
    ]
    for text in (*filled, *(f"{stand_in}/" for stand_in in STAND_INS)):
        if pattern.match(text) is not None:
            return text
    raise AssertionError(f"no address is known for {pattern}: add a stand-in")
