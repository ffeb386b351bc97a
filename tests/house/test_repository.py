"""What must not be in the repository, and what must be the same in two places of it."""

import re
import tomllib

from tests.house.source import ROOT, Source, files, none_of

TEXT = (
    ".py",
    ".md",
    ".toml",
    ".html",
    ".css",
    ".js",
    ".sh",
    ".txt",
    ".lock",
    ".json",
    ".yml",
    "run",
)
ADDRESS = re.compile(r"https?://|--(?:extra-)?index-url|--find-links|\"resolved\"")
# Home folders and workplaces: an address of somebody's machine is of no use to anybody else.
MACHINE = re.compile(r"(?<![\w.])/(?:home|Users|root|work)/[\w.-]+/")
REGISTRY = re.compile(
    r"\b(?:pypi|files)\.(?:org|pythonhosted\.org)|registry\.npmjs\.org|deb\.debian\.org"
)


def addresses(source):
    return [
        f"{source.place}:{number}: {line[:80]}"
        for number, line in enumerate(source.text.splitlines(), 1)
        if ADDRESS.search(line)
    ]


def without_hash(text):
    """Give the requirements of a lock file that have no hash."""
    requirements = re.split(r"\n(?=\S)", text.replace("\\\n", " "))
    return [
        each.split()[0] for each in requirements if "==" in each and "--hash=sha256:" not in each
    ]


def matches(pattern, source):
    return [
        f"{source.place}:{number}: {found[0]}"
        for number, line in enumerate(source.text.splitlines(), 1)
        for found in pattern.finditer(line)
    ]


def declared():
    """Give the names of all direct dependencies, as pyproject.toml declares them."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    lists = [
        project["project"]["dependencies"],
        *project["project"]["optional-dependencies"].values(),
        *project["dependency-groups"].values(),
    ]
    return {re.match(r"[\w.-]+", each)[0].lower() for names in lists for each in names}


def explained(page):
    rows = re.findall(r"^\| *([\w.-]+) *\| *(\S.*?) *\|$", page, re.MULTILINE)
    return {name.lower() for name, why in rows if name != "Package" and len(why) > 4}


def locked(text):
    return {name.lower() for name in re.findall(r"^([\w.-]+)(?:\[[^]]*])?==", text, re.MULTILINE)}


def test_lock_files_pin_by_hash_and_name_no_index():
    locks = files(".lock", "package-lock.json")
    assert {"requirements.lock", "requirements-dev.lock"} <= {source.place for source in locks}
    none_of(
        [fault for lock in locks for fault in addresses(lock)], "make lock leaves addresses out:"
    )
    none_of(
        [fault for lock in locks for fault in without_hash(lock.text)], "make lock adds hashes:"
    )


def test_lock_files_hold_what_is_declared():
    text = (ROOT / "requirements-dev.lock").read_text("utf-8")
    none_of(sorted(declared() - locked(text)), "Declared but not locked; run `make lock`:")


def test_every_dependency_is_explained():
    page = (ROOT / "docs" / "dependencies.md").read_text("utf-8")
    none_of(sorted(declared() ^ explained(page)), "docs/dependencies.md and pyproject.toml differ:")


def test_no_machine_is_named():
    here = {"tests/house/test_repository.py"}
    sources = [source for source in files(*TEXT) if source.place not in here]
    none_of(
        [fault for source in sources for fault in matches(MACHINE, source)], "Say it relatively:"
    )
    none_of(
        [fault for source in sources for fault in matches(REGISTRY, source)], "Name no registry:"
    )


def test_planted_faults_are_found():
    assert addresses(Source("x.lock", "--index-url https://example.org/simple"))
    assert without_hash("a==1 \\\n    --hash=sha256:0\nb==2\n") == ["b==2"]
    assert matches(MACHINE, Source("x.md", "see /home/anna/project/x"))
    assert not matches(MACHINE, Source("x.md", "see https://paper.test/work/1/"))
    assert matches(REGISTRY, Source("x.md", "from pypi.org"))
    assert explained("| Package | Why |\n| --- | --- |\n| one | it is good |\n| two | |\n") == {
        "one"
    }
