"""The demo's pictures and documents, stored once each."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.files import File
from django.core.files.images import ImageFile

from standfirst.demo.reading import CONTENT
from standfirst.pictures.models import Document, Image


def store_picture(figure: Mapping[str, Any]) -> Image:
    """Store the picture that a figure shows, with its credit; the same file is stored once."""
    name = figure["image"]
    known: Image | None = Image.objects.filter(title=name).first()
    if known is not None:
        return known
    with (CONTENT / "pictures" / name).open("rb") as data:
        image: Image = Image.objects.create(
            title=name,
            file=ImageFile(data, name=name),
            description=figure["alt"][:255],
            credit=figure.get("credit", ""),
            credit_url=full_address(figure.get("credit_url", "")),
            licence=figure.get("licence", ""),
        )
    return image


def full_address(address: str) -> str:
    """Give a path of the demo's own as a full address: the field for a source takes no other."""
    return settings.STANDFIRST_BASE_URL + address if address.startswith("/") else address


def store_document(name: str, title: str) -> Document:
    """Store a file to download."""
    with (CONTENT / "documents" / name).open("rb") as data:
        document: Document = Document.objects.create(title=title, file=File(data, name=name))
    return document
