from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from standfirst.lib.columns import NONE, Keep, personal


class UserManager(BaseUserManager["User"]):
    """Makes and finds users by address, whatever its case."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Make a user; without a password they sign in by mailed code alone."""
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Make a user who may do everything."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        """Find by address without regard to case."""
        return self.get(email__iexact=username)


class User(AbstractBaseUser, PermissionsMixin):
    """Whoever signs in. The e-mail address is the name; what they do hangs on their Person."""

    password = models.CharField(
        _("password"), max_length=128, db_comment=personal("to sign in", Keep.UNTIL_ERASED)
    )
    last_login = models.DateTimeField(
        _("last sign-in"),
        blank=True,
        null=True,
        db_comment=personal("to spot misuse", Keep.UNTIL_ERASED),
    )
    is_superuser = models.BooleanField(_("may do everything"), default=False, db_comment=NONE)
    email = models.EmailField(
        _("e-mail address"),
        unique=True,
        error_messages={"unique": _("There is an account with this address already.")},
        db_comment=personal("to sign in and to reach", Keep.UNTIL_ERASED),
    )
    name = models.CharField(
        _("name"),
        max_length=80,
        blank=True,
        db_comment=personal("to address", Keep.UNTIL_ERASED),
    )
    is_staff = models.BooleanField(_("works here"), default=False, db_comment=NONE)
    is_active = models.BooleanField(_("may sign in"), default=True, db_comment=NONE)
    date_joined = models.DateTimeField(_("since"), default=timezone.now, db_comment=NONE)

    # What a session has shown, not what a row holds: `accounts` says it for each request.
    has_shown_factor = True

    objects = UserManager()

    EMAIL_FIELD = "email"
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = (
            models.UniqueConstraint(
                Lower("email"), name="an_address_is_one_user_whatever_its_case"
            ),
        )

    def __str__(self) -> str:
        return self.email

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Whether they may, here and now: a browser without the second factor may nothing."""
        return self.has_shown_factor and super().has_perm(perm, obj)

    def has_module_perms(self, app_label: str) -> bool:
        """Whether they may anything of an app, under the same condition."""
        return self.has_shown_factor and super().has_module_perms(app_label)

    def get_full_name(self) -> str:
        """The name, or the part of the address before the @."""
        return self.name or self.email.partition("@")[0]

    def get_short_name(self) -> str:
        """The same as the full name: people here have one name."""
        return self.get_full_name()
