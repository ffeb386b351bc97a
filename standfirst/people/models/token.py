from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from standfirst.lib.columns import NONE, Keep, personal, pseudonym


class Scope(models.TextChoices):
    """What a program may do with somebody's token; without any it may do nothing."""

    COMMENTS = "comments", _("Write, edit and withdraw comments")
    VOTES = "votes", _("Vote on comments")
    REPORTS = "reports", _("Report comments")
    SUBSCRIPTIONS = "subscriptions", _("See and change what I am told of")


class AccessToken(models.Model):
    """What stands for an account where no browser is. Of the secret only a digest is kept.

    Ending one deletes the row. Whoever may not sign in any more has none that works.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="access_tokens",
        db_comment=pseudonym("whose token it is", Keep.UNTIL_ERASED),
    )
    name = models.CharField(
        _("name"),
        max_length=60,
        db_comment=personal("to tell one's own tokens apart", Keep.UNTIL_ERASED),
    )
    digest = models.CharField(
        max_length=64,
        unique=True,
        db_comment=pseudonym("to know the token again", Keep.UNTIL_ERASED),
    )
    scopes = models.CharField(
        max_length=200,
        help_text="Separated by spaces (RFC 6749, 3.3).",
        db_comment=NONE,
    )
    made_at = models.DateTimeField(db_comment=NONE)

    class Meta:
        verbose_name = _("personal token")
        verbose_name_plural = _("personal tokens")

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def scope_labels(self) -> list[str]:
        """What it is good for, in words."""
        return [str(Scope(scope).label) for scope in self.scopes.split()]

    def has_scope(self, scope: Scope) -> bool:
        """Whether it is good for this."""
        return scope.value in self.scopes.split()
