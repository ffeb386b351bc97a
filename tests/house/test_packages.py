"""Every package says what it owns, has an honest name, and stands in ARCHITECTURE.md."""

import ast
import re

from tests.house.source import PACKAGE, ROOT, Source, contract, layers, none_of, python

DRAWERS = {
    "common",
    "core",
    "base",
    "utils",
    "util",
    "helpers",
    "helper",
    "misc",
    "shared",
    "tools",
}
ARCHITECTURE = ROOT / "ARCHITECTURE.md"


def without_a_promise(sources):
    return [
        source.place
        for source in sources
        if source.place.endswith("/__init__.py") and not ast.get_docstring(source.tree)
    ]


def drawers(sources):
    return [
        source.place
        for source in sources
        if DRAWERS & set(source.place.removesuffix(".py").split("/")[1:])
    ]


def packages():
    return {
        folder.name
        for folder in PACKAGE.iterdir()
        if folder.name not in {"templates", "static", "locale"}
        and (folder / "__init__.py").exists()
    }


def packages_named(page):
    """Give the first cells of the table whose head begins with "Package" or "App"."""
    tables = re.findall(
        r"^\| *(?:Package|App)\b.*\n\|[-| :]+\|\n((?:\|.*\n?)+)", page, re.MULTILINE
    )
    return {name for rows in tables for name in re.findall(r"^\| *`(\w+)`", rows, re.MULTILINE)}


def invariants(page):
    """Give the rows of the section on invariants, each with the tests that it names."""
    section = re.search(r"^## Invariants\b.*?(?=^## |\Z)", page, re.MULTILINE | re.DOTALL)
    rows = re.findall(r"^(?:\||[-*]|\d+\.) .*", section[0], re.MULTILINE) if section else []
    claims = [row for row in rows if not re.match(r"\| *(Invariant|What|-+)", row)]
    return {row: re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", row) for row in claims}


def unproven(page):
    found = []
    for claim, tests in invariants(page).items():
        if not tests:
            found.append(f"names no test: {claim[:80]}")
        found += [
            f"{file}::{name} does not exist" for file, name in tests if not exists(file, name)
        ]
    return found


def exists(file, name):
    path = ROOT / file
    return path.exists() and (not name or f"def {name}(" in path.read_text("utf-8"))


def test_every_package_says_what_it_owns():
    none_of(
        without_a_promise(python("standfirst/", "tools/", "benchmarks/")),
        "A package's docstring says what it owns and promises:",
    )


def test_no_package_is_a_drawer():
    none_of(
        drawers(python("standfirst/")), "Name it by what it is about, or put it where it belongs:"
    )


def test_every_package_has_its_layer():
    placed = {name for row in layers() for name in row}
    none_of(sorted(packages() ^ placed), "Place it in [tool.importlinter] (or take it out there):")


def test_every_app_keeps_the_order_of_its_files():
    apps = {f"standfirst.{folder.parent.name}" for folder in PACKAGE.glob("*/apps.py")}
    none_of(
        sorted(apps - set(contract("inside-an-app")["containers"])),
        "Add it to the contract inside-an-app in pyproject.toml:",
    )


def test_architecture_names_exactly_the_packages_that_exist():
    page = ARCHITECTURE.read_text("utf-8")
    none_of(
        sorted(packages_named(page) ^ packages()),
        "ARCHITECTURE.md's table of packages and standfirst/ differ:",
    )


def test_every_invariant_names_a_test_that_exists():
    page = ARCHITECTURE.read_text("utf-8")
    assert len(invariants(page)) >= 10, (
        "ARCHITECTURE.md lists its invariants under '## Invariants'."
    )
    none_of(unproven(page), "ARCHITECTURE.md, Invariants: each names the test that holds it:")


def test_planted_faults_are_found():
    assert without_a_promise([Source("standfirst/x/__init__.py", "import os")])
    assert drawers([Source("standfirst/people/utils.py", "")])
    assert not drawers([Source("standfirst/people/utilities.py", "")])
    page = "## Packages\n\n| Package | Owns |\n| --- | --- |\n| `lib` | money |\n| `gone` | – |\n"
    assert packages_named(page) == {"lib", "gone"}
    claims = (
        "## Invariants\n\n- a vote is one row\n- a page `tests/house/test_sizes.py::test_nothing`\n"
    )
    assert len(unproven(claims)) == 2
