import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from difflib import SequenceMatcher

# A typo mended in the first hour is not an update that readers need to be told of.
QUIET_AFTER_PUBLICATION = timedelta(hours=1)
# Characters that a correction may have changed and still show what; and shown on either side.
MOST_CHANGED = 2000
LONGEST_COMPARED = 20_000
AROUND = 80
_WORDS = re.compile(r"\w+|\W")


def shown_update(published_at: datetime | None, changed_at: datetime | None) -> datetime | None:
    """Give the time to show as "updated", or None if the article is as it appeared."""
    if published_at is None or changed_at is None:
        return None
    return changed_at if changed_at - published_at > QUIET_AFTER_PUBLICATION else None


def difference_of(before: Mapping[str, str], after: Mapping[str, str]) -> list[list[list[str]]]:
    """Give what was changed between two versions of texts, each by its place.

    One list for each changed text, of [equal, deletion or addition; words], with a few words
    around each change. Nothing for more than 2,000 changed characters: that is another report.
    """
    places = [*after, *(place for place in before if place not in after)]
    pairs = [(before.get(place, ""), after.get(place, "")) for place in places]
    changed = [(old, new) for old, new in pairs if old != new]
    if sum(abs(len(new) - len(old)) for old, new in changed) > MOST_CHANGED:
        return []
    if any(len(old) > LONGEST_COMPARED for old, _ in changed):
        return []
    parts = [changes_between(old, new) for old, new in changed]
    if sum(len(text) for part in parts for kind, text in part if kind != "equal") > MOST_CHANGED:
        return []
    return [_shortened(part) for part in parts]


def changes_between(old: str, new: str) -> list[tuple[str, str]]:
    """Compare two texts by words: pairs of equal, deletion or addition, and the words."""
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    # Without autojunk: a word that is said often is still a word.
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    changes = []
    for kind, start, end, new_start, new_end in matcher.get_opcodes():
        if kind == "equal":
            changes.append(("equal", "".join(before[start:end])))
            continue
        parts = (("deletion", before[start:end]), ("addition", after[new_start:new_end]))
        changes += [(name, "".join(words)) for name, words in parts if words]
    return changes


def _shortened(part: Sequence[tuple[str, str]]) -> list[list[str]]:
    """Leave of what is equal only what stands next to a change."""
    last = len(part) - 1
    return [
        [kind, _edge(text, is_first=number == 0, is_last=number == last)]
        if kind == "equal"
        else [kind, text]
        for number, (kind, text) in enumerate(part)
    ]


def _edge(text: str, *, is_first: bool, is_last: bool) -> str:
    if len(text) <= 2 * AROUND:
        return text
    head, tail = _begin(text), _end(text)
    return f"… {tail}" if is_first else f"{head} …" if is_last else f"{head} … {tail}"


def _begin(text: str) -> str:
    return text[:AROUND].rpartition(" ")[0] or text[:AROUND]


def _end(text: str) -> str:
    return text[-AROUND:].partition(" ")[2] or text[-AROUND:]
