"""The names of the things that pages are made of: ``kind:ident``."""

SITE = "site"
LATEST = "latest"
RULES = "rules"
LEDGER = "ledger"


def key(kind: str, ident: int | str) -> str:
    """Name one thing of a kind."""
    return f"{kind}:{ident}"


def page_key(pk: int) -> str:
    """Name a page of the tree, whatever its type."""
    return key("page", pk)


def thread_key(pk: int) -> str:
    """Name the discussion of one page."""
    return key("thread", pk)


def campaign_key(pk: int) -> str:
    """Name a campaign with its meter."""
    return key("campaign", pk)
