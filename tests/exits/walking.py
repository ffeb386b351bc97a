"""Walking the paper as a reader would: from the front, along the links, to one of each kind."""

import os
import re
from collections import Counter
from html import unescape
from urllib.parse import parse_qsl, urljoin, urlsplit

from django.urls import Resolver404, resolve

# What a script asks for is an address of ours like any other.
LINKS = re.compile(rb'(?:\b(?:href|src|data-people)="([^"]+)"|<(?:loc|link)>([^<]+)<)')
SEEDS = (
    "/",
    "/sitemap.xml",
    "/robots.txt",
    "/feeds/",
    "/search/?q=river",
    "/rules/1/",
    "/nothing/",
)
NOT_WALKED = ("/static/", "/admin/")
SITE = "http://127.0.0.1:8000"
# The whole paper in the long run; otherwise this many addresses of each kind.
OF_EACH_KIND = 10_000 if os.environ.get("STANDFIRST_SOAK") else 2


def walked(client, *, seeds=SEEDS, most=OF_EACH_KIND):
    """Follow links from the seeds; give each address with what it answered, at most so many of each kind
    but for the seeds."""
    answers, waiting, kinds = {}, list(seeds), Counter()
    while waiting:
        address = waiting.pop(0)
        kind = kind_of(address)
        if address in answers or (kinds[kind] >= most and address not in seeds):
            continue
        kinds[kind] += 1
        answers[address] = response = client.get(address)
        content_of(response)
        waiting += links_in(response, address)
    return answers


def kind_of(address):
    """Say which addresses are alike: the same view, the same place in the tree, the same query."""
    parts = urlsplit(address)
    try:
        name = resolve(parts.path).view_name
    except Resolver404:
        name = "nowhere"
    query = tuple(sorted({key for key, _ in parse_qsl(parts.query, keep_blank_values=True)}))
    place = (parts.path.split("/")[1], parts.path.count("/")) if name == "wagtail_serve" else ()
    if place and place[0] not in ("topics", "authors"):
        place = place[1:]
    return name, place, query


def links_in(response, address):
    found = [response["Location"]] if response.has_header("Location") else []
    if response.get("Content-Type", "").startswith(("text/html", "application/")):
        found += [unescape((a or b).decode()) for a, b in LINKS.findall(content_of(response))]
    for link in found:
        whole = urlsplit(urljoin(SITE + address, link))
        if f"{whole.scheme}://{whole.netloc}" == SITE and not whole.path.startswith(NOT_WALKED):
            yield whole.path + (f"?{whole.query}" if whole.query else "")


def content_of(response):
    """Give the whole body, of a streamed answer too; asked again, the same."""
    if response.streaming:
        body = b"".join(response.streaming_content)
        response.streaming_content = [body]
        response.close()
        return body
    return response.content
