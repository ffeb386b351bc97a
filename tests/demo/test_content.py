"""The demo newspaper's words and pictures hold together; no database is needed."""

import re
import tomllib
from pathlib import Path

import pytest
from PIL import Image

CONTENT = Path(__file__).parents[2] / "standfirst" / "demo" / "content"
KINDS = {
    "paragraphs": {"html"},
    "heading": {"text"},
    "quote": {"text", "attribution"},
    "figure": {"image", "type", "alt", "caption", "credit", "credit_url", "licence"},
    "gallery": {"figures"},
    "question": {"text", "slug"},
    "appeal": {"text", "campaign"},
    "table": {"caption", "header", "rows"},
    "document": {"file", "title"},
    "embed": {"url", "title", "provider", "width", "height"},
}


def read(name):
    return tomllib.loads((CONTENT / name).read_text(encoding="utf-8"))


PAPER, PEOPLE, CAMPAIGN = read("paper.toml"), read("people.toml")["people"], read("campaign.toml")
ARTICLES = {
    file.stem: read(f"articles/{file.name}")
    for file in sorted((CONTENT / "articles").glob("*.toml"))
}
FLAGSHIP = ARTICLES[PAPER["front"]["lead"]]
CAST = {person["key"] for person in PEOPLE}


def slugs(rows):
    return {row["slug"] for row in rows}


def figures():
    for article in ARTICLES.values():
        if "lead" in article:
            yield article["lead"]
        for block in article["story"]:
            if block["kind"] == "figure":
                yield block
            yield from block.get("figures", [])
    yield {"image": CAMPAIGN["picture"], "type": "photo", "caption": "", **CAMPAIGN}


def depth(comment, by_key):
    return 1 if "parent" not in comment else 1 + depth(by_key[comment["parent"]], by_key)


def test_there_are_at_least_twelve_articles_in_four_sections():
    assert len(ARTICLES) >= 12
    assert {article["section"] for article in ARTICLES.values()} == slugs(PAPER["sections"])
    assert len(PAPER["sections"]) == 4


def test_the_gifts_sum_to_what_the_meter_shows():
    assert sum(gift["amount"] for gift in CAMPAIGN["gifts"]) == 325_000
    assert CAMPAIGN["kind"] == "rehearsed"
    assert (CAMPAIGN["goal"], CAMPAIGN["marks"]) == (500_000, [0, 250_000, 500_000])
    assert {gift["method"] for gift in CAMPAIGN["gifts"]} == {"pretend", "transfer", "cash"}


@pytest.mark.parametrize("slug", ARTICLES)
def test_an_article_names_only_what_exists(slug):
    article = ARTICLES[slug]
    assert article["slug"] == slug
    assert set(article["topics"]) <= slugs(PAPER["topics"])
    assert set(article["related"]) <= set(ARTICLES) - {slug}
    assert {line["contributor"] for line in article["bylines"]} <= slugs(PAPER["contributors"])
    assert article["discussion"] in {"open", "closed", "days", "off"}


@pytest.mark.parametrize("slug", ARTICLES)
def test_a_story_block_has_its_fields_and_no_others(slug):
    for block in ARTICLES[slug]["story"]:
        assert set(block) - {"kind"} == KINDS[block["kind"]]
        if block["kind"] == "table":
            assert {len(row) for row in block["rows"]} == {len(block["header"])}
        if block["kind"] == "document":
            assert (CONTENT / "documents" / block["file"]).stat().st_size < 60_000
        if block["kind"] == "appeal":
            assert block["campaign"] == CAMPAIGN["slug"]


def test_every_kind_of_block_is_used():
    assert {block["kind"] for article in ARTICLES.values() for block in article["story"]} == set(
        KINDS
    )


@pytest.mark.parametrize("slug", ARTICLES)
def test_a_comment_answers_an_earlier_one_and_is_by_somebody_known(slug):
    article, seen = ARTICLES[slug], {}
    questions = {block["slug"] for block in article["story"] if block["kind"] == "question"}
    for comment in article.get("comments", []):
        if "parent" in comment:
            assert comment["minutes_after"] > seen[comment["parent"]]["minutes_after"]
        assert not ("author" in comment and "name" in comment)
        assert comment.get("author", "maren") in CAST
        assert comment.get("question") in questions | {None}
        assert comment["key"] not in seen
        seen[comment["key"]] = comment


def test_states_of_comments_are_all_shown_once():
    states = [
        comment["state"] for article in ARTICLES.values() for comment in article.get("comments", [])
    ]
    assert [states.count(state) for state in ("held", "removed", "withdrawn")] == [1, 1, 1]
    assert set(states) == {"visible", "held", "removed", "withdrawn"}


def test_the_flagship_is_the_full_picture():
    comments = FLAGSHIP["comments"]
    by_key = {comment["key"]: comment for comment in comments}
    unnamed = [comment for comment in comments if "author" not in comment and "name" not in comment]
    answers = [comment for comment in comments if "question" in comment]
    assert len(comments) >= 12
    assert max(depth(comment, by_key) for comment in comments) >= 3
    assert len(unnamed) >= 2
    assert 3 <= len(answers) <= 4
    assert {"appeal", "figure", "question", "document"} <= {
        block["kind"] for block in FLAGSHIP["story"]
    }
    assert FLAGSHIP["related"]


def test_every_figure_exists_and_has_alt_and_credit():
    for figure in figures():
        assert all(figure[part] for part in ("alt", "credit", "credit_url", "licence"))
        assert figure["type"] in {"photo", "map", "chart"}
        with Image.open(CONTENT / "pictures" / figure["image"]) as picture:
            assert picture.width >= 1600


def test_pictures_are_all_used_and_weigh_less_than_four_megabytes():
    files = list((CONTENT / "pictures").iterdir())
    assert {file.name for file in files} == {figure["image"] for figure in figures()}
    assert sum(file.stat().st_size for file in files) < 4_000_000


def test_links_within_the_paper_lead_somewhere():
    places = {"/ledger/", "/rules/", "/report/", "/account/", "/support/", "/feeds/"}
    places |= {f"/{row['slug']}/" for key in ("sections", "pages") for row in PAPER[key]}
    places |= {f"/authors/{slug}/" for slug in slugs(PAPER["contributors"])}
    text = "".join(file.read_text(encoding="utf-8") for file in CONTENT.rglob("*.toml"))
    found = set(re.findall(r"(?:href=|url = )\"(/[^\"]*)\"", text))
    assert found
    assert found <= places


def test_nobody_can_be_written_to():
    assert all(re.search(r"[@.]example\.(org|test)$", person["email"]) for person in PEOPLE)
    roles = {role for person in PEOPLE for role in person["roles"]}
    assert roles == {"owner", "editor", "moderator", "treasurer"}
