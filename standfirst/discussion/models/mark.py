from django.db import models
from django.utils.translation import gettext_lazy as _

from standfirst.discussion.models.comment import Comment
from standfirst.lib.columns import NONE


class Mark(models.Model):
    """What the staff did with a comment in its place, for every reader to see; since when, or not.

    Who did it, and who undid it, stands in moderation's decisions.
    """

    comment = models.OneToOneField(
        Comment, on_delete=models.CASCADE, related_name="mark", db_comment=NONE
    )
    pinned_at = models.DateTimeField(_("pinned at"), null=True, db_comment=NONE)
    featured_at = models.DateTimeField(_("featured at"), null=True, db_comment=NONE)
    answered_at = models.DateTimeField(_("marked as answered at"), null=True, db_comment=NONE)
    locked_at = models.DateTimeField(_("closed to replies at"), null=True, db_comment=NONE)

    class Meta:
        verbose_name = _("mark on a comment")
        verbose_name_plural = _("marks on comments")

    def __str__(self) -> str:
        return f"#{self.comment_id}"
