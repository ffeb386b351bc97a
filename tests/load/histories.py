"""Fifty people who write, vote, change their minds and moderate, and note what they were told.

Each act is noted before it is sent and after it was answered. Nobody shares a person with anybody, so
that the last thing somebody was told of their vote is what must be there.
"""

import http.client
import itertools
import random
import re
import threading
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from urllib.parse import urlencode

from tests.crash.clients import FORM, network

CLIENTS = 50
MODERATORS = 2
PATIENCE_SECONDS = 60
LONGEST_SECONDS = 120
REST_SECONDS = 0.2
# Where a verb of the desk leads from.
FROM = {"hold": "visible", "approve": "held", "remove": "visible", "restore": "removed"}
TO = {"hold": "held", "approve": "visible", "remove": "removed", "restore": "visible"}
WRITTEN = re.compile(r"#comment-(\d+)$")


@dataclass(frozen=True)
class Somebody:
    """A person, the cookie by which they are known, and a network of their own."""

    pk: int
    cookie: str
    number: int


@dataclass
class History:
    """What everybody was told. Times are seconds of one clock."""

    written: dict = field(default_factory=dict)  # comment → (mark, parent or None)
    tried: set = field(default_factory=set)  # marks
    gone_from: dict = field(default_factory=dict)  # comment → when somebody first tried to hide it
    withdrawn: set = field(default_factory=set)
    votes: dict = field(
        default_factory=dict
    )  # (person, comment) → last acknowledged value, 0 for none
    reads: list = field(default_factory=list)  # (comment, times seen, when the read ended)
    decided: list = field(default_factory=list)  # (comment, verb) acknowledged
    second: int = 0
    answers: Counter = field(default_factory=Counter)
    strange: list = field(default_factory=list)


