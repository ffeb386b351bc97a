"""One address for a page, however it was written down."""

import pytest

from standfirst.lib.canonical import LONGEST_ADDRESS, canonical, place_of


@pytest.mark.parametrize(
    ("address", "one"),
    [
        ("https://blog.example/post", "https://blog.example/post"),
        ("https://BLOG.Example/Post", "https://blog.example/Post"),
        ("https://blog.example:443/post", "https://blog.example/post"),
        ("http://blog.example:80", "http://blog.example/"),
        ("http://blog.example:8080/x", "http://blog.example:8080/x"),
        ("https://blog.example./x", "https://blog.example/x"),
        ("https://blog.example/a/../b/./c#part", "https://blog.example/b/c"),
        ("https://blog.example/../..", "https://blog.example/"),
        ("https://blog.example/%7Ejo/a%2fb/%c3%a9", "https://blog.example/~jo/a%2Fb/%C3%A9"),
        ("https://blog.example/é", "https://blog.example/%C3%A9"),
        ("https://bücher.example/x", "https://xn--bcher-kva.example/x"),
        ("https://[::1]:8000/x", "https://[::1]:8000/x"),
        ("https://blog.example/?p=7&a=1", "https://blog.example/?a=1&p=7"),
        ("https://blog.example/?p=", "https://blog.example/?p="),
    ],
)
def test_a_page_has_one_address(address, one):
    assert canonical(address) == one
    assert canonical(one) == one, "what is written so stays so"


@pytest.mark.parametrize(
    "name",
    [
        *("utm_source", "UTM_Campaign", "fbclid", "gclid", "dclid", "gbraid", "msclkid", "mc_eid"),
        *("mtm_kwd", "pk_campaign", "_hsenc", "_ga", "_gl", "igshid", "twclid", "yclid", "hsa_acc"),
    ],
)
def test_what_only_follows_people_is_no_part_of_it(name):
    assert canonical(f"https://blog.example/post?{name}=x") == "https://blog.example/post"
    assert canonical(f"https://blog.example/?p=7&{name}=x") == "https://blog.example/?p=7"


@pytest.mark.parametrize("name", ["p", "id", "page", "utmost", "gaia", "reference", "story_utm"])
def test_what_may_tell_pages_apart_stays(name):
    address = f"https://blog.example/?{name}=7"
    assert canonical(address) == address


@pytest.mark.parametrize(
    "address",
    [
        *("", "post", "/post", "//blog.example/x", "javascript:alert(1)", "data:text/html,x"),
        *("https:", "https://", "https:///x", "ftp://blog.example/", "https://jo@blog.example/"),
        *("https://jo:pw@blog.example/", "https://[::1", "https://blog.example:99999/"),
        *("https://blog.example/\n", "https://blog.example\\x", "https://blog.example/a b", "\x00"),
        "https://blog.example/" + "a" * LONGEST_ADDRESS,
        "https://blog.example/" + "é" * 200,
        "https://" + "ü" * 80 + ".example/",
    ],
)
def test_what_is_no_address_of_a_page_is_none(address):
    assert canonical(address) == ""
    assert place_of(address) == ""


@pytest.mark.parametrize(
    "address",
    [
        *("https://blog.example/post", "http://blog.example/post", "https://blog.example/post/"),
        *("http://blog.example:80/post", "https://Blog.example:443/post/?utm_source=x#y"),
    ],
)
def test_neither_https_nor_a_stroke_at_the_end_makes_another_page(address):
    assert place_of(address) == "blog.example/post"


def test_pages_that_are_not_the_same_are_at_other_places():
    addresses = [
        *("https://blog.example/post", "https://blog.example/Post", "https://blog.example/post/2"),
        *("https://blog.example/post?p=1", "https://blog.example:8443/post", "https://a.example/"),
        *("https://blog.example/post%2F2", "https://blog.example.evil.test/post"),
    ]
    assert len({place_of(address) for address in addresses}) == len(addresses)
