from typing import Any

from wagtail.admin.widgets import AdminPageChooser
from wagtail.images.widgets import AdminImageChooser


class _TakesAnything:
    """Wagtail's choosers show again what was chosen, and fail on an id that no row can have."""

    def get_instance(self, value: Any) -> Any:
        """Give the row of an id, or None."""
        try:
            return super().get_instance(value)  # type: ignore[misc]
        except (ValueError, TypeError, OverflowError):
            return None


class PageChooser(_TakesAnything, AdminPageChooser):
    """Wagtail's chooser of a page."""


class ImageChooser(_TakesAnything, AdminImageChooser):
    """Wagtail's chooser of a picture."""
