from django.db import models
from django.utils.translation import gettext_lazy as _

from standfirst.lib.columns import NONE, Keep, content, pseudonym
from standfirst.people.models import Person
from standfirst.siteconfig.categories import Category, Keyword


class Measure(models.TextChoices):
    """What was done (Digital Services Act, Art. 17 (1), and what undoes it)."""

    HELD = "held", _("held")
    APPROVED = "approved", _("approved")
    REMOVED = "removed", _("removed")
    RESTORED = "restored", _("restored")
    LABELLED = "labelled", _("labelled")
    SLOWED = "slowed", _("slowed")
    WARNED = "warned", _("person warned")
    SUSPENDED = "suspended", _("person suspended")
    BANNED = "banned", _("person banned")
    HELD_FIRST = "held_first", _("person's texts held first")
    FREED = "freed", _("limit on a person lifted")
    LEFT = "left", _("report looked at, left as it is")
    REPORTS_WAIT = "reports_wait", _("report waits again")
    PINNED = "pinned", _("pinned")
    UNPINNED = "unpinned", _("pinned no more")
    FEATURED = "featured", _("featured")
    UNFEATURED = "unfeatured", _("featured no more")
    ANSWERED = "answered", _("marked as answered")
    UNANSWERED = "unanswered", _("marked as answered no more")
    LOCKED = "locked", _("closed to replies")
    UNLOCKED = "unlocked", _("open to replies again")
    CLOSED = "closed", _("discussion closed")
    REOPENED = "reopened", _("discussion opened again")
    HASTENED = "hastened", _("discussion slowed no more")
    RESTED = "rested", _("discussion rests")
    ENDED = "ended", _("ended before its time")
    SWITCHED_ON = "switched_on", _("screen switched on")
    TRIED_OUT = "tried_out", _("screen put on trial")
    SWITCHED_OFF = "switched_off", _("screen switched off")
    LOOK_BEFORE = "look_before", _("comments are read before publication")
    LOOK_AFTER = "look_after", _("comments are read after publication")
    LOOK_REACTIVE = "look_reactive", _("comments are read when they are reported")
    LOOK_AS_USUAL = "look_as_usual", _("comments are read as everywhere")
    VOTES_COUNTED = "votes_counted", _("burst of votes counted")
    VOTES_DROPPED = "votes_dropped", _("burst of votes dropped")
    VOTES_WAIT = "votes_wait", _("burst of votes waits again")


class Ground(models.TextChoices):
    """What it rests on (Art. 17 (3) d and e)."""

    RULE = "rule", _("house rule")
    LAW = "law", _("law")
    NONE = "none", _("no ground needed")


class Source(models.TextChoices):
    """What brought it about (Art. 17 (3) b)."""

    SCREEN = "screen", _("a screen")
    REPORT = "report", _("a report")
    NOTICE = "notice", _("a notice of illegal content")
    FLAGGER = "flagger", _("a trusted flagger")
    OWN = "own", _("own initiative")
    AUTHORITY = "authority", _("an authority")
    APPEAL = "appeal", _("an appeal")


class Automation(models.TextChoices):
    """How far no person was in it (Art. 17 (3) c)."""

    NONE = "none", _("none")
    PARTLY = "partly", _("partly")
    FULLY = "fully", _("fully")


class ContentType(models.TextChoices):
    """What sort of content a measure meets; ``OTHER`` is an account, or a whole discussion."""

    TEXT = "text", _("text")
    IMAGE = "image", _("image")
    OTHER = "other", _("other")


class AccountType(models.TextChoices):
    """For whom the one writes whom a measure meets."""

    PRIVATE = "private", _("for themselves")
    BUSINESS = "business", _("for a business")


class ReasonText(models.Model):
    """Free text of a decision. Decisions are for ever; this row can be blanked."""

    text = models.TextField(
        _("text"), blank=True, db_comment=content("facts of a decision", Keep.UNTIL_ERASED)
    )
    blanked_at = models.DateTimeField(null=True, db_comment=NONE)

    def __str__(self) -> str:
        return self.text[:60]