class Talk:
    """The clients of one run."""

    def __init__(self, port, *, path, people, moderators, csrf):
        self.port, self.path, self.csrf = port, path, csrf
        self.people, self.moderators = people, moderators
        self.history, self.lock = History(), threading.Lock()
        self.marks = itertools.count(1)
        # What moderators saw last of what is hidden now.
        self.wordings = {}

    def go_on(self, seconds):
        """Have all of them act for so long."""
        self.until = time.monotonic() + seconds
        share = len(self.people) // CLIENTS
        clients = [
            threading.Thread(
                target=self._noting,
                args=(self._client, number, self.people[number * share :][:share]),
            )
            for number in range(CLIENTS - MODERATORS)
        ]
        clients += [
            threading.Thread(target=self._noting, args=(self._moderator, somebody))
            for somebody in self.moderators
        ]
        for client in clients:
            client.start()
        for client in clients:
            client.join()
        return self.history

    def _goes_on(self):
        """Whether the time is not over; on a machine that is busy, also until everything was done once."""
        left = self.until - time.monotonic()
        done = self.history
        return left > 0 or (left > -LONGEST_SECONDS and not all(
            (done.written, done.reads, done.votes, done.decided, done.second)
        ))  # fmt: skip

    def _noting(self, act, *given):
        """Note what goes wrong in a thread of its own, where nobody would see it."""
        try:
            act(*given)
        except Exception as error:  # noqa: BLE001 -- the test judges it
            self.history.strange.append(repr(error))

    def _client(self, number, own):
        dice, fresh, mine = random.Random(number), list(own), defaultdict(list)
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_SECONDS)
        while self._goes_on():
            chance = dice.random()
            if chance < 0.3 and fresh:
                self._write(link, dice, fresh.pop(), mine)
            elif chance < 0.75:
                self._vote(link, dice, dice.choice(own))
            elif chance < 0.83:
                self._read(link, dice, dice.choice(own))
            elif mine and chance < 0.95:
                self._edit(link, dice, mine)
            elif mine and chance < 0.97:
                self._withdraw(link, dice, mine)
        link.close()

    def _write(self, link, dice, somebody, mine):
        mark = f"mark{next(self.marks)}."
        parent = self._any(dice) if dice.random() < 0.5 else None
        path = f"/comments/{parent}/reply/" if parent else self.path
        self.history.tried.add(mark)
        text = f"The river was high at the mill, {mark}"
        status, head, _ = self._ask(link, somebody, path, {"text": text})
        # What it answers may be gone meanwhile.
        if self._expect(status, {303, 403, 404, 410}, path) != 303:
            return
        pk = int(WRITTEN.search(head["location"])[1])
        with self.lock:
            self.history.written[pk] = (mark, parent)
        mine[pk] = [somebody, mark]
        self._look(link, somebody, pk)

    def _look(self, link, somebody, pk):
        """Read a page on which a comment must stand once, if nobody hides it."""
        mark, address = self.history.written[pk][0], f"{self.path}?mine&at={pk}"
        status, _, body = self._ask(link, somebody, address)
        if self._expect(status, {200, 404}, address) in {200, 404}:
            self.history.reads.append((pk, body.count(f", {mark}"), time.monotonic()))

    def _read(self, link, dice, somebody):
        pk = self._any(dice)
        if pk is not None:
            self._look(link, somebody, pk)

    def _vote(self, link, dice, somebody):
        pk, name = self._any(dice), dice.choice(("up", "up", "down", "none"))
        if pk is None:
            return
        path = f"/comments/{pk}/vote/"
        status, _, _ = self._ask(link, somebody, path, {"vote": name})
        if self._expect(status, {303, 403, 404}, path) == 303:
            self.history.votes[somebody.pk, pk] = {"up": 1, "down": -1, "none": 0}[name]

    def _edit(self, link, dice, mine):
        pk = dice.choice(list(mine))
        somebody, mark = mine[pk]
        path = f"/comments/{pk}/edit/"
        text = f"The river was higher at the mill, {mark} As I saw it {dice.random()}."
        status, _, _ = self._ask(link, somebody, path, {"text": text})
        self._expect(status, {303, 403, 404}, path)

    def _withdraw(self, link, dice, mine):
        pk = dice.choice(list(mine))
        somebody, _ = mine.pop(pk)
        path = f"/comments/{pk}/withdraw/"
        self._hide(pk)
        status, _, _ = self._ask(link, somebody, path, {})
        if self._expect(status, {303, 403, 404}, path) == 303:
            self.history.withdrawn.add(pk)

    def _moderator(self, somebody):
        """Decide on what the other one decides on too, having seen the same state of it."""
        dice = random.Random(somebody.pk)
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_SECONDS)
        while self._goes_on():
            with self.lock:
                some = sorted(self.history.written)[5:12]
            if not some:
                continue
            pk, verb = dice.choice(some), dice.choice(sorted(FROM))
            self._decide(link, somebody, pk, verb)
            time.sleep(0.02)
        link.close()

    def _decide(self, link, somebody, pk, verb):
        _, _, page = self._ask(link, somebody, f"{self.path}?mine&at={pk}")
        seen = re.search(rf'id="c{pk}-vote"[^>]*>\s*<input[^>]* name="seen" value="(\d+)"', page)
        if seen:
            self.wordings[pk] = seen[1]
        form = {
            "verb": verb,
            "seen_state": FROM[verb],
            "seen_revision": self.wordings.get(pk, "0"),
            "facts": "Rude." if verb == "remove" else "",
            "csrfmiddlewaretoken": self.csrf,
        }
        self._hide(pk)
        path = f"/admin/desk/held/{pk}/"
        status, head, _ = self._ask(link, somebody, path, form)
        if status == 302 and not head["location"].startswith("/admin/desk/"):
            status = 401
        if self._expect(status, {302, 409}, path) == 302:
            self.history.decided.append((pk, verb))
        else:
            self.history.second += 1

    def _hide(self, pk):
        with self.lock:
            self.history.gone_from.setdefault(pk, time.monotonic())

    def _any(self, dice):
        """Choose a comment, mostly one of the first: they are what everybody votes on."""
        with self.lock:
            some = sorted(self.history.written)
        if not some:
            return None
        return some[min(int(dice.expovariate(0.1)), len(some) - 1)]

    def _expect(self, status, known, path):
        with self.lock:
            self.history.answers[status] += 1
            # 503: told to come back, which is the truth.
            if status not in known | {503}:
                self.history.strange.append((status, path))
        if status == 503:
            time.sleep(REST_SECONDS)
        return status

    def _ask(self, link, somebody, path, form=None):
        headers = {
            "Host": f"127.0.0.1:{self.port}",
            "Cookie": somebody.cookie,
            "X-Forwarded-For": network(somebody.number),
            "Sec-Fetch-Site": "same-origin",
        }
        if form is None:
            link.request("GET", path, headers=headers)
        else:
            link.request("POST", path, urlencode(form), {**headers, **FORM})
        response = link.getresponse()
        body = response.read().decode(errors="replace")
        return (
            response.status,
            {name.lower(): value for name, value in response.getheaders()},
            body,
        )


