"""Bringing in files that were not uploaded through a form: the form's checks are done here."""

import warnings
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from django.conf import settings
from django.core.files import File
from django.core.files.images import ImageFile
from PIL import Image as Pixels
from wagtail.utils.file import hash_filelike

from standfirst.outbox.actions import finish_job
from standfirst.pictures.models import Document, Image, Rendering
from standfirst.pictures.queries import full_size_of, picture_of, preview_of

LONGEST_TITLE = 255
AnyFile = TypeVar("AnyFile", Image, Document)


class FileRefusal(StrEnum):
    """Why a file is not taken."""

    KIND = "kind"
    TOO_LARGE = "too large"
    BROKEN = "broken"


class FileRefused(Exception):
    """The file is not one that the paper keeps."""

    def __init__(self, refusal: FileRefusal) -> None:
        super().__init__(refusal.value)
        self.refusal = refusal


@dataclass(frozen=True)
class ImportedFile:
    """A file on disk and what is known about it elsewhere."""

    path: Path
    title: str
    description: str = ""
    credit: str = ""
    credit_url: str = ""
    licence: str = ""


def import_picture(*, file: ImportedFile, now: datetime) -> Image:
    """Store a picture as an upload would be. Raises FileRefused for what an upload may not be."""
    refuse_bad_picture(file.path)
    with file.path.open("rb") as stream:
        image: Image = Image.objects.create(
            title=file.title[:LONGEST_TITLE],
            description=file.description[:LONGEST_TITLE],
            credit=file.credit[:LONGEST_TITLE],
            credit_url=file.credit_url,
            licence=file.licence,
            file=ImageFile(stream, name=file.path.name),
            file_size=file.path.stat().st_size,
            # Wagtail's own form does this; without it, looking at the picture in the admin writes.
            file_hash=hash_filelike(stream),
        )
    return _made_at(image, now)


def import_document(*, file: ImportedFile, now: datetime) -> Document:
    """Store a file to download. Raises FileRefused for a kind that the paper does not offer."""
    refuse_bad_document(file.path)
    with file.path.open("rb") as stream:
        document: Document = Document.objects.create(
            title=file.title[:LONGEST_TITLE],
            file=File(stream, name=file.path.name),
            file_size=file.path.stat().st_size,
            file_hash=hash_filelike(stream),
        )
    return _made_at(document, now)


def queue_rendering(*, image: Image, now: datetime) -> None:
    """Have an image's sizes made by the worker; a changed picture has them made anew."""
    Rendering.objects.update_or_create(
        image=image, defaults={"due_at": now, "done_at": None, "attempts": 0, "last_error": ""}
    )


def render_picture(job: Rendering, now: datetime) -> None:
    """Make every size in which pages show an image. Those that exist are left as they are."""
    image = job.image
    picture_of(image)
    full_size_of(image)
    preview_of(image)
    finish_job(job, now=now)


def _made_at(file: AnyFile, now: datetime) -> AnyFile:
    # The column asks the clock by itself; the time is the caller's.
    type(file).objects.filter(pk=file.pk).update(created_at=now)
    file.created_at = now
    return file


def refuse_bad_picture(path: Path) -> None:
    """Raise FileRefused unless the file is a picture that can be shown."""
    if extension_of(path) not in settings.WAGTAILIMAGES_EXTENSIONS:
        raise FileRefused(FileRefusal.KIND)
    if path.stat().st_size > settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE:
        raise FileRefused(FileRefusal.TOO_LARGE)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Pixels.DecompressionBombWarning)
            with Pixels.open(path) as picture:
                width, height = picture.size
                picture.verify()
    except Exception as error:
        # Pillow's readers raise whatever their format makes them raise.
        raise FileRefused(FileRefusal.BROKEN) from error
    if width * height > settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS:
        raise FileRefused(FileRefusal.TOO_LARGE)


def refuse_bad_document(path: Path) -> None:
    """Raise FileRefused unless the file is of a kind that readers may download."""
    if extension_of(path) not in settings.WAGTAILDOCS_EXTENSIONS:
        raise FileRefused(FileRefusal.KIND)


def extension_of(path: Path) -> str:
    """Give the end of a file's name, small and without the dot."""
    return path.suffix.lower().removeprefix(".")
