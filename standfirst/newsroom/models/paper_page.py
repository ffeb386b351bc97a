"""What every page type of the paper has in common: a slug that takes no address of ours."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.models import Page
from wagtail.search import index

from standfirst.newsroom.addresses import slug_refusal

# The front page of a language stands directly below the root of the tree.
FRONT_DEPTH = 2


class PaperPageForm(WagtailAdminPageForm):
    """The editor's form. A page that is being made has no place yet: its form knows the parent."""

    def clean(self) -> dict[str, Any]:
        """Refuse a reserved slug beside its field."""
        data: dict[str, Any] = super().clean()
        slug = data.get("slug")
        if slug and "slug" not in self.errors:
            refusal = self.instance.refusal_of_slug(slug, self.parent_page)
            if refusal:
                self.add_error("slug", refusal)
        return data


class PaperPage(Page):
    """A page of the paper."""

    password_required_template = "pages/password.html"  # noqa: S105 -- a template

    # An index stands at an address that the paper promises; nothing else may.
    fixed_slug: ClassVar[str | None] = None

    base_form_class = PaperPageForm
    search_fields = (*Page.search_fields, index.FilterField("expire_at"))

    class Meta:
        abstract = True

    def clean(self) -> None:
        """Refuse a reserved slug also where no form asks: in programs and importers."""
        super().clean()
        refusal = self.refusal_of_slug(self.slug, self.get_parent())
        if refusal:
            raise ValidationError({"slug": refusal})

    def can_move_to(self, parent: Page) -> bool:
        """A page may not move to where its slug is taken by an address of ours."""
        return bool(super().can_move_to(parent)) and not self.refusal_of_slug(self.slug, parent)

    def refusal_of_slug(self, slug: str, parent: Page | None) -> str | None:
        """Say why this page may not have the slug below that parent, or None if it may."""
        if parent is None or parent.depth < FRONT_DEPTH:
            return None
        if self.fixed_slug is not None:
            if slug == self.fixed_slug:
                return None
            return _("This page stands at “/%(slug)s/”.") % {"slug": self.fixed_slug}
        return slug_refusal(slug, is_first_part=parent.depth == FRONT_DEPTH)
