"""Writes the figures into docs/models.md, so that none is written by hand."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "models.md"
RECORD = Path(__file__).with_name("record.json")
_FIGURE = re.compile(r"(<!-- ([a-z]+\.\w+)(%?) -->)[^<|\n]*?(<!-- -->)")


def filled(page: str, record: Mapping[str, Any]) -> str:
    """Put each figure that the page names between its two marks."""
    return _FIGURE.sub(lambda found: found[1] + _shown(found, record) + found[4], page)


def named(page: str) -> set[str]:
    """Give the figures that the page names."""
    return {found[2] for found in _FIGURE.finditer(page)}


def _shown(found: re.Match[str], record: Mapping[str, Any]) -> str:
    model, name = found[2].split(".")
    figure = record["figures"][model][name]
    if found[3]:
        return f"{100 * figure:.1f} %"
    return f"{figure:,}" if isinstance(figure, int) else f"{figure:.3f}"
