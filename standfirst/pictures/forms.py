"""What an editor says of a picture."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.images.forms import BaseImageForm


class PictureForm(BaseImageForm):
    """Wagtail's form of an image, which takes "harbour.example" for https://harbour.example."""

    credit_url = forms.URLField(
        label=_("Link of the credit"), required=False, max_length=200, assume_scheme="https"
    )
