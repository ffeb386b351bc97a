"""Check the books of a paper from its public file, and reckon every figure that it shows anew.

    python check_ledger.py ledger.json

Needs Python 3.11 and nothing else; takes nothing from the program that it checks. Ends with 1 if an
entry does not sum to zero, or if a hash is not that of its entry and of the one before.
"""

import hashlib
import json
import sys
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

LINKS = ("campaign_id", "reverses")


def hash_of(version, entry):
    """Give the hash that an entry must have: SHA-256 of its lines."""
    at = datetime.fromisoformat(entry["at"]).astimezone(UTC)
    campaign, reverses = ("-" if entry[name] is None else entry[name] for name in LINKS)
    legs = (f"{leg['account']} {leg['currency']} {leg['amount_minor']}" for leg in entry["legs"])
    lines = (
        version,
        entry["prev_hash"],
        entry["number"],
        at.strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        entry["kind"],
        campaign,
        entry["reference"],
        reverses,
        *sorted(legs),
    )
    return hashlib.sha256("\n".join(map(str, lines)).encode()).hexdigest()


def faults_of(book):
    """Say what is wrong, a sentence each."""
    before = None
    for entry in book["entries"]:
        name = f"Entry {entry['number']}"
        sums = Counter()
        for leg in entry["legs"]:
            sums[leg["currency"]] += leg["amount_minor"]
        if any(sums.values()):
            yield f"{name} does not sum to zero."
        if entry["hash"] != hash_of(book["version"], entry):
            yield f"{name} has another hash than its own lines give."
        # A file holds the entries of one mode or campaign: between two of them others may lie.
        is_next = before is not None and entry["number"] == before["number"] + 1
        if is_next and entry["prev_hash"] != before["hash"]:
            yield f"{name} does not follow the one before it."
        if before is not None and entry["number"] <= before["number"]:
            yield f"{name} is out of order."
        before = entry


def figures_of(book):
    """Sum every account: debits positive, credits negative, in minor units."""
    sums = Counter()
    for entry in book["entries"]:
        for leg in entry["legs"]:
            sums[leg["account"]] += leg["amount_minor"]
    return dict(sorted(sums.items()))


def main(path):
    """Print what is wrong, then each account's sum; what was given is a credit, so it is negative."""
    book = json.loads(Path(path).read_text(encoding="utf-8"))
    faults = list(faults_of(book))
    for fault in faults:
        print(fault)
    for account, amount in figures_of(book).items():
        print(f"{account} {amount}")
    print(f"Entries: {len(book['entries'])}. Faults: {len(faults)}.")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
