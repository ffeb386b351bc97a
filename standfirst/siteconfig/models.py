from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting
from wagtail.models import Orderable, Page

from standfirst.lib.columns import NONE
from standfirst.siteconfig.categories import Category, Keyword

colour = RegexValidator(r"^#[0-9a-fA-F]{6}$", _("Write a colour as # and six figures: #9c2f23."))


@register_setting(icon="site")
class Identity(BaseGenericSetting):
    """What the paper is called, how it looks, and where it can be reached."""

    name = models.CharField(_("name"), max_length=80, default="Our Paper", db_comment=NONE)
    tagline = models.CharField(_("tagline"), max_length=160, blank=True, db_comment=NONE)
    place = models.CharField(_("place"), max_length=80, blank=True, db_comment=NONE)
    logo = models.ForeignKey(
        "pictures.Image",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        db_comment=NONE,
    )
    accent_light = models.CharField(
        _("accent on light"),
        max_length=7,
        default="#8c2f1b",
        validators=[colour],
        help_text=_("At least 4.5:1 against the light paper."),
        db_comment=NONE,
    )
    accent_dark = models.CharField(
        _("accent on dark"),
        max_length=7,
        default="#f0a48f",
        validators=[colour],
        help_text=_("At least 4.5:1 against the dark paper."),
        db_comment=NONE,
    )
    contact_authorities = models.EmailField(
        _("contact for authorities"),
        blank=True,
        help_text=_("Digital Services Act, Art. 11: a single point of contact."),
        db_comment=NONE,
    )
    contact_readers = models.EmailField(
        _("contact for readers"),
        blank=True,
        help_text=_("Digital Services Act, Art. 12: direct, and not only an automatic answer."),
        db_comment=NONE,
    )
    contact_languages = models.CharField(
        _("languages of contact"), max_length=120, blank=True, db_comment=NONE
    )

    panels = (
        MultiFieldPanel(
            [FieldPanel("name"), FieldPanel("tagline"), FieldPanel("place"), FieldPanel("logo")],
            heading=_("The paper"),
        ),
        MultiFieldPanel(
            [FieldPanel("accent_light"), FieldPanel("accent_dark")], heading=_("Colour")
        ),
        MultiFieldPanel(
            [
                FieldPanel("contact_readers"),
                FieldPanel("contact_authorities"),
                FieldPanel("contact_languages"),
            ],
            heading=_("Contact points"),
        ),
    )

    class Meta:
        verbose_name = _("identity")

    def __str__(self) -> str:
        return self.name


@register_setting(icon="list-ul")
class Menus(BaseGenericSetting, ClusterableModel):
    """The lines of links at the top and at the foot of every page."""

    panels = (
        InlinePanel("header_links", heading=_("Masthead")),
        InlinePanel("footer_links", heading=_("Foot")),
    )

    class Meta:
        verbose_name = _("menus")

    def __str__(self) -> str:
        return str(_("Menus"))


class MenuLink(Orderable):
    """One link of a menu: to a page, or to an address."""

    sort_order = models.IntegerField(null=True, blank=True, editable=False, db_comment=NONE)
    label = models.CharField(
        _("label"),
        max_length=60,
        blank=True,
        help_text=_("The page's title, if you leave it empty."),
        db_comment=NONE,
    )
    page = models.ForeignKey(
        Page,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        db_comment=NONE,
    )
    address = models.CharField(
        _("address"),
        max_length=400,
        blank=True,
        validators=[RegexValidator(r"^(/|https://|mailto:)", _("Begin with / or https://."))],
        db_comment=NONE,
    )

    panels = (FieldPanel("label"), FieldPanel("page"), FieldPanel("address"))

    class Meta(Orderable.Meta):
        abstract = True

    def __str__(self) -> str:
        return self.label or str(self.page or self.address)


class HeaderLink(MenuLink):
    """A link of the masthead."""

    menu = ParentalKey(
        Menus, on_delete=models.CASCADE, related_name="header_links", db_comment=NONE
    )

    class Meta(MenuLink.Meta):
        abstract = False


class FooterLink(MenuLink):
    """A link at the foot."""

    menu = ParentalKey(
        Menus, on_delete=models.CASCADE, related_name="footer_links", db_comment=NONE
    )

    class Meta(MenuLink.Meta):
        abstract = False


class HouseRules(models.Model):
    """One version of the house rules. A decision names the version and the paragraph it rests on,
    so a published version is never changed: a new one takes its place.
    """

    version = models.PositiveIntegerField(_("version"), unique=True, db_comment=NONE)
    introduction = models.TextField(_("introduction"), blank=True, db_comment=NONE)
    published_at = models.DateTimeField(_("published at"), db_comment=NONE)

    class Meta:
        verbose_name = _("house rules")
        verbose_name_plural = _("house rules")
        ordering = ("-version",)

    def __str__(self) -> str:
        return str(_("House rules, version {version}")).format(version=self.version)


class HouseRule(models.Model):
    """One numbered paragraph of the house rules."""

    rules = models.ForeignKey(
        HouseRules, on_delete=models.CASCADE, related_name="paragraphs", db_comment=NONE
    )
    number = models.PositiveSmallIntegerField(_("number"), db_comment=NONE)
    title = models.CharField(_("title"), max_length=120, db_comment=NONE)
    text = models.TextField(_("text"), db_comment=NONE)
    # What a decision that cites it counts as. No part of the published words, so it may be mended.
    category = models.CharField(
        _("category"),
        max_length=60,
        choices=Category.choices,
        default=Category.TERMS,
        db_comment=NONE,
    )
    keyword = models.CharField(
        _("what exactly"),
        max_length=60,
        choices=Keyword.choices,
        blank=True,
        default="",
        db_comment=NONE,
    )

    class Meta:
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(
                fields=("rules", "number"), name="a_paragraph_number_stands_once_in_a_version"
            ),
        )

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"