class Decision(models.Model):
    """What a person or a rule did about a thing: appended, never changed (by trigger).

    Names its subject by kind and id, since moderation knows no comments and no gifts. Points to
    Persons and to a ReasonText, which can be emptied; holds neither names nor texts itself. What the
    EU's database of statements asks for stands here as it was then, so that nothing is guessed later.
    """

    subject_kind = models.CharField(_("subject"), max_length=40, db_comment=NONE)
    subject_id = models.BigIntegerField(db_comment=NONE)
    subject_revision = models.BigIntegerField(null=True, db_comment=NONE)
    about = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        null=True,
        related_name="decisions_about",
        db_comment=pseudonym("whom the measure meets", Keep.FOREVER),
    )
    measure = models.CharField(
        _("measure"), max_length=20, choices=Measure.choices, db_comment=NONE
    )
    scope = models.CharField(_("scope"), max_length=40, default="site", db_comment=NONE)
    starts_at = models.DateTimeField(_("from"), db_comment=NONE)
    ends_at = models.DateTimeField(_("until"), null=True, db_comment=NONE)
    ground = models.CharField(_("ground"), max_length=10, choices=Ground.choices, db_comment=NONE)
    rules_version = models.PositiveIntegerField(_("rules version"), null=True, db_comment=NONE)
    rule_number = models.PositiveSmallIntegerField(_("rule"), null=True, db_comment=NONE)
    legal_ground = models.CharField(
        _("law"), max_length=500, blank=True, default="", db_comment=NONE
    )
    is_also_illegal = models.BooleanField(_("illegal besides"), default=False, db_comment=NONE)
    category = models.CharField(
        _("category"),
        max_length=60,
        choices=Category.choices,
        blank=True,
        default="",
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
    facts = models.ForeignKey(
        ReasonText, on_delete=models.PROTECT, null=True, related_name="+", db_comment=NONE
    )
    source = models.CharField(_("source"), max_length=10, choices=Source.choices, db_comment=NONE)
    source_identity = models.CharField(
        _("which organisation or authority"),
        max_length=200,
        blank=True,
        default="",
        help_text="Never a person's name: a decision is kept for ever.",
        db_comment=NONE,
    )
    detection = models.CharField(
        _("automated detection"),
        max_length=10,
        choices=Automation.choices,
        default=Automation.NONE,
        db_comment=NONE,
    )
    automation = models.CharField(
        _("automated decision"),
        max_length=10,
        choices=Automation.choices,
        default=Automation.NONE,
        db_comment=NONE,
    )
    decided_by = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        null=True,
        related_name="decisions_made",
        db_comment=pseudonym("who answers for it", Keep.FOREVER),
    )
    proposed_by = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        null=True,
        related_name="decisions_proposed",
        db_comment=pseudonym("who asked for a second person", Keep.FOREVER),
    )
    decided_at = models.DateTimeField(_("decided at"), db_comment=NONE)
    noticed_at = models.DateTimeField(_("waited since"), null=True, db_comment=NONE)
    content_type = models.CharField(
        _("sort of content"),
        max_length=10,
        choices=ContentType.choices,
        default=ContentType.TEXT,
        db_comment=NONE,
    )
    content_language = models.CharField(
        _("language of the content"), max_length=12, blank=True, default="", db_comment=NONE
    )
    content_date = models.DateField(_("date of the content"), null=True, db_comment=NONE)
    address = models.CharField(
        _("where it stands"), max_length=500, blank=True, default="", db_comment=NONE
    )
    territory = models.CharField(
        _("countries"),
        max_length=120,
        blank=True,
        default="",
        help_text="Codes with a space between; empty for everywhere.",
        db_comment=NONE,
    )
    account_type = models.CharField(
        _("sort of account"),
        max_length=10,
        choices=AccountType.choices,
        default=AccountType.PRIVATE,
        db_comment=NONE,
    )
    is_bulk_spam = models.BooleanField(_("commercial spam in bulk"), default=False, db_comment=NONE)

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        indexes = (models.Index(fields=("subject_kind", "subject_id"), name="decision_by_subject"),)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(ends_at__isnull=True)
                | models.Q(ends_at__gt=models.F("starts_at")),
                name="a_measure_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=~models.Q(measure="banned")
                | (
                    models.Q(proposed_by__isnull=False, decided_by__isnull=False)
                    & ~models.Q(proposed_by=models.F("decided_by"))
                ),
                name="a_ban_is_decided_by_two",
            ),
            models.CheckConstraint(
                condition=~models.Q(ground="law")
                | (~models.Q(legal_ground="") & ~models.Q(category="")),
                name="a_law_is_named_with_its_category",
            ),
            models.CheckConstraint(
                condition=~models.Q(source="flagger") | ~models.Q(source_identity=""),
                name="a_trusted_flagger_is_named",
            ),
        )

    def __str__(self) -> str:
        return f"{self.measure} {self.subject_kind} {self.subject_id}"

    @property
    def puid(self) -> str:
        """A number of its own, never used again, also where an older backup has numbers given anew."""
        return f"{self.pk}-{self.decided_at:%Y%m%d%H%M%S%f}"
