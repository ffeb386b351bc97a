"""Every public page of the paper in a page folder, and what a change does to each of them."""

import difflib
import os
from collections import Counter
from dataclasses import dataclass, field

from standfirst.delivery.following import Follower
from standfirst.delivery.models import Node
from tests.exits.walking import SEEDS, walked

# More of each kind in the long run: every change has every page rendered once.
OF_EACH_KIND = 6 if os.environ.get("STANDFIRST_SOAK") else 1


@dataclass
class Tally:
    """How many pages went stale, and how many of those came out as they were."""

    counts: Counter = field(default_factory=Counter)

    def note(self, *, is_hard, is_other):
        kind = "hard" if is_hard else "soft"
        self.counts[kind] += 1
        self.counts[f"{kind}, in vain"] += not is_other

    def share_in_vain(self, kind):
        """Give the share of stale pages whose new bytes are the old ones."""
        return self.counts[f"{kind}, in vain"] / max(self.counts[kind], 1)


class KeptPaper:
    """All addresses that a reader comes to, each with its kept page."""

    def __init__(self, client, shelf, *, seeds=()):
        self.client, self.shelf, self.tally = client, shelf, Tally()
        answers = walked(client, seeds=(*seeds, *SEEDS), most=OF_EACH_KIND)
        self.addresses = [address for address in answers if shelf.folder.find(address)]
        self.follower = Follower(name="here", shelf=shelf, bake=lambda address: None)

    def render_all(self):
        for address in self.addresses:
            self.rendered_anew(address)

    def faults_after(self, change, world):
        """Make a change and say of every page how it betrays it."""
        name, gone, before = change.name, change.gone, self.kept()
        change.act(world)
        self.follower.look()
        # Nobody follows while the test changes things, so no purge is to wait for us.
        Node.objects.all().delete()
        faults = [
            f"{name}: {address} still has {gone!r}"
            for address, (_, body) in self.kept().items()
            if gone and gone.encode() in body
        ]
        told = {address: self.staleness_of(address) for address in self.addresses}
        for address in self.addresses:
            fresh = self.rendered_anew(address)
            if gone and fresh and gone.encode() in fresh:
                faults.append(f"{name}: {address} shows {gone!r} anew")
            if address in before:
                faults += self.faults_of(name, address, before[address], fresh, told[address])
        return faults

    def kept(self):
        found = ((address, self.shelf.folder.find(address)) for address in self.addresses)
        return {address: (page, page.place.read_bytes()) for address, page in found if page}

    def staleness_of(self, address):
        """Say whether a kept page was "dropped", is stale "hard" or "soft", or is "true"."""
        page = self.shelf.folder.find(address)
        if page is None:
            return "dropped"
        if self.shelf.find_true(address, page.baked_at) is None:
            return "hard"
        later = page.baked_at + page.bake.soft_seconds + 1
        return "soft" if self.shelf.find_true(address, later) is None else "true"

    def rendered_anew(self, address):
        """Render a page as the app does when nothing is kept for it; None if there is none."""
        self.shelf.drop([address])
        self.client.get(address).close()
        page = self.shelf.folder.find(address)
        return page.place.read_bytes() if page else None

    def faults_of(self, name, address, before, fresh, told):
        _, body = before
        if told in ("hard", "soft"):
            self.tally.note(is_hard=told == "hard", is_other=fresh != body)
        if fresh is None and told != "dropped":
            return [f"{name}: {address} is no page now and is still kept ({told})"]
        if fresh != body and told == "true":
            return [f"{name}: {address} is shown as it was: {difference(body, fresh)}"]
        return []


def difference(old, new):
    """Give the first lines in which two pages differ."""
    lines = difflib.unified_diff(
        old.decode().splitlines(), new.decode().splitlines(), n=0, lineterm=""
    )
    return " / ".join(line[:160] for line in list(lines)[3:7])
