"""How help texts are set."""

from collections.abc import Sequence


def example(*lines: str) -> str:
    """The end of a command's help: what a person would type, line by line."""
    return "\b\nExample:\n" + _indented(lines)


def _indented(lines: Sequence[str]) -> str:
    return "\n".join(f"  {line}" for line in lines)
