"""Which coding of the stored bytes a client gets (RFC 9110, 12.5.3)."""

import re
from collections.abc import Collection, Iterator

IDENTITY = "identity"
# Where a client likes several equally: the smallest first.
PREFERENCE = ("br", "zstd", "gzip")
SUFFIXES = {"br": ".br", "zstd": ".zst", "gzip": ".gz"}
# Not named and not refused: acceptable, but less than anything named (the least weight is 0.001).
UNNAMED = 0.0001

_WEIGHT = re.compile(r"(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)")


def chosen_coding(accepted: str | None, available: Collection[str]) -> str:
    """Give the coding, out of those available besides identity, that suits the header best.

    No header, or one that refuses everything, gives identity, which every client understands.
    """
    if accepted is None:
        return IDENTITY
    weights = dict(_weights(accepted))
    everything_else = weights.get("*")
    unnamed = 0.0 if everything_else is None else everything_else
    best, best_weight = IDENTITY, weights.get(IDENTITY, everything_else)
    if best_weight is None:
        best_weight = UNNAMED
    for coding in reversed(PREFERENCE):
        weight = weights.get(coding, unnamed)
        if coding in available and weight > 0 and weight >= best_weight:
            best, best_weight = coding, weight
    return best


def _weights(accepted: str) -> Iterator[tuple[str, float]]:
    for item in accepted.lower().split(","):
        name, *parameters = (part.strip() for part in item.split(";"))
        if name:
            yield ("gzip" if name == "x-gzip" else name), _weight(parameters)


def _weight(parameters: list[str]) -> float:
    """Give the item's weight. One that cannot be read is no wish for this coding."""
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            return float(value) if _WEIGHT.fullmatch(value := value.strip()) else 0.0
    return 1.0
