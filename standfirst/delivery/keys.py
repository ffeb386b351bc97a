"""The names of the things that pages are made of: ``kind:ident``."""

SITE = "site"
# What stands in the masthead and at the foot, on pages but not in feeds.
MENUS = "menus"
# The newest articles of the whole paper; those of one place are `list_key`.
LATEST = "latest"
# Every list and menu: something other than an article came, went, moved, or became private.
LISTS = "lists"
# Counts of comments that were repaired: they may have leapt.
TALKED = "talked"
# A comment came, anywhere.
COMMENTS = "comments"
# Not a key but a topic of live events: what is new on the front page.
FRONT = "front"
RULES = "rules"
CORRECTIONS = "corrections"
LEDGER = "ledger"


def key(kind: str, ident: int | str) -> str:
    """Name one thing of a kind."""
    return f"{kind}:{ident}"


def page_key(pk: int) -> str:
    """Name a page of the tree, whatever its type."""
    return key("page", pk)


def list_key(pk: int) -> str:
    """Name the newest articles that belong to one page: a section, a topic, a contributor."""
    return key("list", pk)


def talked_key(count: int) -> str:
    """Name the discussions that came to have so many comments."""
    return key("talked", count)


def thread_key(pk: int) -> str:
    """Name the discussion of one page."""
    return key("thread", pk)


def person_key(pk: int) -> str:
    """Name what a member shows of themselves."""
    return key("person", pk)


def campaign_key(pk: int) -> str:
    """Name a campaign with its meter."""
    return key("campaign", pk)
