"""What the code and the templates ask gettext for, read from the source without running it.

By `ast` and Django's own template lexer, so that no machine needs GNU gettext.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.template.base import Lexer, Token, TokenType
from django.utils.translation import template as grammar
from django.utils.translation import trim_whitespace

PACKAGE = Path(__file__).parents[1] / "standfirst"

# What a call is given, in order: "c" a context, "m" a message, "p" its plural.
CALLS = {
    "_": "m",
    "gettext": "m",
    "gettext_lazy": "m",
    "gettext_noop": "m",
    "ngettext": "mp",
    "ngettext_lazy": "mp",
    "pgettext": "cm",
    "pgettext_lazy": "cm",
    "npgettext": "cmp",
    "npgettext_lazy": "cmp",
}


class Unreadable(Exception):
    """A sentence that nobody can extract, because it is not written out where gettext is asked."""


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence as the source has it, and the file that it stands in."""

    text: str
    place: str
    context: str | None = None
    plural: str | None = None


def messages(package: Path = PACKAGE) -> list[Message]:
    """Give every sentence of the package, file by file. Raises Unreadable."""
    found: list[Message] = []
    for path in sorted(package.rglob("*")):
        place = str(path.relative_to(package.parent))
        if path.suffix == ".py" and "/migrations/" not in place:
            found += of_python(path.read_text("utf-8"), place)
        elif path.suffix in {".html", ".txt", ".xml"} and "/templates/" in place:
            found += of_template(path.read_text("utf-8"), place)
    return found


def of_python(source: str, place: str) -> list[Message]:
    """Give the sentences of a Python file. Raises Unreadable."""
    return [
        _called(node, CALLS[name], place)
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call) and (name := _name_of(node.func)) in CALLS
    ]


def _name_of(function: ast.expr) -> str:
    if isinstance(function, ast.Name):
        return function.id
    return function.attr if isinstance(function, ast.Attribute) else ""


def _called(node: ast.Call, kinds: str, place: str) -> Message:
    given: dict[str, str] = {}
    for kind, argument in zip(kinds, node.args, strict=False):
        if not (isinstance(argument, ast.Constant) and isinstance(argument.value, str)):
            raise Unreadable(f"{place}:{node.lineno}: write the sentence into the call itself.")
        given[kind] = argument.value
    return Message(given["m"], place, given.get("c"), given.get("p"))


def of_template(source: str, place: str) -> list[Message]:
    """Give the sentences of a Django template. Raises Unreadable."""
    return list(_of_tokens(iter(Lexer(source).tokenize()), place))


def _of_tokens(tokens: Iterator[Token], place: str) -> Iterator[Message]:
    for token in tokens:
        if token.token_type not in {TokenType.BLOCK, TokenType.VAR}:
            continue
        block = grammar.block_re.match(token.contents)
        if block:
            yield _block(token, tokens, place, _context(block[1]))
            continue
        inline = grammar.inline_re.match(token.contents)
        if inline:
            yield Message(_unquoted(inline[1]), place, _context(inline[2]))
        for constant in grammar.constant_re.findall(token.contents):
            yield Message(_unquoted(constant), place)


def _block(opening: Token, tokens: Iterator[Token], place: str, context: str | None) -> Message:
    parts: list[list[str]] = [[]]
    for token in tokens:
        if token.token_type is TokenType.VAR:
            parts[-1].append(f"%({token.contents})s")
        elif token.token_type is TokenType.TEXT:
            parts[-1].append(token.contents.replace("%", "%%"))
        elif grammar.plural_re.match(token.contents):
            parts.append([])
        elif grammar.endblock_re.match(token.contents):
            break
        else:
            raise Unreadable(f"{place}:{token.lineno}: {token.contents!r} stands in a sentence.")
    texts = ["".join(part) for part in parts]
    if "trimmed" in opening.split_contents():
        texts = [trim_whitespace(text) for text in texts]
    return Message(texts[0], place, context, texts[1] if len(texts) > 1 else None)


def _context(options: str | None) -> str | None:
    found = grammar.context_re.match(options or "")
    return _unquoted(found[1]) if found else None


def _unquoted(text: str) -> str:
    return str(ast.literal_eval(text))
