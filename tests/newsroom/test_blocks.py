from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from wagtail.documents import get_document_model

from standfirst.newsroom.blocks import STORY_BLOCKS
from tests.newsroom.conftest import text_at, words

TEMPLATES_OF_NEIGHBOURS = {"question", "appeal"}


@pytest.fixture
def shown(publish, nobody):
    """Publish a story of these blocks and give what a reader gets of it."""

    def show(*blocks):
        page = publish(story=blocks)
        html = text_at(nobody, page.get_url())
        return html.partition('<div class="story">')[2].partition("<footer")[0]

    return show


def test_every_block_has_one_template_in_its_place():
    for name, block in STORY_BLOCKS:
        folder = "blocks/" if name in TEMPLATES_OF_NEIGHBOURS else "newsroom/blocks/"
        assert block.meta.template == f"{folder}{name}.html"


def test_words_and_headings(shown):
    html = shown(
        words("A <b>bold</b> word."),
        {"type": "heading", "value": {"text": "Why & how", "level": "3"}},
    )
    assert "<p>A <b>bold</b> word.</p>" in html
    assert "<h3>Why &amp; how</h3>" in html


def test_a_quote_names_and_links_its_source(shown):
    value = {"text": "We rang.\n\nTwice.", "source": "Ilse", "source_url": "https://example.org/"}
    html = shown({"type": "quote", "value": value})
    assert "<blockquote><p>We rang.</p>\n\n<p>Twice.</p></blockquote>" in html
    assert '<figcaption><a href="https://example.org/">Ilse</a></figcaption>' in html


def test_a_figure_shows_its_words_and_opens_in_full(shown, picture):
    image = picture(
        2000, 1000, credit="The county", credit_url="https://county.example/", licence="CC BY 4.0"
    )
    value = {
        "kind": "map",
        "image": image.pk,
        "alt": "Four gauges",
        "caption": "At one in the morning.",
    }
    html = shown({"type": "figure", "value": value})
    assert '<figure class="figure figure-map">' in html
    assert 'alt="Four gauges"' in html
    assert "At one in the morning." in html
    assert (
        'Source: <a href="https://county.example/">The county</a>, <span class="figure-licence">CC BY 4.0</span>'
        in html
    )
    assert "Click to see full size" in html
    assert "data-figure" in html


def test_a_figure_may_name_another_source_than_its_picture(shown, picture):
    image = picture(credit="The county", credit_url="https://county.example/", licence="CC BY 4.0")
    value = {"image": image.pk, "alt": "x", "credit": "An engineer", "licence": "by permission"}
    html = shown({"type": "figure", "value": value})
    assert 'Source: An engineer, <span class="figure-licence">by permission</span>' in html
    assert "county" not in html


def test_a_figure_without_a_description_is_refused(picture):
    block = dict(STORY_BLOCKS)["figure"]
    value = block.to_python({"kind": "photo", "image": picture().pk, "alt": "", "caption": ""})
    with pytest.raises(ValidationError):
        block.clean(value)
    block.clean(block.to_python({"kind": "photo", "image": picture().pk, "alt": "A field"}))


def test_every_picture_says_how_large_it_is_and_comes_as_webp(shown, picture):
    html = shown({"type": "figure", "value": {"image": picture(2000, 1000).pk, "alt": "x"}})
    tag = html.partition("<img")[2].partition(">")[0]
    assert 'width="1600" height="800"' in tag
    assert " 320w" in tag
    assert " 1600w" in tag
    assert "2200w" not in tag, "never wider than the original"
    assert ".webp" in tag
    assert ".png" not in html


def test_a_lost_picture_does_not_take_the_page_with_it(publish, picture, nobody):
    image = picture()
    page = publish(
        story=[words("Still here."), {"type": "figure", "value": {"image": image.pk, "alt": "x"}}]
    )
    image.file.storage.delete(image.file.name)
    assert "Still here." in text_at(nobody, page.get_url())


