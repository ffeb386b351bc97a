from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel
from wagtail.models import Orderable, Revision
from wagtail.search import index

from standfirst.lib.columns import NONE, Keep, content
from standfirst.newsroom.figures import Figure, FigureKind
from standfirst.newsroom.models.contributors import ContributorPage
from standfirst.newsroom.models.corrections import keep_published, name_corrections
from standfirst.newsroom.models.discussed import DiscussedPage
from standfirst.newsroom.models.paper_page import PaperPage
from standfirst.newsroom.models.picks import Pick
from standfirst.newsroom.models.topics import TopicPage
from standfirst.newsroom.panels import ARTICLE_CONTENT, ARTICLE_SETTINGS, BYLINE
from standfirst.newsroom.story import StoryField, closed_questions_of, texts_of


class ArticlePage(DiscussedPage):
    """A report. The page's title is its headline, its parent is its section."""

    class Discussion(models.TextChoices):
        """What the newsroom wants with the discussion; the thread itself belongs to others."""

        OPEN = "open", _("Open")
        CLOSED = "closed", _("Closed: what was written stays")
        OFF = "off", _("Off: not shown")

    kicker = models.CharField(_("kicker"), max_length=80, blank=True, db_comment=NONE)
    standfirst = models.TextField(
        _("standfirst"),
        blank=True,
        max_length=600,
        help_text=_("One or two sentences between the headline and the report."),
        db_comment=NONE,
    )
    place = models.CharField(_("place"), max_length=80, blank=True, db_comment=NONE)
    dateline_date = models.DateField(
        _("date of the report"),
        null=True,
        blank=True,
        help_text=_("Where it differs from the day it appears."),
        db_comment=NONE,
    )
    lead_image = models.ForeignKey(
        "pictures.Image",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("picture"),
        db_comment=NONE,
    )
    lead_kind = models.CharField(
        _("kind"),
        max_length=10,
        choices=FigureKind.choices,
        default=FigureKind.PHOTO,
        db_comment=NONE,
    )
    lead_alt = models.CharField(
        _("description"),
        max_length=500,
        blank=True,
        help_text=_("What it shows, for people who do not see it."),
        db_comment=NONE,
    )
    lead_caption = models.TextField(_("caption"), blank=True, db_comment=NONE)
    story: Any = StoryField(
        blank=True,
        verbose_name=_("story"),
        db_comment=content("the report itself", Keep.WITH_THE_THING),
    )
    discussion = models.CharField(
        _("discussion"),
        max_length=10,
        choices=Discussion.choices,
        default=Discussion.OPEN,
        db_comment=NONE,
    )
    discussion_days = models.PositiveSmallIntegerField(
        _("closes after days"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Counted from publication. Empty: stays open."),
        db_comment=NONE,
    )
    corrected_at = models.DateTimeField(
        null=True, editable=False, help_text="The date of its newest correction.", db_comment=NONE
    )

    parent_page_types = ("newsroom.SectionPage",)
    subpage_types = ()
    template = "pages/article.html"
    search_fields = (
        *PaperPage.search_fields,
        index.SearchField("kicker"),
        index.SearchField("standfirst", boost=1.5),
        index.SearchField("place"),
        index.SearchField("story"),
        index.SearchField("names_in_byline"),
    )
    content_panels = ARTICLE_CONTENT
    settings_panels = (*PaperPage.settings_panels, *ARTICLE_SETTINGS)

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")

    def clean(self) -> None:
        """A picture without a description is refused."""
        super().clean()
        if self.lead_image_id is not None and not self.lead_alt.strip():
            raise ValidationError({"lead_alt": _("Please describe the picture.")})

    @property
    def lead_figure(self) -> Figure | None:
        """The figure above the story; its credit is the picture's own."""
        if self.lead_image_id is None:
            return None
        return Figure(
            kind=FigureKind(self.lead_kind),
            image=self.lead_image,
            alt=self.lead_alt,
            caption=self.lead_caption,
        )

    @property
    def discussion_closes_at(self) -> datetime | None:
        """When an open discussion closes by itself, if it does."""
        if self.discussion_days is None or self.first_published_at is None:
            return None
        opened: datetime = self.first_published_at
        return opened + timedelta(days=self.discussion_days)

    def save_revision(self, *args: Any, **kwargs: Any) -> Revision:
        """Keep a draft, whose corrections have names by which later drafts know them."""
        name_corrections(self)
        return super().save_revision(*args, **kwargs)

    def with_content_json(self, content: dict[str, Any]) -> "ArticlePage":
        """Read a revision; when something was corrected is the article's and not a draft's."""
        page: ArticlePage = super().with_content_json(content)
        page.corrected_at = self.corrected_at
        keep_published(page)
        return page

    def block_texts(self) -> dict[str, str]:
        """The words of the story, by block, for whoever hangs something on a passage."""
        return texts_of(self.story)

    def closed_questions(self) -> set[str]:
        """The editors' questions in the story that take no answers any more, by block."""
        return closed_questions_of(self.story)

    def names_in_byline(self) -> str:
        """Everybody who is named, for the search index."""
        return " ".join(line.contributor.title for line in self.bylines.all())


class Byline(Orderable):
    """Who did what for an article, in the order they are named."""

    class Role(models.TextChoices):
        """What somebody did."""

        WORDS = "words", _("By")
        PHOTOS = "photos", _("Photographs")
        GRAPHICS = "graphics", _("Graphics")
        DATA = "data", _("Data")
        RESEARCH = "research", _("Research")
        EDITING = "editing", _("Edited by")
        TRANSLATION = "translation", _("Translated by")

    sort_order = models.IntegerField(null=True, blank=True, editable=False, db_comment=NONE)
    page = ParentalKey(
        ArticlePage, on_delete=models.CASCADE, related_name="bylines", db_comment=NONE
    )
    contributor = models.ForeignKey(
        ContributorPage,
        on_delete=models.PROTECT,
        related_name="bylines",
        verbose_name=_("contributor"),
        db_comment=NONE,
    )
    role = models.CharField(
        _("role"), max_length=20, choices=Role.choices, default=Role.WORDS, db_comment=NONE
    )

    panels = BYLINE

    class Meta(Orderable.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=("page", "contributor", "role"),
                name="somebody_has_a_role_in_an_article_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.contributor}"


class ArticleTopic(Orderable):
    """That an article is about a topic; the first is what it is most about."""

    sort_order = models.IntegerField(null=True, blank=True, editable=False, db_comment=NONE)
    page = ParentalKey(
        ArticlePage, on_delete=models.CASCADE, related_name="topic_links", db_comment=NONE
    )
    topic = models.ForeignKey(
        TopicPage,
        on_delete=models.CASCADE,
        related_name="article_links",
        verbose_name=_("topic"),
        db_comment=NONE,
    )

    panels = (FieldPanel("topic"),)

    class Meta(Orderable.Meta):
        constraints = (
            models.UniqueConstraint(fields=("page", "topic"), name="an_article_has_a_topic_once"),
        )

    def __str__(self) -> str:
        return str(self.topic)


class RelatedPick(Pick):
    """An article that an editor chose to stand under another."""

    page = ParentalKey(
        ArticlePage, on_delete=models.CASCADE, related_name="related_picks", db_comment=NONE
    )

    class Meta(Pick.Meta):
        abstract = False
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(article=models.F("page")),
                name="an_article_is_not_related_to_itself",
            ),
        )
