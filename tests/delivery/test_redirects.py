"""The list of attacks.md, "Where a redirect may lead": none leaves the site."""

import pytest

from standfirst.delivery.redirects import local_path

pytestmark = pytest.mark.any_engine

HOSTILE = [
    "//evil",
    "///evil",
    "/\\evil",
    "\\/evil",
    "/%09/evil",
    "/%0d%0a/evil",
    "https:evil",
    "https:/evil",
    "https://evil",
    "http://own@evil",
    "http://evil#own",
    "http://evil?own",
    "own.evil.test",
    "evil.test/own",
    "//еxample.test",
    "/．/evil",
    "／／evil",
    "/／evil",
    "javascript:alert(1)",
    "data:text/html,x",
    "vbscript:x",
    "java\tscript:x",
    "java\nscript:x",
    " //evil",
    "\x01/evil",
    "/\x01/evil",
    "/%2fevil",
    "%2f%2fevil",
    "/%2f%2fevil",
    "/%252fevil",
    "/%25252fevil",
    "/%5cevil",
    "https://own%40evil",
    "//[::1]/",
    "..//evil",
    "/..//evil",
    "/a/../..//evil",
    "",
    "/" + "a" * 8192,
]


@pytest.mark.parametrize("target", HOSTILE)
def test_a_hostile_target_leads_home(target):
    assert local_path(target, "/home/") == "/home/"


@pytest.mark.parametrize(
    "target", ["/", "/town/bridge/", "/town/bridge/comments/?order=newest", "/a/#comment-3", "/é/"]
)
def test_a_path_of_ours_is_kept(target):
    assert local_path(target, "/home/") == target
