"""Papers to keep: a PDF of headings, facts and tables, in either direction of writing.

By fpdf2, shaped by HarfBuzz, with our own fonts inside. A line is drawn in the direction of its own
letters, so that a number or an amount is never torn apart in a language that runs the other way.
"""

import re
import unicodedata
from collections.abc import Sequence
from datetime import datetime
from importlib import import_module
from pathlib import Path

MARGIN, LINE = 20.0, 6.0
BODY, SMALL, TITLE = 10.5, 9.0, 22.0
LABEL_PART = 0.34
INK, SOFT, RULE = (28, 26, 23), (92, 87, 79), (200, 195, 186)
# Marks that steer browsers; here each line has one direction already.
STEERING = re.compile("[\u200e\u200f\u2066-\u2069]")
FONTS = {
    "display": "newsreader-display.woff2",
    "sans": "public-sans.woff2",
    "sans-ext": "public-sans-ext.woff2",
    "arabic": "noto-naskh-arabic.woff2",
}


class Paper:
    """One PDF (A4) that is written from top to bottom. ``language`` is that of its words."""

    def __init__(self, *, fonts: Path, language: str, title: str, made_at: datetime) -> None:
        # It takes 59 MB in a process: only one that has written a paper has it.
        self.pdf = import_module("fpdf").FPDF(format="A4")
        self.is_mirrored = _runs_right_to_left(title)
        for family, file in FONTS.items():
            self.pdf.add_font(family, "", fonts / file)
        self.pdf.set_fallback_fonts(["sans-ext", "arabic"], exact_match=False)
        self.pdf.set_lang(language)
        self.pdf.set_title(title)
        self.pdf.set_creation_date(made_at)
        self.pdf.set_margins(MARGIN, MARGIN)
        self.pdf.c_margin = 0
        self.pdf.set_auto_page_break(auto=True, margin=MARGIN)

    def page(self) -> None:
        """Begin a page."""
        self.pdf.add_page()

    def title(self, words: str) -> None:
        """Write the page's title, which the reader's program lists, too."""
        self.pdf.start_section(STEERING.sub("", words))
        self._write(words, size=TITLE, family="display")
        self.pdf.ln(LINE / 2)

    def words(self, text: str, *, is_soft: bool = False) -> None:
        """Write lines of text."""
        for line in text.splitlines():
            self._write(line, size=SMALL if is_soft else BODY, is_soft=is_soft)
        self.pdf.ln(LINE / 2)

    def facts(self, facts: Sequence[tuple[str, str]]) -> None:
        """Write what each thing is called, and beside it what it is; a line below each."""
        label = self.pdf.epw * LABEL_PART
        for name, value in facts:
            if self.pdf.will_page_break(LINE * (len(value.splitlines()) + 1)):
                self.pdf.add_page()
            top = self.pdf.get_y()
            self._write(name, width=label, is_soft=True)
            self.pdf.set_y(top)
            for line in value.splitlines() or ("–",):
                self._write(line, width=self.pdf.epw - label, at=label)
            self._rule(max(self.pdf.get_y(), top + LINE))
        self.pdf.ln(LINE / 2)

    def table(self, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """Write rows of one line each, as wide as the head's parts; what is too long is cut."""
        self._row(head, is_soft=True)
        for row in rows:
            if self.pdf.will_page_break(LINE + 2):
                self.pdf.add_page()
                self._row(head, is_soft=True)
            self._row(row)
        self.pdf.ln(LINE / 2)

    def as_bytes(self) -> bytes:
        """Give the finished file."""
        return bytes(self.pdf.output())

    def _row(self, cells: Sequence[str], *, is_soft: bool = False) -> None:
        top, width = self.pdf.get_y(), self.pdf.epw / len(cells)
        for number, cell in enumerate(cells):
            self.pdf.set_y(top)
            text = self._cut(cell, width - 2)
            self._write(text, width=width, at=number * width, size=SMALL, is_soft=is_soft)
        self._rule(top + LINE)

    def _rule(self, at: float) -> None:
        self.pdf.set_draw_color(*RULE)
        self.pdf.line(MARGIN, at + 0.5, self.pdf.w - MARGIN, at + 0.5)
        self.pdf.set_y(at + 1.5)

    def _cut(self, text: str, width: float) -> str:
        self.pdf.set_font("sans", size=SMALL)
        text = STEERING.sub("", text)
        while len(text) > 1 and self.pdf.get_string_width(text) > width:
            text = text.removesuffix("…")[:-1] + "…"
        return text

    def _choose_font(self, family: str, size: float) -> None:
        # A line that ended in a fallback font leaves that one in force, and fpdf2 does not write a font
        # that it believes to be the current one: so another is chosen first.
        self.pdf.set_font("arabic" if family != "arabic" else "sans", size=size)
        self.pdf.set_font(family, size=size)

    def _write(
        self,
        text: str,
        *,
        width: float = 0,
        at: float = 0,
        size: float = BODY,
        family: str = "sans",
        is_soft: bool = False,
    ) -> None:
        plain = STEERING.sub("", text)
        direction = "rtl" if _runs_right_to_left(plain) else "ltr"
        self.pdf.set_text_shaping(use_shaping_engine=True, direction=direction)
        self._choose_font(family, size)
        self.pdf.set_text_color(*(SOFT if is_soft else INK))
        width = width or self.pdf.epw
        left = self.pdf.w - MARGIN - at - width if self.is_mirrored else MARGIN + at
        self.pdf.set_x(left)
        self.pdf.multi_cell(
            width,
            LINE * max(size / BODY, 1),
            plain or " ",
            align="R" if self.is_mirrored else "L",
            new_x="LMARGIN",
            new_y="NEXT",
        )


def _runs_right_to_left(text: str) -> bool:
    return any(unicodedata.bidirectional(char) in ("R", "AL") for char in text)
