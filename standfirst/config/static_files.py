"""Static files under names that carry their content's hash, once they have been collected."""

from pathlib import Path

from django.core.files.base import ContentFile, File
from rcssmin import cssmin
from whitenoise.storage import CompressedManifestStaticFilesStorage

MANIFEST = "staticfiles.json"
# What readers' pages are made of.
OURS = "standfirst/"


def is_collected(folder: Path) -> bool:
    """Whether this site's static files have been collected (`standfirst run` does it)."""
    return (folder / MANIFEST).is_file()


def shortened(css: str) -> str:
    """A style sheet without comments and spaces, to be sent. It means the same."""
    short: str = cssmin(css)
    return short


class StaticFiles(CompressedManifestStaticFilesStorage):
    """Hashed names after collecting; plain names before it, for tests and development.

    The style sheets of readers' pages are shortened as they are collected: others' come as they mean them.
    """

    def read_manifest(self) -> str | None:
        """The names, or None before collecting: also where there is no folder to look into."""
        if not is_collected(Path(self.location)):
            return None
        names: str | None = super().read_manifest()
        return names

    def stored_name(self, name: str) -> str:
        """The name in addresses."""
        if not self.hashed_files:
            return name
        stored: str = super().stored_name(name)
        return stored

    def _save(self, name: str, content: "File[bytes]") -> str:
        if name.startswith(OURS) and name.endswith(".css"):
            content.seek(0)
            content = ContentFile(shortened(content.read().decode()).encode())
        saved: str = super()._save(name, content)
        return saved
