"""Which texts of which element make which thing."""

from __future__ import annotations

from dataclasses import dataclass, field

from standfirst.transfer.wordpress.things import Author, Comment, Item, Meta, Term, TermRef

# Element name in the file → field of the thing, per kind of record.
FIELDS: dict[str, dict[str, str]] = {
    "channel": {
        "title": "title",
        "link": "link",
        "language": "language",
        "wp:wxr_version": "version",
        "wp:base_site_url": "site_url",
        "wp:base_blog_url": "blog_url",
    },
    "author": {
        "wp:author_id": "author_id",
        "wp:author_login": "login",
        "wp:author_email": "email",
        "wp:author_display_name": "display_name",
        "wp:author_first_name": "first_name",
        "wp:author_last_name": "last_name",
    },
    "category": {
        "wp:term_id": "term_id",
        "wp:category_nicename": "slug",
        "wp:cat_name": "name",
        "wp:category_parent": "parent",
        "wp:category_description": "description",
    },
    "tag": {
        "wp:term_id": "term_id",
        "wp:tag_slug": "slug",
        "wp:tag_name": "name",
        "wp:tag_description": "description",
    },
    "term": {
        "wp:term_id": "term_id",
        "wp:term_taxonomy": "taxonomy",
        "wp:term_slug": "slug",
        "wp:term_name": "name",
        "wp:term_parent": "parent",
        "wp:term_description": "description",
    },
    "item": {
        "title": "title",
        "link": "link",
        "guid": "guid",
        "pubDate": "pub_date",
        "dc:creator": "creator",
        "content:encoded": "content",
        "excerpt:encoded": "excerpt",
        "wp:post_id": "post_id",
        "wp:post_type": "post_type",
        "wp:status": "status",
        "wp:post_name": "slug",
        "wp:post_parent": "parent",
        "wp:post_password": "password",
        "wp:post_date": "post_date",
        "wp:post_date_gmt": "post_date_gmt",
        "wp:comment_status": "comment_status",
        "wp:attachment_url": "attachment_url",
        "wp:is_sticky": "is_sticky",
    },
    "comment": {
        "wp:comment_id": "comment_id",
        "wp:comment_author": "author",
        "wp:comment_author_email": "email",
        "wp:comment_author_url": "url",
        "wp:comment_date": "date",
        "wp:comment_date_gmt": "date_gmt",
        "wp:comment_content": "content",
        "wp:comment_approved": "approved",
        "wp:comment_type": "comment_type",
        "wp:comment_parent": "parent",
        "wp:comment_user_id": "user_id",
    },
    "meta": {"wp:meta_key": "key", "wp:meta_value": "value"},
    "mention": {"domain": "domain", "nicename": "nicename", "name": "name"},
}
# What every export carries and this paper has no use for: read past without a word.
USELESS: dict[str, frozenset[str]] = {
    "item": frozenset(
        {
            "description",
            "wp:ping_status",
            "wp:menu_order",
            "wp:post_modified",
            "wp:post_modified_gmt",
            "wp:author",
        }
    ),
    "comment": frozenset({"wp:comment_author_IP"}),
}
_TAXONOMY = {"": "category", "tag": "post_tag"}


@dataclass(slots=True)
class Record:
    """One element being filled; `size` counts the characters of an item and what stands in it."""

    kind: str
    line: int
    ordinal: int = 0
    size: int = 0
    texts: dict[str, str] = field(default_factory=dict)
    meta: list[Meta] = field(default_factory=list)
    mentions: list[TermRef] = field(default_factory=list)

    def put(self, element: str, text: str) -> None:
        """The first text wins: WordPress writes each field once, and a second one is somebody's trick."""
        self.texts.setdefault(FIELDS[self.kind][element], text)

    def adopt(self, child: Record) -> None:
        if child.kind == "meta":
            self.meta.append(Meta(child.texts.get("key", ""), child.texts.get("value", "")))
            return
        domain, name = child.texts.get("domain", ""), child.texts.get("name", "")
        mention = TermRef(_TAXONOMY.get(domain, domain), child.texts.get("nicename", ""), name)
        # WXR 1.0 writes each term twice, first without its nicename.
        known = {(each.taxonomy, each.name) for each in self.mentions}
        if mention.slug or (mention.taxonomy, mention.name) not in known:
            self.mentions.append(mention)


def author_of(record: Record) -> Author:
    return Author(line=record.line, **record.texts)


def term_of(record: Record) -> Term:
    texts = dict(record.texts)
    taxonomy = {"category": "category", "tag": "post_tag"}.get(record.kind) or texts.pop(
        "taxonomy", ""
    )
    texts.pop("taxonomy", None)
    return Term(line=record.line, taxonomy=taxonomy, meta=tuple(record.meta), **texts)


def item_of(record: Record) -> Item:
    with_slug = {(each.taxonomy, each.name) for each in record.mentions if each.slug}
    mentions = dict.fromkeys(
        each for each in record.mentions if each.slug or (each.taxonomy, each.name) not in with_slug
    )
    return Item(
        ordinal=record.ordinal,
        line=record.line,
        terms=tuple(mentions),
        meta=tuple(record.meta),
        **record.texts,
    )


def comment_of(record: Record) -> Comment:
    return Comment(item=record.ordinal, line=record.line, meta=tuple(record.meta), **record.texts)
