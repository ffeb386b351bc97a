from django.db import models
from django.utils.translation import gettext_lazy as _

from standfirst.lib.columns import NONE, Keep, content, pseudonym
from standfirst.lib.secret import new_secret
from standfirst.moderation.models.decisions import Decision
from standfirst.moderation.models.notices import Notice, NoticedThing
from standfirst.outbox.models import Job
from standfirst.people.models import Person


class Appeal(models.Model):
    """A complaint about a decision (Digital Services Act, Art. 20): by whom it meets, or who gave notice.

    The author's begins at the statement of reasons, the notifier's at the page of the notice
    (``thing``). ``secret`` is in the address of its own page. ``result`` is the decision that came of it.
    """

    class Side(models.TextChoices):
        """Who asks."""

        AUTHOR = "author", _("whom the decision meets")
        NOTIFIER = "notifier", _("who gave notice")

    class Outcome(models.TextChoices):
        """What came of it."""

        UPHELD = "upheld", _("the decision is undone")
        REFUSED = "refused", _("the decision stands")

    decision = models.ForeignKey(
        Decision, on_delete=models.PROTECT, related_name="appeals", db_comment=NONE
    )
    thing = models.ForeignKey(
        NoticedThing, on_delete=models.PROTECT, null=True, related_name="appeals", db_comment=NONE
    )
    side = models.CharField(_("side"), max_length=10, choices=Side.choices, db_comment=NONE)
    appellant = models.ForeignKey(
        Person,
        on_delete=models.SET_NULL,
        null=True,
        related_name="appeals",
        db_comment=pseudonym("to answer", Keep.UNTIL_ERASED),
    )
    secret = models.CharField(
        max_length=40,
        unique=True,
        default=new_secret,
        db_comment=pseudonym("to show its state to who appealed", Keep.UNTIL_ERASED),
    )
    words = models.TextField(
        _("why"), db_comment=content("why the decision is said to be wrong", Keep.HALF_A_YEAR)
    )
    language = models.CharField(max_length=12, blank=True, default="", db_comment=NONE)
    made_at = models.DateTimeField(_("made at"), db_comment=NONE)
    due_at = models.DateTimeField(_("to be decided by"), db_comment=NONE)
    outcome = models.CharField(
        _("outcome"),
        max_length=10,
        choices=Outcome.choices,
        blank=True,
        default="",
        db_comment=NONE,
    )
    result = models.ForeignKey(
        Decision, on_delete=models.PROTECT, null=True, related_name="+", db_comment=NONE
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, db_comment=NONE)

    class Meta:
        verbose_name = _("appeal")
        verbose_name_plural = _("appeals")
        constraints = (
            models.UniqueConstraint(
                fields=("decision",),
                condition=models.Q(side="author"),
                name="whom_a_decision_meets_appeals_once",
            ),
            models.UniqueConstraint(
                fields=("thing",),
                condition=models.Q(side="notifier"),
                name="who_gave_notice_of_a_thing_appeals_once",
            ),
            models.CheckConstraint(
                condition=models.Q(side="author", thing__isnull=True)
                | models.Q(side="notifier", thing__isnull=False),
                name="a_notifiers_appeal_names_the_thing",
            ),
            models.CheckConstraint(
                condition=models.Q(outcome="", decided_at__isnull=True, result__isnull=True)
                | (
                    ~models.Q(outcome="") & models.Q(decided_at__isnull=False, result__isnull=False)
                ),
                name="an_appeal_is_decided_with_a_decision",
            ),
        )

    def __str__(self) -> str:
        return f"appeal #{self.pk}"

    @property
    def is_open(self) -> bool:
        """Whether nobody has decided on it."""
        return self.decided_at is None

    @property
    def is_notifiers(self) -> bool:
        """Whether it is by who gave notice."""
        return self.side == self.Side.NOTIFIER


class AppealAnswer(Job):
    """That one side is told what came of an appeal: the author (no notice), or who gave a notice."""

    appeal = models.ForeignKey(
        Appeal, on_delete=models.CASCADE, related_name="answers", db_comment=NONE
    )
    notice = models.ForeignKey(
        Notice, on_delete=models.CASCADE, null=True, related_name="+", db_comment=NONE
    )
    created_at = models.DateTimeField(db_comment=NONE)

    class Meta:
        verbose_name = _("answer to an appeal")
        verbose_name_plural = _("answers to appeals")
        constraints = (
            models.UniqueConstraint(
                fields=("appeal", "notice"), name="a_notifier_is_told_of_an_appeal_once"
            ),
            models.UniqueConstraint(
                fields=("appeal",),
                condition=models.Q(notice__isnull=True),
                name="an_author_is_told_of_an_appeal_once",
            ),
        )

    def __str__(self) -> str:
        return f"answer to appeal #{self.appeal_id}"
