"""Keep the catalogues: `python -m tools.messages`, or `make messages`.

Puts every sentence of the source into each language's `django.po`, keeps what is translated, drops
what nothing asks for any more, and compiles `django.mo`. Nothing is guessed: a sentence that was
changed is one to translate anew. No dates, names or line numbers, so that only words make a change.
"""

from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from rich.console import Console

from tools.extraction import PACKAGE, Message, messages

LOCALE = PACKAGE / "locale"
# By language the number of a plural's forms, and which of them a number n takes.
PLURALS = {
    "ar": (
        6,
        "(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 && n%100<=99 ? 4 : 5)",
    ),
    "de": (2, "(n != 1)"),
    "es": (2, "(n != 1)"),
    "fr": (2, "(n > 1)"),
}


class PlainCatalogue(Catalog):
    """A catalogue whose header says how to read it, and nothing that changes by itself."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        """What stands in its head."""
        number, rule = PLURALS[str(self.locale_identifier)]
        return [
            ("Language", str(self.locale_identifier)),
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit"),
            ("Plural-Forms", f"nplurals={number}; plural={rule};"),
        ]

    @property
    def num_plurals(self) -> int:
        """How many forms a plural has."""
        return PLURALS[str(self.locale_identifier)][0]


def place_of(language: str, kind: str) -> Path:
    """Where the catalogue of a language is: as "po" to write in, as "mo" to read from."""
    return LOCALE / language / "LC_MESSAGES" / f"django.{kind}"


def catalogue(language: str, sentences: Iterable[Message]) -> Catalog:
    """Give a language's catalogue: the sentences, with what is translated of them by now."""
    before = _kept(language)
    made = PlainCatalogue(language, header_comment="")
    for sentence in sentences:
        made.add(_id_of(sentence), locations=[(sentence.place, 0)], context=sentence.context)
    for message in made:
        if message.id:
            old = before.get(message.id, message.context)
            if old is not None and type(old.id) is type(message.id):
                message.string = old.string
    return made


def _id_of(sentence: Message) -> str | tuple[str, str]:
    return (sentence.text, sentence.plural) if sentence.plural else sentence.text


def _kept(language: str) -> Catalog:
    place = place_of(language, "po")
    if not place.is_file():
        return PlainCatalogue(language)
    with place.open("rb") as file:
        return read_po(file, locale=language)


def as_po(made: Catalog) -> bytes:
    """Write a catalogue as translators read it."""
    body = BytesIO()
    write_po(body, made, width=100, include_lineno=False, omit_header=True)
    head = "".join(f'"{name}: {value}\\n"\n' for name, value in made.mime_headers)
    return f'msgid ""\nmsgstr ""\n{head}\n'.encode() + body.getvalue()


def as_mo(made: Catalog) -> bytes:
    """Write a catalogue as gettext reads it."""
    body = BytesIO()
    write_mo(body, made)
    return body.getvalue()


def missing(made: Catalog) -> list[str]:
    """Give the sentences that are not translated."""
    return [
        str(message.id)
        for message in made
        if message.id
        and not (all(message.string) if isinstance(message.string, tuple) else message.string)
    ]


def main() -> None:
    """Bring every catalogue up to date and say what is to translate."""
    console = Console()
    sentences = messages()
    for language in PLURALS:
        made = catalogue(language, sentences)
        place_of(language, "po").parent.mkdir(parents=True, exist_ok=True)
        place_of(language, "po").write_bytes(as_po(made))
        place_of(language, "mo").write_bytes(as_mo(made))
        left = missing(made)
        console.print(f"{language}: {len(made)} sentences, {len(left)} to translate")
        for words in left:
            console.print(f"  {words}", markup=False)


if __name__ == "__main__":
    main()
