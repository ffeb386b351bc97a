"""Static files under names that carry their content's hash, once they have been collected."""

from pathlib import Path

from whitenoise.storage import CompressedManifestStaticFilesStorage

MANIFEST = "staticfiles.json"


def is_collected(folder: Path) -> bool:
    """Whether this site's static files have been collected (`standfirst run` does it)."""
    return (folder / MANIFEST).is_file()


class StaticFiles(CompressedManifestStaticFilesStorage):
    """Hashed names after collecting; plain names before it, for tests and development."""

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
