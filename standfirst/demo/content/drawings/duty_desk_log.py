"""Print the invented duty desk log: `python duty_desk_log.py` writes ../documents/duty-desk-log.pdf."""

from __future__ import annotations

import os
from pathlib import Path

from playwright.sync_api import sync_playwright

TARGET = Path(__file__).parents[1] / "documents" / "duty-desk-log.pdf"
ENTRIES = (
    ("18 Oct 18:00", "Shift taken over. Rain warning in force to 06:00. Van at Hobbin.", "KL"),
    ("19:35", "Asker gauge 38 mm since 06:00. No action.", "KL"),
    ("20:50", "Call from Hobbin, tree across race at the pumping station. Van attending.", "KL"),
    ("21:52", "Tansy AL1 rec’d. Trust asset. No action.", "KL"),
    ("22:55", "Pinder’s Bridge 2.61, rising 18 cm an hour. Noted for morning report.", "KL"),
    (
        "23:30",
        "Tree removed. Hobbin station tripped, water in switch room. Van to depot for pump.",
        "KL",
    ),
    (
        "19 Oct 01:10",
        "Call from resident, Weir End: water in road. Advised to telephone the Trust.",
        "KL",
    ),
    ("01:14", "Same caller: Trust is an answering machine. Advised to leave a message.", "KL"),
    ("02:05", "Calls (6) from Weir End. District informed. Fire service already attending.", "KL"),
    ("03:40", "Director informed at home.", "KL"),
    ("04:45", "Pinder’s Bridge 3.42, steady.", "KL"),
    ("05:31", "Call from Mr I. Quane: gates open, who should he tell. Thanked.", "KL"),
    ("06:00", "Shift handed over.", "KL / [name withheld]"),
)
STYLE = """@page{size:A4;margin:22mm 20mm}body{font:10.5pt 'Liberation Serif',serif;color:#222}
h1{font-size:15pt;margin:0}p{margin:4pt 0 14pt}table{border-collapse:collapse;width:100%}
td,th{border-bottom:.5pt solid #999;padding:5pt 6pt;text-align:left;vertical-align:top}
th{border-bottom:1.2pt solid #222}td:first-child{white-space:nowrap}.held{background:#222;color:#222}
small{display:block;margin-top:18pt;color:#555}"""


def log() -> str:
    """The page as HTML."""
    rows = "".join(
        f"<tr><td>{at}</td><td>{text}</td><td>{by}</td></tr>" for at, text, by in ENTRIES
    )
    return (
        f"<html lang=en><title>Duty desk log, 18–19 October 2026</title><style>{STYLE}</style>"
        "<h1>Wend Valley Water Board: duty desk log</h1>"
        "<p>Night of 18–19 October 2026. Sheet 1 of 1. Released under the records ordinance, request 26/214, "
        "11 November 2026. Telephone numbers: <span class=held>000 000 000</span></p>"
        f"<table><tr><th>Time</th><th>Entry</th><th>Initials</th></tr>{rows}</table>"
        "<small>This document belongs to a demonstration. The board, the river and the night are invented.</small></html>"
    )


def main() -> None:
    """Print it."""
    flags = ["--no-sandbox", "--disable-background-networking", "--disable-gpu"]
    with sync_playwright() as play:
        path = os.environ.get("CHROMIUM", "/usr/bin/chromium")
        browser = play.chromium.launch(executable_path=path, args=flags)
        page = browser.new_page()
        page.set_content(log())
        page.pdf(path=str(TARGET), prefer_css_page_size=True)
        browser.close()


if __name__ == "__main__":
    main()
