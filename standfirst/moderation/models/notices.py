from django.db import models
from django.utils.translation import gettext_lazy as _

from standfirst.lib.columns import NONE, Keep, content, personal, pseudonym
from standfirst.lib.secret import new_secret
from standfirst.moderation.models.decisions import Decision
from standfirst.outbox.models import Job
from standfirst.people.models import Person


class Notice(models.Model):
    """What somebody, with or without an account, says is illegal here (Digital Services Act, Art. 16).

    ``secret`` is in the address of the page where whoever gave it reads what becomes of it. Name and
    address are empty for what shows the abuse of a child, where neither is asked for (Art. 16 (2) c).
    """

    class Category(models.TextChoices):
        """What it is said to be, the gravest first: in this order notices are looked at."""

        CHILD = "child", _("Sexual abuse of children")
        TERROR = "terror", _("Terrorism")
        THREAT = "threat", _("A threat, or a call to violence")
        HATE = "hate", _("Incitement to hatred")
        PRIVATE = "private", _("Private data or pictures of somebody")
        SLANDER = "slander", _("Slander or insult")
        FRAUD = "fraud", _("Fraud or forbidden goods")
        RIGHTS = "rights", _("Copyright or a trade mark")
        OTHER = "other", _("Against another law")
        RULE = "rule", _("Against the house rules, not against a law")

    secret = models.CharField(
        max_length=40,
        unique=True,
        default=new_secret,
        db_comment=pseudonym("to show its state to who gave it", Keep.UNTIL_ERASED),
    )
    notifier = models.ForeignKey(
        Person,
        on_delete=models.SET_NULL,
        null=True,
        related_name="notices_given",
        db_comment=pseudonym("to answer, and to limit abuse", Keep.UNTIL_ERASED),
    )
    category = models.CharField(
        _("what it is"), max_length=10, choices=Category.choices, db_comment=NONE
    )
    law = models.CharField(
        _("law"),
        max_length=300,
        blank=True,
        default="",
        db_comment=content("which law the notifier names", Keep.HALF_A_YEAR),
    )
    rules_version = models.PositiveIntegerField(null=True, db_comment=NONE)
    rule_number = models.PositiveSmallIntegerField(null=True, db_comment=NONE)
    words = models.TextField(
        _("why"), db_comment=content("why it is said to be illegal", Keep.HALF_A_YEAR)
    )
    name = models.CharField(
        _("name"),
        max_length=100,
        blank=True,
        default="",
        db_comment=personal("the law asks for it", Keep.HALF_A_YEAR),
    )
    address = models.EmailField(
        _("e-mail address"),
        blank=True,
        default="",
        db_comment=personal("to answer", Keep.HALF_A_YEAR),
    )
    network = models.CharField(
        max_length=43,
        blank=True,
        default="",
        db_comment=pseudonym("to limit guests by network", Keep.DAYS_30),
    )
    language = models.CharField(max_length=12, blank=True, default="", db_comment=NONE)
    is_unfounded = models.BooleanField(_("manifestly unfounded"), default=False, db_comment=NONE)
    given_at = models.DateTimeField(_("given at"), db_comment=NONE)
    decided_at = models.DateTimeField(_("decided at"), null=True, db_comment=NONE)

    class Meta:
        verbose_name = _("notice of illegal content")
        verbose_name_plural = _("notices of illegal content")
        indexes = (
            models.Index(
                fields=("given_at",),
                name="open_notices_by_time",
                condition=models.Q(decided_at__isnull=True),
            ),
            models.Index(
                fields=("network", "given_at"),
                name="notices_by_network",
                condition=~models.Q(network=""),
            ),
        )

    def __str__(self) -> str:
        return f"notice #{self.pk}"


class NoticedThing(models.Model):
    """One address of a notice, and what it is: a thing by kind and id, or nothing that we know.

    Each is decided by itself; an address of nothing that we know is answered by a person too.
    """

    class Outcome(models.TextChoices):
        """What became of it."""

        REMOVED = "removed", _("removed")
        LEFT = "left", _("left as it is")
        GONE = "gone", _("was gone already")

    notice = models.ForeignKey(
        Notice, on_delete=models.CASCADE, related_name="things", db_comment=NONE
    )
    address = models.CharField(
        _("address"),
        max_length=500,
        db_comment=content("where it stands, as the notifier wrote it", Keep.HALF_A_YEAR),
    )
    subject_kind = models.CharField(max_length=40, blank=True, default="", db_comment=NONE)
    subject_id = models.BigIntegerField(null=True, db_comment=NONE)
    subject_revision = models.BigIntegerField(null=True, db_comment=NONE)
    outcome = models.CharField(
        _("outcome"),
        max_length=10,
        choices=Outcome.choices,
        blank=True,
        default="",
        db_comment=NONE,
    )
    decision = models.ForeignKey(
        Decision, on_delete=models.PROTECT, null=True, related_name="answers", db_comment=NONE
    )
    decided_at = models.DateTimeField(null=True, db_comment=NONE)

    class Meta:
        verbose_name = _("thing that a notice is about")
        verbose_name_plural = _("things that notices are about")
        constraints = (
            models.UniqueConstraint(
                fields=("notice", "subject_kind", "subject_id"),
                condition=models.Q(subject_id__isnull=False),
                name="a_notice_is_about_a_thing_once",
            ),
            models.CheckConstraint(
                condition=models.Q(outcome="", decided_at__isnull=True)
                | (~models.Q(outcome="") & models.Q(decided_at__isnull=False)),
                name="a_noticed_thing_is_decided_with_an_outcome",
            ),
        )
        indexes = (models.Index(fields=("subject_kind", "subject_id"), name="noticed_by_subject"),)

    def __str__(self) -> str:
        return f"{self.subject_kind or 'address'} of notice #{self.notice_id}"

    @property
    def is_open(self) -> bool:
        """Whether nobody has decided on it."""
        return self.decided_at is None


class NoticeAnswer(Job):
    """That a decided notice is answered: made with its last decision, written by the worker, once."""

    notice = models.OneToOneField(
        Notice, on_delete=models.CASCADE, related_name="answer", db_comment=NONE
    )
    created_at = models.DateTimeField(db_comment=NONE)

    class Meta:
        verbose_name = _("answer to a notice")
        verbose_name_plural = _("answers to notices")

    def __str__(self) -> str:
        return f"answer to notice #{self.notice_id}"
