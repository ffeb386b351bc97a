from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from standfirst.discussion.models.thread import Thread
from standfirst.lib.columns import NONE, Keep, content, pseudonym
from standfirst.people.models import Person

# A path would grow for ever with depth; a comment this deep begins a stretch of its own.
BRANCH_DEPTH = 64
LONGEST_PATH = BRANCH_DEPTH * 10
# In one of these each page of conversations begins, whatever their order.
INDEXES_OF_ROOTS = tuple(
    models.Index(
        fields=("thread", column, "id"), name=name, condition=models.Q(parent__isnull=True)
    )
    for column, name in (
        ("created_at", "roots_by_time"),
        ("score", "roots_by_score"),
        ("merit", "roots_by_merit"),
        ("conversation_count", "roots_by_conversation"),
        ("author_answers", "roots_by_author_answers"),
    )
)


INDEXES = (
    *INDEXES_OF_ROOTS,
    models.Index(
        fields=("thread", "question", "created_at"),
        name="answers_by_question",
        condition=models.Q(question__isnull=False),
    ),
    models.Index(fields=("author", "created_at"), name="comments_by_author"),
    models.Index(fields=("thread", "published_at"), name="comments_by_appearance"),
    models.Index(
        fields=("network", "created_at"),
        name="guests_by_network",
        condition=~models.Q(network=""),
    ),
    models.Index(
        fields=("created_at",),
        name="held_by_time",
        condition=models.Q(state="held"),
    ),
    # In these each page of the desk's lists begins.
    models.Index(
        fields=("state_changed_at", "id"),
        name="held_by_wait",
        condition=models.Q(state="held"),
    ),
    models.Index(
        fields=("state_changed_at", "id"),
        name="removed_by_time",
        condition=models.Q(state="removed"),
    ),
)


class CommentQuerySet(models.QuerySet["Comment"]):
    """Reads over comments."""

    def placed(self) -> Self:
        """Those that have a place in the public thread, whether their words are shown or not."""
        return self.filter(published_at__isnull=False)

    def shown(self) -> Self:
        """Those whose words anybody may read."""
        return self.filter(state=Comment.State.VISIBLE)

    def held(self) -> Self:
        """Those that wait for a moderator."""
        return self.filter(state=Comment.State.HELD)

    def with_words(self) -> Self:
        """With author and current revision, for showing."""
        return self.select_related("current", "author", "author__user")


