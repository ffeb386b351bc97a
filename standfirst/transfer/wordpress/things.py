"""What a WordPress export is made of, as plain frozen values.

Texts are as they stand in the file (trimmed, nothing decoded but XML). `line` is where the thing
begins in the file, so that whatever we say about it can be looked up.
"""

from __future__ import annotations

from dataclasses import dataclass, field


class WxrRefused(Exception):
    """The file is not a readable export. `line` counts from 1; `cause` is one sentence for people."""

    def __init__(self, line: int, cause: str) -> None:
        super().__init__(f"line {line}: {cause}")
        self.line = line
        self.cause = cause


@dataclass(frozen=True, slots=True)
class Meta:
    """A custom field of a post, a comment or a term."""

    key: str
    value: str


@dataclass(frozen=True, slots=True)
class Channel:
    """What the file says about itself and the paper it comes from."""

    title: str = ""
    link: str = ""
    language: str = ""
    version: str = ""
    site_url: str = ""
    blog_url: str = ""


@dataclass(frozen=True, slots=True)
class Author:
    line: int
    author_id: str = ""
    login: str = ""
    email: str = ""
    display_name: str = ""
    first_name: str = ""
    last_name: str = ""

    @property
    def name(self) -> str:
        full = f"{self.first_name} {self.last_name}".strip()
        return self.display_name or full or self.login


@dataclass(frozen=True, slots=True)
class Term:
    """A category (`taxonomy` "category"), a tag ("post_tag") or a term of the site's own making."""

    line: int
    taxonomy: str
    slug: str = ""
    name: str = ""
    parent: str = ""
    description: str = ""
    term_id: str = ""
    meta: tuple[Meta, ...] = ()


@dataclass(frozen=True, slots=True)
class TermRef:
    """A post's own mention of a term; the term may be declared nowhere else."""

    taxonomy: str
    slug: str
    name: str


@dataclass(frozen=True, slots=True)
class Item:
    """A post, page, attachment, menu entry or anything else that WordPress calls a post.

    `ordinal` counts the items of the file from 0; comments name their item by it.
    """

    ordinal: int
    line: int
    post_id: str = ""
    post_type: str = ""
    status: str = ""
    title: str = ""
    link: str = ""
    guid: str = ""
    creator: str = ""
    content: str = ""
    excerpt: str = ""
    slug: str = ""
    parent: str = ""
    password: str = ""
    post_date: str = ""
    post_date_gmt: str = ""
    pub_date: str = ""
    comment_status: str = ""
    attachment_url: str = ""
    is_sticky: str = ""
    terms: tuple[TermRef, ...] = ()
    meta: tuple[Meta, ...] = ()

    def meta_value(self, key: str) -> str:
        return next((each.value for each in self.meta if each.key == key), "")


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment, pingback or trackback. The sender's network address is not even read."""

    item: int
    line: int
    comment_id: str = ""
    author: str = ""
    email: str = ""
    url: str = ""
    date: str = ""
    date_gmt: str = ""
    content: str = ""
    approved: str = ""
    comment_type: str = ""
    parent: str = ""
    user_id: str = ""
    meta: tuple[Meta, ...] = ()


Thing = Author | Term | Item | Comment


@dataclass(slots=True)
class Mended:
    """What was wrong in the file and put right on the way, counted."""

    ampersands: int = 0
    entities: int = 0
    characters: int = 0
    undecodable_bytes: int = 0
    prefixes: int = 0
    blank_lines: int = 0
    undeclared: set[str] = field(default_factory=set)
