"""The file of a model: a head that a person can read, then whole numbers of two bytes.

    a line that says so, a line of JSON, the numbers of all tables (little-endian)

A weight is its whole number times the table's step, so that sums are exact and the same everywhere.
"""

import json
import sys
from array import array
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

MARK = b"STANDFIRST MODEL 1\n"
MOST = 32_767


class ModelUnreadable(Exception):
    """The file is not a model, or not all of one."""


@dataclass(frozen=True)
class Table:
    """Weights by the number of a feature; there are 2**bits."""

    step: float
    numbers: "array[int]"

    @property
    def bits(self) -> int:
        """How many bits the number of a feature has."""
        return len(self.numbers).bit_length() - 1


@dataclass(frozen=True)
class Model:
    """What was read: the head, the tables by name, and a version that names these very bytes."""

    head: Mapping[str, Any]
    tables: Mapping[str, Table]
    version: str


def written(head: Mapping[str, Any], tables: Mapping[str, Table]) -> bytes:
    """Give the bytes of a model's file."""
    inner = dict(sorted(tables.items()))
    shapes = {
        name: {"step": each.step, "length": len(each.numbers)} for name, each in inner.items()
    }
    text = json.dumps({**head, "tables": shapes}, sort_keys=True, ensure_ascii=False)
    numbers = b"".join(_little(table.numbers).tobytes() for table in inner.values())
    return MARK + text.encode() + b"\n" + numbers


def read(data: bytes) -> Model:
    """Read a model from the bytes of its file; raise ModelUnreadable where they are none."""
    if not data.startswith(MARK):
        raise ModelUnreadable("It does not begin as a model does.")
    line, _, rest = data[len(MARK) :].partition(b"\n")
    head: dict[str, Any] = json.loads(line)
    tables, at = {}, 0
    for name, shape in head.pop("tables").items():
        numbers = array("h")
        numbers.frombytes(rest[at : at + 2 * shape["length"]])
        if len(numbers) != shape["length"]:
            raise ModelUnreadable("It is shorter than its head says.")
        tables[name] = Table(shape["step"], _little(numbers))
        at += 2 * shape["length"]
    return Model(head, tables, f"1-{sha256(data).hexdigest()[:10]}")


def read_file(path: Path) -> Model:
    """Read a model's file."""
    return read(path.read_bytes())


def _little(numbers: "array[int]") -> "array[int]":
    if sys.byteorder == "little":
        return numbers
    turned = array("h", numbers)
    turned.byteswap()
    return turned
