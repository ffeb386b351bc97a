"""Element names as we know them, whatever prefix and whichever version's address the file uses."""

from __future__ import annotations

import re

from standfirst.transfer.wordpress.things import Mended

_WORDPRESS = re.compile(r"https?://wordpress\.org/export/\d+(?:\.\d+)*/(excerpt/)?")
_CONTENT = "http://purl.org/rss/1.0/modules/content/"
_DUBLIN_CORE = "http://purl.org/dc/elements/1.1/"
# What a prefix that is used but never declared can only mean, since every exporter uses these.
_CUSTOMARY = {"wp": "wp", "content": "content", "excerpt": "excerpt", "dc": "dc"}
FOREIGN = "?"


class Namespaces:
    """Prefixes in scope while the file is read."""

    def __init__(self, mended: Mended) -> None:
        self._mended = mended
        self._scopes: list[dict[str, str]] = [{}]

    def enter(self, attributes: dict[str, str]) -> None:
        declared = {
            name.removeprefix("xmlns").removeprefix(":"): address
            for name, address in attributes.items()
            if name == "xmlns" or name.startswith("xmlns:")
        }
        self._scopes.append({**self._scopes[-1], **declared} if declared else self._scopes[-1])

    def leave(self) -> None:
        self._scopes.pop()

    def known_name(self, raw: str) -> str:
        """Give "wp:post_id", "content:encoded", "title"; "?:name" for what is somebody else's."""
        prefix, _, local = raw.rpartition(":")
        scope = self._scopes[-1]
        if prefix in scope:
            kind = _kind_of(scope[prefix])
        elif prefix:
            kind = self._undeclared(prefix)
        else:
            kind = ""
        return f"{kind}:{local}" if kind else local

    def _undeclared(self, prefix: str) -> str:
        self._mended.prefixes += 1
        self._mended.undeclared.add(prefix)
        return _CUSTOMARY.get(prefix, FOREIGN)


def _kind_of(address: str) -> str:
    if address == "":
        return ""
    match = _WORDPRESS.fullmatch(address)
    if match:
        return "excerpt" if match.group(1) else "wp"
    if address == _CONTENT:
        return "content"
    return "dc" if address == _DUBLIN_CORE else FOREIGN