class Comment(models.Model):
    """What one person wrote to a page or to another comment.

    ``published_at`` is when it first became visible: from then on it has a place in the thread,
    which it keeps whatever its state becomes. One that was never published has none.

    ``branch`` and ``path`` give replies their order: within a branch, comments sorted by path
    stand as a reader reads them, each behind what it answers.
    """

    class State(models.TextChoices):
        """Who may read it."""

        VISIBLE = "visible", _("visible")
        HELD = "held", _("held")
        REMOVED = "removed", _("removed")
        WITHDRAWN = "withdrawn", _("withdrawn")

    thread = models.ForeignKey(
        Thread, on_delete=models.PROTECT, related_name="comments", db_comment=NONE
    )
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="replies",
        db_comment=NONE,
    )
    parent_revision = models.ForeignKey(
        "discussion.CommentRevision",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        db_comment=NONE,
    )
    root = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="conversation",
        db_comment=NONE,
    )
    branch = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="stretch",
        db_comment=NONE,
    )
    depth = models.PositiveIntegerField(default=0, db_comment=NONE)
    path = models.CharField(max_length=LONGEST_PATH, blank=True, default="", db_comment=NONE)
    author = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        related_name="comments",
        db_comment=pseudonym("to know who wrote it", Keep.UNTIL_ERASED),
    )
    state = models.CharField(_("state"), max_length=10, choices=State.choices, db_comment=NONE)
    state_changed_at = models.DateTimeField(_("in this state since"), db_comment=NONE)
    created_at = models.DateTimeField(_("written at"), db_comment=NONE)
    published_at = models.DateTimeField(_("first visible at"), null=True, db_comment=NONE)
    edited_at = models.DateTimeField(_("edited at"), null=True, db_comment=NONE)
    current = models.ForeignKey(
        "discussion.CommentRevision",
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_comment=NONE,
    )
    question = models.UUIDField(_("answers the question"), null=True, blank=True, db_comment=NONE)
    is_question = models.BooleanField(_("a question to the author"), default=False, db_comment=NONE)
    up = models.PositiveIntegerField(default=0, editable=False, db_comment=NONE)
    down = models.PositiveIntegerField(default=0, editable=False, db_comment=NONE)
    score = models.IntegerField(default=0, editable=False, db_comment=NONE)
    merit = models.PositiveIntegerField(
        default=0,
        editable=False,
        help_text="The least share of ups that the votes speak for, in millionths.",
        db_comment=NONE,
    )
    replies_begun = models.PositiveIntegerField(
        default=0,
        editable=False,
        help_text="How many ordinals were given to replies, held and removed ones too.",
        db_comment=NONE,
    )
    reply_count = models.PositiveIntegerField(
        default=0, editable=False, help_text="Replies that have a place.", db_comment=NONE
    )
    conversation_count = models.PositiveIntegerField(
        default=0,
        editable=False,
        help_text="On a root: everything below that has a place.",
        db_comment=NONE,
    )
    author_answers = models.PositiveIntegerField(
        default=0,
        editable=False,
        help_text="On a root: visible comments below it by the page's author.",
        db_comment=NONE,
    )
    paper_answers = models.PositiveIntegerField(
        default=0,
        editable=False,
        help_text="The same by the page's author or the staff.",
        db_comment=NONE,
    )
    network = models.CharField(
        max_length=43,
        blank=True,
        default="",
        db_comment=pseudonym("to limit guests by network", Keep.DAYS_30),
    )
    # The digest of the key that its form was sent with.
    sent_as = models.CharField(
        max_length=64, blank=True, default="", editable=False, db_comment=NONE
    )
    imported_from = models.CharField(max_length=200, blank=True, default="", db_comment=NONE)
    imported_id = models.CharField(max_length=100, blank=True, default="", db_comment=NONE)

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        permissions = (("moderate_comments", _("Can approve and remove comments")),)
        constraints = (
            models.UniqueConstraint(
                fields=("sent_as",),
                name="a_form_is_sent_once",
                condition=~models.Q(sent_as=""),
            ),
            models.CheckConstraint(
                condition=models.Q(
                    parent__isnull=True, root__isnull=True, branch__isnull=True, depth=0, path=""
                )
                | models.Q(
                    parent__isnull=False, root__isnull=False, branch__isnull=False, depth__gt=0
                )
                & ~models.Q(path=""),
                name="a_reply_has_a_place_below_its_root",
            ),
            models.CheckConstraint(
                condition=models.Q(score=models.F("up") - models.F("down")),
                name="a_score_is_ups_less_downs",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="visible") | models.Q(published_at__isnull=False),
                name="a_visible_comment_was_published",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=("visible", "held", "removed", "withdrawn")),
                name="a_comment_is_in_one_of_four_states",
            ),
            models.CheckConstraint(
                condition=models.Q(question__isnull=True) | models.Q(parent__isnull=True),
                name="only_a_first_comment_answers_a_question",
            ),
            models.CheckConstraint(
                condition=models.Q(is_question=False) | models.Q(parent__isnull=True),
                name="only_a_first_comment_asks_the_author",
            ),
            models.UniqueConstraint(fields=("branch", "path"), name="no_two_replies_share_a_place"),
            models.UniqueConstraint(
                fields=("imported_from", "imported_id"),
                condition=~models.Q(imported_from=""),
                name="a_comment_is_imported_once",
            ),
        )
        indexes = INDEXES

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def is_visible(self) -> bool:
        """Whether anybody may read its words."""
        return self.state == self.State.VISIBLE

    @property
    def is_held(self) -> bool:
        """Whether it waits for a moderator."""
        return self.state == self.State.HELD

    @property
    def is_imported(self) -> bool:
        """Whether it was written on another system."""
        return bool(self.imported_from)

    @property
    def heads_a_branch(self) -> bool:
        """Whether the paths of its replies begin anew here."""
        return self.depth % BRANCH_DEPTH == 0


class CommentRevision(models.Model):
    """One wording of a comment. Votes, replies, reports and decisions point at the one they saw."""

    class Source(models.TextChoices):
        """What the text is written in."""

        MARKDOWN = "markdown", _("Markdown")
        HTML = "html", _("imported HTML")

    comment = models.ForeignKey(
        Comment, on_delete=models.CASCADE, related_name="revisions", db_comment=NONE
    )
    number = models.PositiveIntegerField(db_comment=NONE)
    text = models.TextField(
        _("text"), db_comment=content("what the person wrote", Keep.UNTIL_ERASED)
    )
    html = models.TextField(db_comment=content("the text as it is shown", Keep.UNTIL_ERASED))
    markup_version = models.PositiveSmallIntegerField(db_comment=NONE)
    source = models.CharField(
        max_length=10, choices=Source.choices, default=Source.MARKDOWN, db_comment=NONE
    )
    written_at = models.DateTimeField(_("written at"), db_comment=NONE)
    votes_before = models.PositiveIntegerField(
        default=0,
        help_text="How many had voted on the wordings before this one when it took their place.",
        db_comment=NONE,
    )

    class Meta:
        verbose_name = _("revision of a comment")
        verbose_name_plural = _("revisions of comments")
        constraints = (
            models.UniqueConstraint(
                fields=("comment", "number"), name="revisions_of_a_comment_are_numbered"
            ),
        )

    def __str__(self) -> str:
        return f"#{self.comment_id}.{self.number}"
