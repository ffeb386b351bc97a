"""The first pass: the whole file is read, and known, before anything is written."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import BinaryIO
from urllib.parse import urlsplit

from standfirst.transfer.wordpress.naming import plain, title_of, wanted_slug
from standfirst.transfer.wordpress.reading import Reading
from standfirst.transfer.wordpress.spool import Spool, Waiting
from standfirst.transfer.wordpress.things import (
    Author,
    Channel,
    Comment,
    Item,
    Mended,
    Meta,
    Term,
    TermRef,
    Thing,
)
from standfirst.transfer.wordpress.uploads import spellings, upload_path

Watch = Callable[[int], None]

# Custom fields that mean something here; the others are counted and left.
USED_FIELDS = frozenset(
    {
        "_thumbnail_id",
        "_wp_attached_file",
        "_wp_attachment_image_alt",
        "_wp_attachment_metadata",
        "_yoast_wpseo_metadesc",
        "_yoast_wpseo_primary_category",
    }
)
_PINGS = {"pingback", "trackback"}
_TAXONOMIES = {"category", "post_tag"}
CREDITED = {"post", "page"}


@dataclass(slots=True)
class Facts:
    """What is known of the file as a whole."""

    source: str = ""
    digest: str = ""
    size: int = 0
    channel: Channel = field(default_factory=Channel)
    mended: Mended = field(default_factory=Mended)
    notes: list[str] = field(default_factory=list)
    unread: dict[str, int] = field(default_factory=dict)


class _Hashed:
    """A stream that is digested while it is read."""

    def __init__(self, stream: BinaryIO, watch: Watch) -> None:
        self._stream = stream
        self._watch = watch
        self.sha = hashlib.sha256()
        self.size = 0

    def read(self, size: int) -> bytes:
        data = self._stream.read(size)
        self.sha.update(data)
        self.size += len(data)
        self._watch(len(data))
        return data


def read_into(spool: Spool, stream: BinaryIO, watch: Watch = lambda _size: None) -> Facts:
    """Read the file to its end. Raises WxrRefused; then nothing has been written anywhere."""
    hashed = _Hashed(stream, watch)
    reading = Reading(hashed)
    filler = _Filler(spool)
    for thing in reading.things():
        filler.put(thing)
    filler.complete()
    return Facts(
        source=_source_of(reading.channel, filler.first_link, hashed.sha.hexdigest()),
        digest=hashed.sha.hexdigest(),
        size=hashed.size,
        channel=reading.channel,
        mended=reading.mended,
        notes=reading.notes,
        unread=reading.unread,
    )


def _source_of(channel: Channel, first_link: str, digest: str) -> str:
    """Name the paper that a file is of, so that its next export is known as the same paper's."""
    for address in (channel.blog_url, channel.link, channel.site_url):
        if address.strip():
            return f"wordpress:{address.strip().rstrip('/')}"[:200]
    host = urlsplit(first_link).netloc
    return f"wordpress:{host or digest}"[:200]


