from xml.etree import ElementTree as ET

from standfirst.newsroom.views.robots import PageSitemap
from tests.newsroom.conftest import text_at

NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def locations(text):
    return [found.text for found in ET.fromstring(text).findall(".//s:loc", NAMES)]


def test_the_sitemap_has_every_public_page(publish, flood, ada, nobody):
    publish()
    paths = [
        "/",
        "/topics/",
        "/topics/flood/",
        "/authors/",
        "/authors/ada-winter/",
        "/about/",
        "/imprint/",
    ]
    paths += ["/privacy/", "/river/", "/river/who-owns-the-gate/"]
    assert sorted(locations(text_at(nobody, "/sitemap-pages.xml"))) == sorted(
        f"http://127.0.0.1:8000{path}" for path in paths
    )


def test_the_sitemap_says_when_a_page_changed(publish, nobody, now):
    publish(first_published_at=now)
    assert "<lastmod>2026-03-14" in text_at(nobody, "/sitemap-pages.xml")


def test_the_index_names_as_many_lists_as_it_takes(publish, nobody, monkeypatch):
    publish()
    monkeypatch.setattr(PageSitemap, "limit", 4)
    lists = locations(text_at(nobody, "/sitemap.xml"))
    assert lists == [
        "http://127.0.0.1:8000/sitemap-pages.xml",
        "http://127.0.0.1:8000/sitemap-pages.xml?p=2",
        "http://127.0.0.1:8000/sitemap-places.xml",
    ]
    found = [
        place
        for number in (1, 2)
        for place in locations(text_at(nobody, f"/sitemap-pages.xml?p={number}"))
    ]
    assert len(found) == len(set(found)) == 8
    assert nobody.get("/sitemap-pages.xml?p=9").status_code == 404
    assert nobody.get("/sitemap-other.xml").status_code == 404


def test_robots_are_told_what_to_leave_alone(home, nobody):
    text = text_at(nobody, "/robots.txt")
    assert "Disallow: /admin/" in text
    assert "Sitemap: http://127.0.0.1:8000/sitemap.xml" in text
