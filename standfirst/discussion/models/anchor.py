from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from standfirst.discussion.models.comment import Comment
from standfirst.lib.anchoring import CONTEXT, Passage
from standfirst.lib.columns import NONE, Keep, content


class Anchor(models.Model):
    """The passage of a page that a comment hangs on, kept so that it can be found again.

    ``quote`` is what the commenter read, for ever. ``reads``, its place and what stands around it
    are those of the newest revision in which the passage was found.
    """

    comment = models.OneToOneField(
        Comment, on_delete=models.CASCADE, related_name="anchor", db_comment=NONE
    )
    block = models.UUIDField(db_comment=NONE)
    position = models.PositiveIntegerField(
        help_text="Characters from the start of the block's text.", db_comment=NONE
    )
    quote = models.TextField(db_comment=content("the passage as it read", Keep.WITH_THE_THING))
    reads = models.TextField(
        default="", db_comment=content("the passage as it reads now", Keep.WITH_THE_THING)
    )
    prefix = models.CharField(
        max_length=CONTEXT,
        blank=True,
        default="",
        db_comment=content("the characters before it", Keep.WITH_THE_THING),
    )
    suffix = models.CharField(
        max_length=CONTEXT,
        blank=True,
        default="",
        db_comment=content("the characters after it", Keep.WITH_THE_THING),
    )
    made_on = models.PositiveIntegerField(
        null=True,
        help_text="The page's revision that the commenter read, by its number.",
        db_comment=NONE,
    )
    lost_at = models.DateTimeField(
        null=True, help_text="When the passage was found no more.", db_comment=NONE
    )

    class Meta:
        verbose_name = _("anchor")
        verbose_name_plural = _("anchors")

    def __str__(self) -> str:
        return f"#{self.comment_id} at {self.block}"

    @property
    def passage(self) -> Passage:
        """The passage as it was last found."""
        words = self.reads or self.quote
        return Passage(str(self.block), self.position, words, self.prefix, self.suffix)

    @passage.setter
    def passage(self, passage: Passage) -> None:
        self.block, self.position = UUID(passage.block), passage.position
        self.reads, self.prefix, self.suffix = passage.quote, passage.prefix, passage.suffix

    @property
    def is_lost(self) -> bool:
        """Whether the page has the passage no more."""
        return self.lost_at is not None

    @property
    def was_changed(self) -> bool:
        """Whether the passage reads otherwise than the commenter read it."""
        return bool(self.reads) and self.reads != self.quote
