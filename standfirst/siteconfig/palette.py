"""The colours from the settings as a stylesheet of custom properties."""

import hashlib

from standfirst.siteconfig.models import Identity


def palette_css(paper: Identity) -> str:
    """Give the stylesheet that sets ``--accent-light`` and ``--accent-dark``.

    The fields admit only # and six hexadecimal figures, so nothing needs escaping here.
    """
    return f":root{{--accent-light:{paper.accent_light};--accent-dark:{paper.accent_dark}}}\n"


def palette_digest(paper: Identity) -> str:
    """Give the hash that names the stylesheet: 12 hexadecimal figures."""
    return hashlib.sha256(palette_css(paper).encode()).hexdigest()[:12]
