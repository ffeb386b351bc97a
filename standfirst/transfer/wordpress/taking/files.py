"""Attachments become pictures and documents, where their files are there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from django.conf import settings

from standfirst.pictures.actions import (
    FileRefusal,
    FileRefused,
    ImportedFile,
    extension_of,
    import_document,
    import_picture,
    refuse_bad_document,
    refuse_bad_picture,
)
from standfirst.transfer.wordpress.first_pass import item_from
from standfirst.transfer.wordpress.move import Made, Move, NotTaken, fingerprint_of
from standfirst.transfer.wordpress.naming import plain
from standfirst.transfer.wordpress.spool import Result, Row
from standfirst.transfer.wordpress.story.outcome import FileRef
from standfirst.transfer.wordpress.things import Item
from standfirst.transfer.wordpress.uploads import spellings, upload_path

PICTURE, DOCUMENT = "picture", "document"
_WHY = {
    FileRefusal.KIND: "a kind of file that is not kept here",
    FileRefusal.TOO_LARGE: "larger than a picture may be here",
    FileRefusal.BROKEN: "the file cannot be read as a picture",
}
# Camera facts that WordPress keeps as PHP's serialised text: the only two that name somebody.
_CREDIT = re.compile(r's:\d+:"(?:credit|copyright)";s:\d+:"([^"]+)"')


@dataclass(frozen=True, slots=True)
class Found:
    """A file of the old paper as it is here. In a rehearsal its number is 0."""

    kind: str
    object_id: int
    alt: str = ""
    caption: str = ""
    title: str = ""


def take_attachments(move: Move) -> Iterator[Row]:
    for row in move.spool.rows("kind = 'item:attachment' AND outcome = '' ORDER BY seq"):
        item = item_from(row.body)
        outcome = move.take(
            row, partial(_attachment, move, item), fingerprint=fingerprint_of(item.guid)
        )
        if outcome.result is Result.LEFT:
            move.spool.count("missing files", file_of(item))
        yield row


def file_of(item: Item) -> str:
    """Give the name of an attachment's file as a person would look for it."""
    return item.meta_value("_wp_attached_file") or item.attachment_url or item.guid or item.title


def found_file(move: Move, ref: FileRef) -> Found | None:
    """Find what a post means: by number, by the file's path, or in the copy of the uploads."""
    row = _row_of(move, ref)
    if row is None:
        return _found_beside(move, ref)
    outcome = move.spool.outcome_of(row.seq)
    if outcome is None or outcome.result is Result.LEFT:
        return None
    thing, item = move.known(row.key), item_from(row.body)
    kind = thing.kind if thing else kind_of(Path(file_of(item)))
    return Found(
        kind=kind,
        object_id=thing.object_id if thing else 0,
        alt=plain(item.meta_value("_wp_attachment_image_alt")),
        caption=plain(item.excerpt),
        title=plain(item.title),
    )


def address_of_file(move: Move, ref: FileRef) -> str:
    """Give the old address of a file that is not here, for a link in its place."""
    if ref.address:
        return ref.address
    row = _row_of(move, ref)
    return item_from(row.body).attachment_url if row else ""


def kind_of(path: Path) -> str:
    is_picture = extension_of(path) in settings.WAGTAILIMAGES_EXTENSIONS
    return PICTURE if is_picture else DOCUMENT


def _row_of(move: Move, ref: FileRef) -> Row | None:
    if ref.attachment:
        row = move.spool.row("kind = 'item:attachment' AND number = ?", (ref.attachment,))
        if row is not None:
            return row
    path = upload_path(ref.address)
    for spelling in spellings(path) if path else ():
        seq = move.spool.seq_of_upload(spelling)
        if seq is not None:
            return move.spool.row("seq = ?", (seq,))
    return None


def _found_beside(move: Move, ref: FileRef) -> Found | None:
    """Take a file that a post shows and that the export does not list."""
    path = upload_path(ref.address)
    file = move.uploads.find(path) if move.uploads and path else None
    # A document could be anybody's download; only pictures are taken without being listed.
    if file is None or kind_of(file) != PICTURE:
        return None
    try:
        key = f"file:{path}"[:180]
        pk = move.take_besides(key, partial(_stored, move, ImportedFile(file, file.stem)))
    except NotTaken:
        return None
    return Found(PICTURE, pk)


def _attachment(move: Move, item: Item) -> Made:
    name = file_of(item)
    if move.uploads is None:
        raise NotTaken("no copy of the uploads was given (--media)")
    path = item.meta_value("_wp_attached_file") or upload_path(item.attachment_url)
    file = move.uploads.find(path) if path else None
    if file is None:
        raise NotTaken("the file is not in the copy of the uploads")
    if kind_of(file) == DOCUMENT and not _belongs_to_something_public(move, item):
        raise NotTaken("a file to download of something that is not public")
    credit = _CREDIT.search(item.meta_value("_wp_attachment_metadata"))
    title = plain(item.title) or Path(name).stem
    imported = ImportedFile(
        path=file,
        title=title,
        description=plain(item.meta_value("_wp_attachment_image_alt")),
        credit=plain(credit.group(1)) if credit else "",
    )
    return _stored(move, imported)


def _stored(move: Move, file: ImportedFile) -> Made:
    kind = kind_of(file.path)
    try:
        if move.is_rehearsal:
            (refuse_bad_picture if kind == PICTURE else refuse_bad_document)(file.path)
            return Made(kind, 0)
        if kind == PICTURE:
            return Made(kind, import_picture(file=file, now=move.now).pk)
        return Made(kind, import_document(file=file, now=move.now).pk)
    except FileRefused as refused:
        ending = extension_of(file.path)
        raise NotTaken(f"{_WHY[refused.refusal]} ({ending or 'no ending'})") from refused


def _belongs_to_something_public(move: Move, item: Item) -> bool:
    """A document's address can be guessed, so it must not be one of a private post's."""
    if item.parent in {"", "0"}:
        return True
    row = move.spool.row("number = ? AND kind IN ('item:post', 'item:page')", (item.parent,))
    if row is None:
        return True
    parent = item_from(row.body)
    return parent.status == "publish" and not parent.password
