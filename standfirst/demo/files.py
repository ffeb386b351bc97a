"""The demo's pictures and documents, stored once each."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings

from standfirst.demo.reading import CONTENT
from standfirst.lib import clock
from standfirst.pictures.actions import ImportedFile, import_document, import_picture
from standfirst.pictures.models import Document, Image


def store_picture(figure: Mapping[str, Any]) -> Image:
    """Store the picture that a figure shows, with its credit; the same file is stored once."""
    name = figure["image"]
    known: Image | None = Image.objects.filter(title=name).first()
    if known is not None:
        return known
    file = ImportedFile(
        CONTENT / "pictures" / name,
        title=name,
        description=figure["alt"],
        credit=figure.get("credit", ""),
        credit_url=full_address(figure.get("credit_url", "")),
        licence=figure.get("licence", ""),
    )
    return import_picture(file=file, now=clock.now())


def full_address(address: str) -> str:
    """Give a path of the demo's own as a full address: the field for a source takes no other."""
    return settings.STANDFIRST_BASE_URL + address if address.startswith("/") else address


def store_document(name: str, title: str) -> Document:
    """Store a file to download."""
    file = ImportedFile(CONTENT / "documents" / name, title=title)
    return import_document(file=file, now=clock.now())