def differences(history, found):
    """Say what is not as everybody was told, or as it must be whatever anybody was told."""
    comments = {row["pk"]: row for row in found["comments"]}
    return [
        *(f"answered strangely: {one}" for one in history.strange),
        *_about_comments(history, comments),
        *_about_reads(history),
        *_about_places(history, comments),
        *_about_votes(history, found, comments),
        *_about_states(history, found, comments),
        *([f"{found['miscounted']} counts are wrong"] if found["miscounted"] else []),
    ]


def _about_comments(history, comments):
    marks = Counter(
        mark
        for row in comments.values()
        if (mark := (row["current__text"] or "").partition(", ")[2].partition(" ")[0])
        and mark.startswith("mark")
    )
    told = {mark for mark, _ in history.written.values()}
    yield from (f"lost: {mark}" for mark in sorted(told - set(marks)))
    yield from (f"doubled: {mark}" for mark, number in marks.items() if number > 1)
    yield from (f"from nowhere: {mark}" for mark in sorted(set(marks) - history.tried))


def _about_reads(history):
    """Whatever was acknowledged stands in every later read, once, until somebody hides it."""
    for pk, times, ended in history.reads:
        is_hidden = ended >= history.gone_from.get(pk, float("inf"))
        if times > 1 or (times == 0 and not is_hidden):
            yield f"comment {pk} was read {times} times"


def _about_places(history, comments):
    for pk, row in comments.items():
        parent = comments.get(row["parent"])
        if row["parent"] is not None and parent is None:
            yield f"comment {pk} answers nothing"
        elif parent is not None:
            # One deeper than what it answers: so there is no cycle either.
            root = parent["root"] or parent["pk"]
            expected = (parent["depth"] + 1, root, parent["thread"])
            if (row["depth"], row["root"], row["thread"]) != expected:
                yield f"comment {pk} has no place below what it answers"
        elif row["depth"] or row["root"]:
            yield f"comment {pk} begins nothing"
    for pk, (_, parent) in history.written.items():
        if pk in comments and comments[pk]["parent"] != parent:
            yield f"comment {pk} answers another than it was written to"


def _about_votes(history, found, comments):
    cast = Counter((voter, comment) for voter, comment, *_ in found["votes"])
    yield from (f"{number} votes of {pair}" for pair, number in cast.items() if number > 1)
    held = {(voter, comment): value for voter, comment, value, *_ in found["votes"]}
    for pair, value in history.votes.items():
        if held.get(pair, 0) != value:
            yield f"vote of {pair}: told {value}, held {held.get(pair, 0)}"
    counted = defaultdict(Counter)
    for _, comment, value, is_counted, is_quarantined in found["votes"]:
        if is_counted and is_quarantined:
            yield f"a vote in quarantine on {comment} is counted"
        counted[comment][value] += is_counted
    for pk, row in comments.items():
        up, down = counted[pk][1], counted[pk][-1]
        if (row["up"], row["down"], row["score"]) != (up, down, up - down):
            yield f"comment {pk} shows {row['score']}, its votes are {up - down}"


def _about_states(history, found, comments):
    """Each decision leads on from where the one before led; one wins of two at once."""
    verbs = {"held": "hold", "approved": "approve", "removed": "remove", "restored": "restore"}
    state = dict.fromkeys(comments, "visible")
    for pk, measure in found["decisions"]:
        verb = verbs[measure]
        froms = {FROM[verb], "held"} if verb == "remove" else {FROM[verb]}
        if state.get(pk) not in froms:
            yield f"comment {pk} was {state.get(pk)} and then {measure}"
        state[pk] = TO[verb]
    for pk, row in comments.items():
        expected = "withdrawn" if pk in history.withdrawn else state[pk]
        if row["state"] != expected:
            yield f"comment {pk} is {row['state']} and was led to {expected}"
    told = Counter((pk, verb) for pk, verb in history.decided)
    done = Counter((pk, verbs[measure]) for pk, measure in found["decisions"])
    yield from (f"decided {pair}: told {told[pair]}, done {done[pair]}" for pair in told | done
                if told[pair] != done[pair])  # fmt: skip
