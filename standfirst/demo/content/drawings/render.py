"""Print the drawings: `python -m standfirst.demo.content.drawings.render [name …]`.

Needs a Chromium (`CHROMIUM`, else /usr/bin/chromium) and Playwright; the
printed pictures are committed, so nobody else does. Lettering uses the paper's
own fonts where they are found.
"""

from __future__ import annotations

import importlib
import io
import os
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

HERE = Path(__file__).parent
PICTURES = HERE.parent / "pictures"
PLATES = (
    "allotment",
    "bridge",
    "football",
    "gauge",
    "gear",
    "kitchen",
    "library",
    "market",
    "meadow",
    "night_bus",
    "sluice",
)
SHEETS = ("chart_bus", "chart_level", "map")
QUALITY = {"plates": 42, "sheets": 84}


def shot(browser: Browser, svg: str) -> Image.Image:
    """A picture of an SVG at its own size."""
    size = svg.split('viewBox="0 0 ')[1].split('"', maxsplit=1)[0].split()
    page = browser.new_page(viewport={"width": int(size[0]), "height": int(size[1])})
    page.set_content(f"<style>body{{margin:0}}svg{{display:block}}</style>{svg}")
    page.evaluate("document.fonts.ready")
    data = page.screenshot()
    page.close()
    return Image.open(io.BytesIO(data)).convert("RGB")


def main(names: list[str]) -> None:
    """Print what was asked for, or everything."""
    flags = ["--no-sandbox", "--disable-background-networking", "--disable-gpu"]
    chromium = os.environ.get("CHROMIUM", "/usr/bin/chromium")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=flags)
        for name in names or (*PLATES, *SHEETS):
            picture = shot(browser, importlib.import_module(f"{__package__}.{name}").draw())
            quality = QUALITY["plates" if name in PLATES else "sheets"]
            target = PICTURES / f"{name.replace('_', '-')}.webp"
            picture.save(target, quality=quality, method=6)
            print(f"{target.name} {picture.size} {target.stat().st_size // 1024} kB")
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
