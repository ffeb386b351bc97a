from io import BytesIO
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.files import File
from django.core.files.images import ImageFile
from django.db import models
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager
from wagtail.documents.models import AbstractDocument
from wagtail.documents.models import Document as WagtailDocument
from wagtail.images.models import AbstractImage, AbstractRendition, Filter
from wagtail.images.models import Image as WagtailImage

from standfirst.delivery.redirects import local_path
from standfirst.lib.columns import NONE, Keep, pseudonym
from standfirst.lib.secret import new_file_stem
from standfirst.outbox.models import Job


def uploader() -> models.ForeignKey[Any, Any]:
    """Make the column for the member of staff who uploaded a file."""
    field = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("uploaded by"),
        related_name="+",
        db_comment=pseudonym("to ask about a file", Keep.UNTIL_ERASED),
    )
    # Wagtail reads this mark: an upload is no use of a user in the sense of its reference index.
    field.wagtail_reference_index_ignore = True  # type: ignore[attr-defined]
    return field


def shown_link(address: str) -> str:
    """Give an address of the paper itself as a path, whatever port or scheme it was noted with.

    Any other stays as it is. A paper that moves to TLS, and a demo on another port, keep their links.
    """
    try:
        noted, own = urlsplit(address), urlsplit(settings.STANDFIRST_BASE_URL)
    except ValueError:
        return address
    if noted.hostname is None or noted.hostname != own.hostname:
        return address
    return local_path(noted._replace(scheme="", netloc="").geturl() or "/", address)


class Image(AbstractImage):
    """A picture with where it comes from. The original is never served, only renditions."""

    # Wagtail's own models keep the default reverse names, so these two need others.
    uploaded_by_user = uploader()
    tags = TaggableManager(_("tags"), help_text=None, blank=True, related_name="tagged_images")
    credit = models.CharField(_("credit"), max_length=255, blank=True, db_comment=NONE)
    credit_url = models.URLField(_("link of the credit"), blank=True, db_comment=NONE)
    licence = models.CharField(_("licence"), max_length=120, blank=True, db_comment=NONE)

    admin_form_fields = (*WagtailImage.admin_form_fields, "credit", "credit_url", "licence")

    @property
    def credit_link(self) -> str:
        """Where the credit leads."""
        return shown_link(self.credit_url)

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")
        permissions = (("choose_image", "Can choose image"),)

    def get_upload_to(self, filename: str) -> str:
        """Store under a random name: what a file is called says nothing and cannot be guessed."""
        return f"originals/{new_file_stem()}{PurePosixPath(filename).suffix.lower()[:8]}"

    def generate_rendition_file(
        self,
        filter: Filter,  # noqa: A002 -- Wagtail's name
        *,
        source: "File[bytes] | None" = None,
    ) -> "File[bytes]":
        """Make the resized file.

        Wagtail leaves its temporary file open; ours is closed here, and none is begun for a lost
        original (raises SourceImageIOError). With a source, several threads make sizes of this
        one image at once: the file that they share must be left alone.
        """
        if source is None:
            with self.open_file():
                pass
        made = super().generate_rendition_file(filter, source=source)
        made.open()
        with made.file:
            return ImageFile(BytesIO(made.read()), name=made.name)


class Rendition(AbstractRendition):
    """A resized copy of an image: the only form of it that is served."""

    image = models.ForeignKey(
        Image, on_delete=models.CASCADE, related_name="renditions", db_comment=NONE
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("image", "filter_spec", "focal_point_key"),
                name="an_image_has_a_rendition_once",
            ),
        )

    def get_upload_to(self, filename: str) -> str:
        """Store under a random name of its own, which does not lead to the original's."""
        return f"images/{new_file_stem()}{PurePosixPath(filename).suffix.lower()[:8]}"


class Rendering(Job):
    """Work to do: make the sizes in which an image is shown, before a reader waits for them."""

    image = models.OneToOneField(
        Image, on_delete=models.CASCADE, related_name="rendering", db_comment=NONE
    )

    class Meta:
        verbose_name = _("rendering")
        verbose_name_plural = _("renderings")

    def __str__(self) -> str:
        return f"renditions of {self.image_id}"


def document_path(document: "Document", filename: str) -> str:
    """Store under a random name; Django finds this function by its name in migrations."""
    return f"documents/{new_file_stem()}{PurePosixPath(filename).suffix.lower()[:8]}"


class Document(AbstractDocument):
    """A file to download, served through Wagtail's own view with its checks."""

    uploaded_by_user = uploader()
    tags = TaggableManager(_("tags"), help_text=None, blank=True, related_name="tagged_documents")
    file = models.FileField(_("file"), upload_to=document_path, db_comment=NONE)

    admin_form_fields = WagtailDocument.admin_form_fields

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        permissions = (("choose_document", "Can choose document"),)
