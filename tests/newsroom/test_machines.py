import json
from datetime import timedelta

from standfirst.newsroom.queries.machines import absolute
from tests.newsroom.conftest import text_at


def data_of(html):
    return json.loads(
        html.partition('<script type="application/ld+json">')[2].partition("</script>")[0]
    )


def meta_of(html, name):
    return html.partition(f'<meta property="{name}" content="')[2].partition('"')[0]


def test_an_article_tells_machines_what_it_tells_people(publish, flood, ada, lead, nobody, now):
    page = publish(
        'Who "owns" <the gate>?',
        slug="gate",
        standfirst="Six offices.",
        lead=lead(width=2400, height=1600),
        topics=[flood],
        bylines=[(ada, "words")],
        first_published_at=now - timedelta(days=1),
        changed_at=now,
    )
    html = text_at(nobody, page.get_url())
    data = data_of(html)
    assert data["@type"] == "NewsArticle"
    assert data["headline"] == 'Who "owns" <the gate>?'
    assert data["description"] == "Six offices."
    assert data["datePublished"] == "2026-03-13T09:26:53+00:00"
    assert data["dateModified"] == "2026-03-14T09:26:53+00:00"
    assert data["author"] == [
        {
            "@type": "Person",
            "name": "Ada Winter",
            "url": "http://127.0.0.1:8000/authors/ada-winter/",
        }
    ]
    assert data["publisher"]["name"] == "The Weir Courier"
    assert data["mainEntityOfPage"] == "http://127.0.0.1:8000/river/gate/"
    assert data["articleSection"] == "River"
    assert data["keywords"] == ["Flood"]
    assert data["image"][0] == meta_of(html, "og:image")
    assert meta_of(html, "og:title") == "Who &quot;owns&quot; &lt;the gate&gt;?"
    assert meta_of(html, "og:type") == "article"
    assert meta_of(html, "og:image:width") == "1200"
    assert '<link rel="canonical" href="http://127.0.0.1:8000/river/gate/">' in html


def test_a_bare_article_claims_nothing_and_shows_the_papers_picture(publish, nobody):
    html = text_at(nobody, publish().get_url())
    data = data_of(html)
    assert not {"author", "keywords", "description"} & set(data)
    assert data["image"] == [meta_of(html, "og:image")]
    assert "/static/standfirst/icons/og" in data["image"][0]


def test_other_pages_have_their_title_and_a_picture(home, river, nobody):
    html = text_at(nobody, "/river/")
    assert meta_of(html, "og:title") == "River"
    assert meta_of(html, "og:url") == "http://127.0.0.1:8000/river/"
    assert meta_of(html, "og:image").startswith("http://127.0.0.1:8000/static/")


def test_an_address_is_made_whole_once():
    assert absolute("/x/") == "http://127.0.0.1:8000/x/"
    assert absolute("https://media.example/x.webp") == "https://media.example/x.webp"