class _Filler:
    """Puts things into the spool under the names by which they will be looked up."""

    def __init__(self, spool: Spool) -> None:
        self._spool = spool
        self.first_link = ""

    def put(self, thing: Thing) -> None:
        if isinstance(thing, Author):
            self._author(thing)
        elif isinstance(thing, Term):
            self._term(thing)
        elif isinstance(thing, Comment):
            self._comment(thing)
        else:
            self._item(thing)

    def _author(self, author: Author) -> None:
        login = author.login or author.email or author.author_id
        self._spool.add(
            Waiting(
                kind="author",
                key=f"author:{login}"[:180],
                digest=_digest(author.name, author.email),
                name=author.name,
                line=author.line,
                body=_json(author),
                number=login,
                slug=wanted_slug(login, login),
            )
        )

    def _term(self, term: Term) -> None:
        kind = term.taxonomy if term.taxonomy in _TAXONOMIES else f"term:{term.taxonomy}"
        slug = term.slug or wanted_slug("", term.name)
        self._spool.add(
            Waiting(
                kind=kind,
                key=f"term:{term.taxonomy}:{slug}"[:180],
                digest=_digest(term.name, term.parent),
                name=plain(term.name) or slug,
                line=term.line,
                body=_json(term),
                number=term.term_id,
                slug=slug,
                parent=term.parent,
            )
        )
        for each in term.meta:
            self._spool.count("fields", each.key)

    def _item(self, item: Item) -> None:
        self.first_link = self.first_link or item.link
        digest = _digest(item.post_type, item.slug, item.title, item.post_date, item.content)
        kind = item.post_type or "no type"
        key = f"item:{item.post_id or digest[:16]}"[:180]
        is_new = self._spool.add(
            Waiting(
                kind=f"item:{kind}",
                key=key,
                digest=digest,
                name=title_of(item.title, item.content)[0],
                line=item.line,
                body=_json(item),
                number=item.post_id,
                item=item.ordinal,
                parent=item.parent,
                slug=item.slug,
            )
        )
        for each in item.meta:
            self._spool.count("used fields" if each.key in USED_FIELDS else "fields", each.key)
        if is_new and item.post_type in CREDITED:
            self._mentions(item)
        if is_new and item.post_type == "attachment":
            self._file(item, key)

    def _mentions(self, item: Item) -> None:
        main = self._main_category(item)
        # Co-Authors Plus names its authors by slug, with "cap-" before those without an account.
        several = {
            term.slug.removeprefix("cap-"): term.name
            for term in item.terms
            if term.taxonomy == "author"
        }
        for login, name in (several or {item.creator: item.creator}).items():
            if login:
                self._spool.credit(item.ordinal, login, name or login)
        for place, term in enumerate(item.terms):
            slug = term.slug or wanted_slug("", term.name)
            if term.taxonomy not in _TAXONOMIES:
                if term.taxonomy != "author":
                    self._spool.count("labels", term.taxonomy)
                continue
            is_main = term.taxonomy == "category" and slug == main
            self._spool.mention(item.ordinal, place, term.taxonomy, slug, is_main=is_main)
            self._undeclared_term(term.taxonomy, slug, term.name, item.line)

    def _undeclared_term(self, taxonomy: str, slug: str, name: str, line: int) -> None:
        """A post may name a category that the file declares nowhere."""
        if self._spool.row("key = ?", (f"term:{taxonomy}:{slug}"[:180],)) is None:
            self._term(Term(line=line, taxonomy=taxonomy, slug=slug, name=name or slug))

    def _main_category(self, item: Item) -> str:
        """Find what becomes the section: the category chosen for it, else the first that tells."""
        slugs = [
            term.slug or wanted_slug("", term.name)
            for term in item.terms
            if term.taxonomy == "category"
        ]
        chosen = item.meta_value("_yoast_wpseo_primary_category")
        if chosen:
            row = self._spool.row("kind = 'category' AND number = ?", (chosen,))
            if row is not None and row.slug in slugs:
                return row.slug
        telling = [slug for slug in slugs if slug != "uncategorized"]
        return next(iter(telling or slugs), "")

    def _file(self, item: Item, key: str) -> None:
        paths = [item.meta_value("_wp_attached_file"), upload_path(item.attachment_url)]
        for path in filter(None, paths):
            for spelling in spellings(path):
                self._spool.file_under(spelling, key)

    def _comment(self, comment: Comment) -> None:
        digest = _digest(comment.author, comment.date, comment.content)
        kind = comment.comment_type if comment.comment_type in _PINGS else "comment"
        self._spool.add(
            Waiting(
                kind=kind,
                key=f"comment:{comment.comment_id or digest[:16]}"[:80],
                digest=digest,
                name=plain(comment.author),
                line=comment.line,
                body=_json(comment),
                number=comment.comment_id,
                item=comment.item,
                parent=comment.parent,
                slug=comment.date_gmt or comment.date,
            )
        )
        for each in comment.meta:
            self._spool.count("fields", each.key)

    def complete(self) -> None:
        """Add the authors that are named only by their articles, as WXR 1.0 does."""
        logins = self._spool.query(
            "SELECT login, name, min(item) FROM creator WHERE login NOT IN"
            " (SELECT number FROM thing WHERE kind = 'author')"
            " AND login NOT IN (SELECT slug FROM thing WHERE kind = 'author')"
            " GROUP BY login ORDER BY min(item)"
        )
        for login, name, item in list(logins):
            line = self._spool.number(
                "SELECT line FROM thing WHERE item = ? AND kind LIKE 'item:%'", (item,)
            )
            self._author(Author(line=line, login=str(login), display_name=str(name)))


def _digest(*texts: str) -> str:
    # Not for security: only to tell one thing from another.
    return hashlib.sha1("\x1f".join(texts).encode(), usedforsecurity=False).hexdigest()


def _json(thing: Thing) -> str:
    fields = asdict(thing)
    if isinstance(thing, Item | Comment | Term):
        fields["meta"] = [asdict(each) for each in thing.meta if each.key in USED_FIELDS]
    return json.dumps(fields, ensure_ascii=False)


def item_from(body: str) -> Item:
    """Give an item back as it was read, with the custom fields that are used."""
    fields = json.loads(body)
    terms = tuple(TermRef(**each) for each in fields.pop("terms"))
    meta = tuple(Meta(**each) for each in fields.pop("meta"))
    return Item(**fields, terms=terms, meta=meta)


def comment_from(body: str) -> Comment:
    fields = json.loads(body)
    return Comment(**{**fields, "meta": ()})


def term_from(body: str) -> Term:
    fields = json.loads(body)
    return Term(**{**fields, "meta": ()})


def author_from(body: str) -> Author:
    return Author(**json.loads(body))