def test_a_gallery_shows_each_of_its_figures(shown, picture):
    figures = [
        {"image": picture().pk, "alt": f"View {number}", "caption": ""} for number in (1, 2, 3)
    ]
    html = shown({"type": "gallery", "value": {"title": "That morning", "figures": figures}})
    assert html.count("<li>") == 3
    assert 'alt="View 2"' in html
    assert "That morning" in html


def test_a_question_stands_at_its_own_id(shown):
    html = shown({"type": "question", "id": "b7", "value": {"question": "Who told you?"}})
    assert 'id="question-b7"' in html
    assert "Who told you?" in html


def test_an_appeal_leads_to_giving(shown):
    html = shown(
        {
            "type": "appeal",
            "value": {"heading": "Nine meetings", "text": "Read by one.", "campaign": ""},
        }
    )
    assert "Nine meetings" in html
    assert 'href="/support/' in html


def test_a_table_has_headings_and_numbers(shown):
    value = {
        "columns": [{"type": "words", "heading": "Plan"}, {"type": "number", "heading": "Cost"}],
        "rows": [{"values": ["<p>New <b>gate</b></p>", "310,000"]}],
        "caption": "What can be chosen",
    }
    html = shown({"type": "table", "id": "t1", "value": value})
    assert 'aria-labelledby="table-t1"' in html
    assert '<caption id="table-t1">What can be chosen</caption>' in html
    assert '<th scope="col" class="number">Cost</th>' in html
    assert "<b>gate</b>" in html
    assert '<td class="number">310,000' in html


def test_a_table_without_headings_has_no_empty_row(shown):
    value = {
        "columns": [{"type": "words", "heading": ""}],
        "rows": [{"values": ["<p>x</p>"]}],
        "caption": "",
    }
    html = shown({"type": "table", "value": value})
    assert "<thead>" not in html
    assert 'aria-label="Table"' in html


def test_a_document_says_what_and_how_large_it_is(shown, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    file = get_document_model().objects.create(
        title="Paper 114", file=ContentFile(b"x" * 2048, "a.pdf"), file_size=2048
    )
    html = shown({"type": "document", "value": {"document": file.pk, "title": ""}})
    assert "Paper 114</a>" in html
    assert "PDF, 2.0\xa0KB" in html


def test_an_embed_is_a_link_until_somebody_presses(shown):
    url = "https://www.youtube.com/watch?v=abcdefghijk"
    html = shown({"type": "embed", "value": {"url": url, "title": "The night"}})
    assert f'href="{url}"' in html
    assert 'data-embed="https://www.youtube-nocookie.com/embed/abcdefghijk"' in html
    assert "<iframe" not in html
    assert " src=" not in html


def test_an_embed_from_an_unknown_site_stays_a_link(shown):
    html = shown({"type": "embed", "value": {"url": "https://maps.example/1", "title": "A map"}})
    assert "data-embed=" not in html
    assert "See it at maps.example" in html


def test_kept_html_is_cleaned_when_saved_and_when_shown(shown):
    assert '<div class="kept"><p>x</p></div>' in shown(
        {"type": "kept_html", "value": "<p onclick=y()>x</p>"}
    )
    block = dict(STORY_BLOCKS)["kept_html"]
    assert str(block.clean(block.normalize("<p onclick=y()>x</p>"))) == "<p>x</p>"


def test_a_dateline_opens_the_story(publish, nobody, now):
    page = publish(
        place="WEIRTON",
        first_published_at=now - timedelta(days=1),
        story=[words("One."), words("Two.")],
    )
    html = text_at(nobody, page.get_url())
    assert '<p><span class="dateline">WEIRTON, 13 March –</span> One.</p>' in html
    assert html.count("dateline") == 1


def test_a_dateline_stands_alone_before_a_figure(publish, nobody, picture):
    page = publish(
        place="WEIRTON", story=[{"type": "figure", "value": {"image": picture().pk, "alt": "x"}}]
    )
    assert '<p><span class="dateline">WEIRTON, 14 March –</span></p>' in text_at(
        nobody, page.get_url()
    )
