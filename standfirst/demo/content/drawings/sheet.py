"""Lettering, fonts and lines shared by the map and the charts."""

# Coordinates read best in rows; chance here must repeat and keeps no secrets.
# fmt: off

from __future__ import annotations

import base64
from html import escape
from pathlib import Path

FONTS = Path(__file__).parents[3] / "static" / "standfirst" / "fonts"
FACES = (("Newsreader", "normal", "newsreader-text"), ("Newsreader", "italic", "newsreader-italic"),
         ("Public Sans", "normal", "public-sans"))
RIVER, DEEP, LAND, QUIET = "#79b3ad", "#2c6f72", "#eadfc6", "#6d6759"


def faces() -> str:
    """The paper's own fonts as data, where they are there."""
    rules = []
    for family, style, name in FACES:
        file = FONTS / f"{name}.woff2"
        if file.exists():
            data = base64.b64encode(file.read_bytes()).decode()
            rules.append(
                f"@font-face{{font-family:'{family}';font-style:{style};font-weight:200 900;"
                f"src:url(data:font/woff2;base64,{data})}}"
            )
    return "".join(rules)


def words(x: float, y: float, text: str, style: str = "", anchor: str = "start") -> str:
    """One line of lettering; `style` is CSS."""
    return f'<text x="{x}" y="{y}" text-anchor="{anchor}" style="{style}">{escape(text)}</text>'


def stroke(path: str, colour: str, width: float, dash: str = "") -> str:
    """A line without filling."""
    return (
        f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="{width}" stroke-linecap="round" '
        f'stroke-linejoin="round" stroke-dasharray="{dash}"/>'
    )


def filled(path: str, colour: str, opacity: float = 1.0) -> str:
    """A filled shape."""
    return f'<path d="{path}" fill="{colour}" fill-opacity="{opacity}"/>'


def page(width: int, height: int, paper: str, *parts: str) -> str:
    """A whole sheet as SVG."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}">'
        f"<style>{faces()}text{{font-family:'Public Sans',sans-serif;fill:#1f2d45}}</style>"
        f'<rect width="{width}" height="{height}" fill="{paper}"/>{"".join(parts)}</svg>'
    )
