from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from standfirst.lib.columns import NONE


class PageAlias(models.Model):
    """Another address of a page, or of all pages below one: a moved site, a copy elsewhere.

    The page is one of ours, or one of a site that embeds discussions.

    With a * at the end of both, what stands in its place there stands in its place here.
    """

    address = models.CharField(
        _("address elsewhere"),
        max_length=500,
        unique=True,
        help_text=_("Like https://old.example/news/flood or, for all below, https://old.example/*"),
        db_comment=NONE,
    )
    path = models.CharField(
        _("page it is"),
        max_length=500,
        help_text=_(
            "A path here, like /river/flood/ or /river/* for all below, "
            "or the address of a page on a site that shows our discussions."
        ),
        db_comment=NONE,
    )

    class Meta:
        verbose_name = _("other address of a page")
        verbose_name_plural = _("other addresses of pages")

    def __str__(self) -> str:
        return self.address

    def clean(self) -> None:
        """Refuse what leads nowhere."""
        if not self.address.startswith(("https://", "http://")):
            raise ValidationError({"address": _("The address begins with https://.")})
        is_path = self.path.startswith("/") and not self.path.startswith("//")
        if not is_path and not self.path.startswith(("https://", "http://")):
            words = _("A path begins with a stroke, an address with https://.")
            raise ValidationError({"path": words})
        stars = [text.count("*") for text in (self.address, self.path)]
        ends = [text.endswith("*") for text in (self.address, self.path)]
        if stars != [int(end) for end in ends] or (ends[1] and not ends[0]):
            raise ValidationError(
                _("A * stands at the end, and in the path only if in the address.")
            )
