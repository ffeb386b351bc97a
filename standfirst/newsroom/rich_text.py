"""Links from a story to other pages of the paper and to its files."""

from typing import Any

from django.http import HttpRequest
from django.utils.html import escape
from wagtail.documents.rich_text import DocumentLinkHandler
from wagtail.models import Page
from wagtail.rich_text.pages import PageLinkHandler

from standfirst.delivery.keys import page_key
from standfirst.delivery.public import public_pages
from standfirst.delivery.recording import declare, declare_until
from standfirst.lib.clock import now as clock
from standfirst.pictures.queries import document_key


class DeclaredDocumentLinkHandler(DocumentLinkHandler):
    """Links to files, whose addresses change with them."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, Any]]) -> list[str]:
        """Give the opening tags of many links, and declare the files."""
        pks = [int(attrs["id"]) for attrs in attrs_list if str(attrs.get("id", "")).isdigit()]
        declare(*(document_key(pk) for pk in pks))
        tags: list[str] = super().expand_db_attributes_many(attrs_list)
        return tags


class PublicPageLinkHandler(PageLinkHandler):
    """Links to pages that anybody may read. A link to any other page is its words alone."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, Any]]) -> list[str]:
        """Give the opening tags of many links: one query for the pages, one for what is private."""
        pks = [int(attrs["id"]) for attrs in attrs_list if str(attrs.get("id", "")).isdigit()]
        declare(*(page_key(pk) for pk in pks))
        pages = public_pages(Page.objects.filter(pk__in=pks), clock()).in_bulk()
        for page in pages.values():
            declare_until(page.expire_at)
        # Wagtail keeps the site's root paths on the request: one look-up for all links.
        shared = HttpRequest()
        urls = {str(pk): page.get_url_parts(shared) for pk, page in pages.items()}
        return [cls._opening(urls.get(str(attrs.get("id", "")))) for attrs in attrs_list]

    @staticmethod
    def _opening(parts: tuple[int, str | None, str | None] | None) -> str:
        return f'<a href="{escape(parts[2])}">' if parts and parts[2] else "<a>"
