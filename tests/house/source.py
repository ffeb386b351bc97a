"""What the house rules read: the files of the repository and the order of the layers."""

import ast
import subprocess
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "standfirst"


@dataclass(frozen=True)
class Source:
    """One file: its place seen from the repository, and its text. Faults are planted as such, too."""

    place: str
    text: str

    @property
    def lines(self):
        return self.text.count("\n") + 1

    @property
    def is_migration(self):
        return "/migrations/" in self.place

    @property
    def is_vendored(self):
        return "/vendor/" in self.place

    @property
    def app(self):
        """The package directly below `standfirst` that the file belongs to, or None."""
        parts = self.place.split("/")
        return parts[1] if parts[0] == "standfirst" and len(parts) > 2 else None

    @property
    def tree(self):
        return parsed(self.text)

    def at(self, node):
        return f"{self.place}:{node.lineno}"


@cache
def parsed(text):
    return ast.parse(text)


@cache
def files(*suffixes):
    """Give the repository's files of these kinds, committed or about to be."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    ).stdout
    chosen = sorted(name for name in listed.split("\0") if name.endswith(suffixes))
    present = [ROOT / name for name in chosen if (ROOT / name).is_file()]
    return [Source(str(path.relative_to(ROOT)), path.read_text("utf-8")) for path in present]


def python(*starts):
    """Give our Python files below these folders, without migrations."""
    return [
        source
        for source in files(".py")
        if source.place.startswith(starts) and not source.is_migration
    ]


def templates():
    return [source for source in files(".html", ".txt") if "/templates/" in source.place]


@cache
def contract(name):
    """Give one of import-linter's contracts."""
    configuration = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    contracts = configuration["tool"]["importlinter"]["contracts"]
    return next(each for each in contracts if each["id"] == name)


@cache
def layers():
    """Give the rows of packages, highest first, as import-linter's contract has them."""
    return [[name.strip() for name in row.split("|")] for row in contract("layers")["layers"]]


def may_know(upper, lower):
    """Whether the package `upper` may know of `lower`: itself, or one in a row below its own."""
    rows = {name: number for number, row in enumerate(layers()) for name in row}
    return upper == lower or rows[upper] < rows[lower]


def docstrings(tree):
    """Give the nodes that are docstrings, for rules about the other texts."""
    owners = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    return {
        owner.body[0].value
        for owner in ast.walk(tree)
        if isinstance(owner, owners)
        and owner.body
        and isinstance(owner.body[0], ast.Expr)
        and isinstance(owner.body[0].value, ast.Constant)
    }


def texts(tree):
    """Give the string constants of a file that are not docstrings."""
    passed_over = docstrings(tree)
    return [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and node not in passed_over
    ]


def functions(tree):
    return [
        node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]


def none_of(faults, what_to_do):
    """Fail with every fault found and with what to do about them."""
    assert not faults, what_to_do + "\n  " + "\n  ".join(faults)
