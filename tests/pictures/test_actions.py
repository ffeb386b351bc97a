"""Files that come without a form are looked at as if they had come through one."""

import hashlib
from pathlib import Path

import pytest
from PIL import Image as Pixels

from standfirst.pictures.actions import (
    FileRefusal,
    FileRefused,
    ImportedFile,
    import_document,
    import_picture,
)
from standfirst.pictures.models import Document, Image


@pytest.fixture
def folder(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path


@pytest.fixture
def weir(folder):
    Pixels.new("RGB", (60, 40), "grey").save(folder / "weir.jpg")
    return folder / "weir.jpg"


def test_a_picture_is_stored_under_a_name_that_says_nothing(weir, now):
    file = ImportedFile(weir, title="The weir", description="A weir", credit="Ada")
    image = import_picture(file=file, now=now)
    assert (image.title, image.description, image.credit) == ("The weir", "A weir", "Ada")
    assert (image.width, image.height) == (60, 40)
    assert "weir" not in image.file.name
    assert image.file_hash == hashlib.sha1(weir.read_bytes()).hexdigest()
    assert image.created_at == now
    assert weir.exists()


def test_a_document_is_stored(folder, now):
    file = folder / "minutes.pdf"
    file.write_bytes(b"%PDF-1.4")
    document = import_document(file=ImportedFile(file, title="Minutes"), now=now)
    with document.file.open() as stored:
        assert stored.read() == b"%PDF-1.4"
    assert document.file_hash == hashlib.sha1(b"%PDF-1.4").hexdigest()
    assert "minutes" not in document.file.name


def refusal(action, path: Path, now):
    with pytest.raises(FileRefused) as refused:
        action(file=ImportedFile(path, title="x"), now=now)
    return refused.value.refusal


def test_what_an_upload_may_not_be_is_refused_and_nothing_stored(weir, folder, settings, now):
    (folder / "broken.jpg").write_bytes(b"no picture")
    (folder / "page.html").write_text("<script>alert(1)</script>")
    (folder / "drawing.svg").write_text("<svg/>")
    assert refusal(import_picture, folder / "broken.jpg", now) is FileRefusal.BROKEN
    assert refusal(import_picture, folder / "drawing.svg", now) is FileRefusal.KIND
    assert refusal(import_document, folder / "page.html", now) is FileRefusal.KIND
    settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS = 100
    assert refusal(import_picture, weir, now) is FileRefusal.TOO_LARGE
    settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10
    assert refusal(import_picture, weir, now) is FileRefusal.TOO_LARGE
    assert not Image.objects.exists()
    assert not Document.objects.exists()
