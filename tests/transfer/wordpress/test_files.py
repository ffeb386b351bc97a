"""Pictures and documents, where a copy of the uploads is there, and where it is not."""

import pytest
from PIL import Image as Pixels

from standfirst.newsroom.models import ArticlePage
from standfirst.pictures.models import Document, Image
from standfirst.transfer.wordpress.account import tally
from tests.transfer.wordpress.files import BLOG, item, wxr

UPLOADS = f"{BLOG}/wp-content/uploads"


@pytest.fixture
def uploads(tmp_path):
    folder = tmp_path / "uploads" / "2012" / "04"
    folder.mkdir(parents=True)
    for name in ("weir.jpg", "gate.png", "loose.jpg"):
        Pixels.new("RGB", (60, 40), "grey").save(folder / name)
    (folder / "broken.jpg").write_bytes(b"no picture")
    (folder / "minutes.pdf").write_bytes(b"%PDF-1.4 minutes")
    (folder / "page.html").write_text("<script>alert(1)</script>")
    (folder / "drawing.svg").write_text("<svg onload='alert(1)'/>")
    return tmp_path / "uploads"


def attachment(number, name, **fields):
    return item(
        number,
        fields.pop("title", name),
        post_type="attachment",
        status="inherit",
        attachment_url=f"{UPLOADS}/2012/04/{name}",
        meta=[("_wp_attached_file", f"2012/04/{name}"), *fields.pop("meta", ())],
        **fields,
    )


def story(slug="item-1"):
    return [(block.block_type, block.value) for block in ArticlePage.objects.get(slug=slug).story]


CREDIT = 'a:2:{s:5:"width";i:60;s:10:"image_meta";a:2:{s:6:"credit";s:10:"Ada Winter";s:6:"camera";s:0:"";}}'


def test_a_picture_is_taken_with_what_is_known_of_it(move_in, uploads):
    account = move_in(
        wxr(
            item(
                1,
                meta=[("_thumbnail_id", "5")],
                content=f'<img class="wp-image-5" src="{UPLOADS}/x.jpg">',
            ),
            attachment(
                5,
                "weir.jpg",
                title="The weir",
                excerpt="The weir in spring",
                meta=[("_wp_attachment_image_alt", "A weir"), ("_wp_attachment_metadata", CREDIT)],
            ),
        ),
        media=uploads,
    )
    image = Image.objects.get()
    assert (image.title, image.credit, image.width) == ("The weir", "Ada Winter", 60)
    page = ArticlePage.objects.get()
    assert page.lead_image == image
    assert (page.lead_alt, page.lead_caption) == ("A weir", "The weir in spring")
    ((kind, value),) = story()
    assert kind == "figure"
    assert value["image"] == image
    assert value["alt"] == "A weir"
    assert account.counts("Attachments") == (1, 1, 0, 0)


def test_a_resized_copy_in_a_story_is_the_picture_itself(move_in, uploads):
    html = f'<img src="{UPLOADS}/2012/04/weir-300x200.jpg" alt="Our weir">'
    move_in(wxr(item(1, content=html), attachment(5, "weir.jpg")), media=uploads)
    ((_, value),) = story()
    assert value["image"] == Image.objects.get()
    assert value["alt"] == "Our weir"


def test_a_picture_that_the_file_does_not_list_is_taken_once(move_in, uploads):
    html = f'<img src="{UPLOADS}/2012/04/loose.jpg">'
    data = wxr(item(1, content=html), item(2, content=html))
    move_in(data, media=uploads)
    move_in(data, media=uploads)
    assert Image.objects.count() == 1


def test_a_gallery_has_those_that_are_there_and_links_to_the_others(move_in, uploads):
    data = wxr(
        item(1, content='[gallery ids="5,6,7,99"]'),
        attachment(5, "weir.jpg", excerpt="The weir"),
        attachment(6, "gate.png"),
        attachment(7, "lost.jpg", title="The lost one"),
    )
    account = move_in(data, media=uploads)
    (kind, gallery), (rest, links) = story()
    assert (kind, rest) == ("gallery", "kept_html")
    assert [figure["caption"] for figure in gallery["figures"]] == ["The weir", ""]
    assert f'<a href="{UPLOADS}/2012/04/lost.jpg"' in str(links)
    assert "attachment 99" in str(links)
    assert account.of("attachment", "7").why == "the file is not in the copy of the uploads"
    assert tally(account.move.spool, "missing files") == [("2012/04/lost.jpg", 1)]


def test_without_a_copy_pictures_are_listed_and_their_words_stay(move_in):
    html = f'[caption id="attachment_5"]<img src="{UPLOADS}/2012/04/weir.jpg" alt="A weir"> Spring[/caption]'
    account = move_in(wxr(item(1, content=html), attachment(5, "weir.jpg")))
    ((kind, value),) = story()
    assert kind == "kept_html"
    assert str(value) == (f'<p><a href="{UPLOADS}/2012/04/weir.jpg" rel="noopener">Spring</a></p>')
    assert account.of("attachment").why == "no copy of the uploads was given (--media)"
    assert tally(account.move.spool, "missing in stories") == [(f"{UPLOADS}/2012/04/weir.jpg", 1)]


def test_files_that_are_not_taken_are_named_with_the_reason(move_in, uploads):
    reasons = {
        "broken.jpg": "the file cannot be read as a picture (jpg)",
        "page.html": "a kind of file that is not kept here (html)",
        "drawing.svg": "a kind of file that is not kept here (svg)",
        "../../../secret.jpg": "the file is not in the copy of the uploads",
    }
    files = [attachment(number, name) for number, name in enumerate(reasons)]
    account = move_in(wxr(*files), media=uploads)
    assert [each.why for each in account.entries if each.kind == "attachment"] == list(
        reasons.values()
    )
    assert not Image.objects.exists()
    assert not Document.objects.exists()


def test_a_picture_too_large_is_not_taken(move_in, uploads, settings):
    settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS = 100
    account = move_in(wxr(attachment(5, "weir.jpg")), media=uploads)
    assert account.of("attachment").why == "larger than a picture may be here (jpg)"


def test_a_document_is_a_block_to_download(move_in, uploads):
    html = f'<div class="wp-block-file"><a href="{UPLOADS}/2012/04/minutes.pdf">Minutes</a></div>'
    move_in(wxr(item(1, content=html), attachment(5, "minutes.pdf")), media=uploads)
    ((kind, value),) = story()
    assert kind == "document"
    assert value["document"] == Document.objects.get()
    assert value["title"] == "Minutes"


def test_a_document_of_what_is_not_public_stays_behind(move_in, uploads):
    standings = [{"status": "private"}, {"post_password": "x"}, {"status": "draft"}, {}]
    items = [item(number, **fields) for number, fields in enumerate(standings, start=1)]
    files = [
        attachment(number + 10, "minutes.pdf", post_parent=str(number))
        for number in range(1, len(standings) + 1)
    ]
    account = move_in(wxr(*items, *files), media=uploads)
    why = "a file to download of something that is not public"
    assert [account.of("attachment", number).why for number in ("11", "12", "13", "14")] == [
        why
    ] * 3 + [""]
    assert Document.objects.count() == 1


def test_a_rehearsal_looks_at_the_files_and_takes_none(move_in, uploads):
    data = wxr(
        item(1, content="[gallery ids='5,6']"),
        attachment(5, "weir.jpg"),
        attachment(6, "broken.jpg"),
    )
    account = move_in(data, media=uploads, is_rehearsal=True)
    assert account.counts("Attachments") == (2, 1, 0, 1)
    assert not Image.objects.exists()
