import re
from io import BytesIO

import pytest
from django.core.files import File
from django.core.files.images import ImageFile
from PIL import Image as Drawing
from wagtail.images.models import Filter

from standfirst.pictures.models import Document, Image, shown_link

pytestmark = pytest.mark.django_db


@pytest.fixture
def picture(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    data = BytesIO()
    Drawing.new("RGB", (640, 400), "#888").save(data, "PNG")
    return Image.objects.create(title="T", file=ImageFile(data, name="secret source.png"))


def test_a_file_name_has_128_random_bits_and_nothing_of_the_original(picture):
    assert re.fullmatch(r"originals/[0-9a-f]{32}\.png", picture.file.name)
    rendition = picture.get_rendition("width-320|format-webp")
    assert re.fullmatch(r"images/[0-9a-f]{32}\.webp", rendition.file.name)
    stem = rendition.file.name.split("/")[1].partition(".")[0]
    assert stem not in picture.file.name


def test_a_rendition_is_served_and_the_original_is_not(picture, client):
    rendition = picture.get_rendition("width-320|format-webp")
    assert client.get(f"/media/{rendition.file.name}").getvalue().startswith(b"RIFF")
    assert client.get(f"/media/{picture.file.name}").status_code == 404
    assert client.get(f"/media/images/../{picture.file.name}").status_code == 404


def test_sizes_made_at_once_from_what_was_read_leave_the_original_alone(picture):
    with picture.open_file() as file:
        read = BytesIO(file.read())
    picture.refresh_from_db()
    picture.file.storage.delete(picture.file.name)

    made = picture.generate_rendition_file(Filter("width-320"), source=File(read, name="s.png"))

    assert Drawing.open(made).size == (320, 200)


def test_a_document_has_a_random_name_too(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    file = ImageFile(BytesIO(b"%PDF-1.4"), name="Budget (draft).pdf")
    document = Document.objects.create(title="T", file=file)
    assert re.fullmatch(r"documents/[0-9a-f]{32}\.pdf", document.file.name)


@pytest.mark.parametrize(
    ("noted", "shown"),
    [
        ("http://paper.test:9000/authors/ada/", "/authors/ada/"),
        ("http://PAPER.test/authors/?a=1#b", "/authors/?a=1#b"),
        ("https://paper.test", "/"),
        ("https://maps.test/a/", "https://maps.test/a/"),
        ("https://paper.test//maps.test/", "https://paper.test//maps.test/"),
        ("https://[paper/", "https://[paper/"),
        ("", ""),
    ],
)
def test_a_credit_within_the_paper_leads_there_wherever_it_is_served(settings, noted, shown):
    settings.STANDFIRST_BASE_URL = "https://paper.test"
    assert Image(credit_url=noted).credit_link == shown_link(noted) == shown
