"""The picture of a member: shown, changed, taken away, refused."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from standfirst.accounts.erasing import erase_person
from standfirst.people.models import Texts
from tests.discussion.test_persons import place_of, words_at

pytestmark = pytest.mark.django_db


def picture(colour="red"):
    kept = BytesIO()
    Image.new("RGB", (300, 200), colour).save(kept, "PNG")
    return SimpleUploadedFile("me.png", kept.getvalue(), "image/png")


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


def picture_on(page):
    _, _, rest = page.partition('<img src="/people/')
    return "/people/" + rest.partition('"')[0] if rest else ""


def test_a_member_is_shown_by_a_picture(
    reader, client_of, stranger, media, django_capture_on_commit_callbacks
):
    client = client_of(reader)
    assert client.post("/account/picture/", {"picture": picture()}).status_code == 302
    first = picture_on(words_at(stranger, place_of(reader)))
    answer = stranger.get(first)
    assert answer["Content-Type"] == "image/webp"
    assert answer["Cache-Control"] == "public, max-age=300"
    assert b"".join(answer.streaming_content)[8:12] == b"WEBP"
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/account/picture/", {"picture": picture("blue")})
    second = picture_on(words_at(stranger, place_of(reader)))
    assert stranger.get(first).status_code == 404
    assert len(list(media.rglob("*.webp"))) == 1
    change = {"about": "", "has_page": ""}
    client.post("/account/page/", change)
    assert stranger.get(second).status_code == 404
    client.post("/account/page/", {"about": "", "has_page": "on"})
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/account/picture/", {"verb": "remove"})
    assert not list(media.rglob("*.webp"))
    assert "initials" in words_at(stranger, place_of(reader))


def test_what_is_no_picture_is_handed_back_with_words(reader, client_of, media):
    client = client_of(reader)
    svg = SimpleUploadedFile("me.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "image/png")
    large = SimpleUploadedFile("me.png", b"x" * (4 * 1024 * 1024 + 1), "image/png")
    for sent, words in ((svg, "cannot read this"), (large, "larger than 4 MB")):
        answer = client.post("/account/picture/", {"picture": sent})
        assert answer.status_code == 422
        assert words in answer.content.decode()
    assert client.post("/account/picture/", {}).status_code == 422
    assert not media.exists()


def test_a_picture_is_not_served_by_its_name_in_the_media(reader, client_of, stranger, media):
    client_of(reader).post("/account/picture/", {"picture": picture()})
    reader.refresh_from_db()
    assert stranger.get(f"/media/{reader.avatar}").status_code == 404


def test_a_picture_goes_with_whoever_is_erased(
    reader, client_of, media, settings, tmp_path, now, django_capture_on_commit_callbacks
):
    settings.STANDFIRST_SITE = tmp_path
    client_of(reader).post("/account/picture/", {"picture": picture()})
    with django_capture_on_commit_callbacks(execute=True):
        erase_person(person=reader, texts=Texts.KEPT, now=now)
    assert not list(media.rglob("*.webp"))
