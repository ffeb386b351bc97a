from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from standfirst.moderation.appeal_queries import appeals_of
from standfirst.moderation.desk_queries import told_notes_about
from standfirst.moderation.drafts import Kind, Limit, Outcome
from standfirst.moderation.models import (
    BanProposal,
    Decision,
    HeldText,
    ModerationSettings,
    Sanction,
    Screening,
    Statement,
)
from standfirst.moderation.networks import digest_of_network
from standfirst.moderation.notice_queries import notices_of
from standfirst.notify.places import address_digest
from standfirst.people.models import Person
from standfirst.people.owners import Export, Owner, rows_of, told
from standfirst.prepared import PreparedRows
from standfirst.siteconfig.models import HouseRule

MOST_STATEMENTS = 50
# Of nobody, and of no address.
_NOBODY, _NOWHERE = 0, "-"
_limits = PreparedRows(
    lambda person, address, now: (
        Sanction.objects.in_force(now)
        .filter(
            Q(person=person)
            | Q(person__merged_into=person)
            | Q(address_digest=address)
            | Q(person__isnull=True)
        )
        .order_by("pk")
        .values_list("kind", "ends_at", "person", "person__merged_into", "salt", "network_digest")
    )
)


def longest_wait() -> timedelta:
    """How long something may wait before whoever moderates is told."""
    settings = ModerationSettings.objects.first() or ModerationSettings()
    return timedelta(minutes=settings.remind_after_minutes)


def screenings_of(kind: str, ids: Iterable[int]) -> dict[int, list[Screening]]:
    """What held or refused each of many things, in one query, oldest first.

    What would have held it if it were not in shadow is left out: it must not tell moderators what to do.
    """
    found: dict[int, list[Screening]] = {}
    rows = Screening.objects.filter(subject_kind=kind, subject_id__in=list(ids), is_shadow=False)
    for row in rows.exclude(outcome=Outcome.PASS).order_by("pk"):
        found.setdefault(row.subject_id, []).append(row)
    return found


def decisions_of(kind: str, ids: Iterable[int]) -> dict[int, list[Decision]]:
    """The decisions on many things in one query, oldest first."""
    found: dict[int, list[Decision]] = {}
    rows = (
        Decision.objects.filter(subject_kind=kind, subject_id__in=list(ids))
        .select_related("facts", "decided_by")
        .order_by("pk")
    )
    for row in rows:
        found.setdefault(row.subject_id, []).append(row)
    return found


def cited_rule(version: int | None, number: int | None) -> HouseRule | None:
    """The house rule that a decision cites, as it was in that version."""
    if version is None or number is None:
        return None
    return HouseRule.objects.filter(rules__version=version, number=number).first()


def rules_cited_by(
    decisions: Iterable[Decision],
) -> dict[tuple[int | None, int | None], HouseRule]:
    """The house rules that many decisions cite, by version and number, in one query."""
    versions = {each.rules_version for each in decisions if each.rules_version is not None}
    rows = HouseRule.objects.filter(rules__version__in=versions).select_related("rules")
    return {(row.rules.version, row.number): row for row in rows}


def statement_at(secret: str) -> Statement | None:
    """The statement of reasons at a secret address, with all that its page says."""
    rows = Statement.objects.select_related("decision__facts", "decision__about")
    return rows.filter(secret=secret).first()


def statements_about(person: Person) -> list[Statement]:
    """The newest statements about a person and whoever was merged into them, newest first."""
    rows = Statement.objects.filter(decision__about__in=rows_of(person))
    return list(rows.select_related("decision").order_by("-pk")[:MOST_STATEMENTS])


def statements_on(kind: str, things: "QuerySet[Any, Any]") -> list[Statement]:
    """The newest statements about things of a kind, newest first. ``things`` are their rows."""
    rows = Statement.objects.filter(
        decision__subject_kind=kind, decision__subject_id__in=things.order_by().values("pk")
    )
    return list(rows.select_related("decision").order_by("-pk")[:MOST_STATEMENTS])


def is_mailed(decision: Decision) -> bool:
    """Whether whom a decision meets is told of it by the mail of its statement."""
    return Statement.objects.filter(decision=decision, mailed_at__isnull=False).exists()


def limits_on(
    *, person: Person | None, address: str = "", network: str = "", now: datetime
) -> tuple[Limit, ...]:
    """The limits in force on whoever writes, in one query.

    A person is known by their row and those merged into it. ``address`` is what they give now: where a
    limited person has proven it, this holds, whatever the limit is. It refuses once they prove it too;
    before, whoever types a stranger's address would be told what the stranger did. A network holds only
    those who have no account.
    """
    own = person.pk if person is not None else _NOBODY
    rows = _limits.rows(
        person=own,
        address=address_digest(address) if address else _NOWHERE,
        now=now,
    )
    return tuple(
        Limit(kind, until, is_on_network=whom is None)
        if whom is None or own in (whom, keeper)
        else Limit(Sanction.Kind.HOLD_FIRST.value, until)
        for kind, until, whom, keeper, salt, digest in rows
        if whom is not None or (network and digest == digest_of_network(network, salt))
    )


def sanctions_of(person: Person, now: datetime) -> list[Sanction]:
    """The limits in force on a person, for whoever moderates."""
    rows = Sanction.objects.in_force(now).filter(person__in=rows_of(person))
    return list(rows.select_related("decision__facts").order_by("pk"))


def waiting_bans() -> QuerySet[BanProposal]:
    """The proposals of bans that wait for a second person, the longest waiting first."""
    rows = BanProposal.objects.filter(settled_at__isnull=True).order_by("proposed_at", "pk")
    return rows.select_related("person", "proposed_by", "facts")


def number_of_bans() -> int:
    """How many proposals of bans wait for a second person."""
    return waiting_bans().count()


def settled_bans() -> QuerySet[BanProposal]:
    """The proposals of bans that were confirmed or not, the latest first."""
    rows = BanProposal.objects.filter(settled_at__isnull=False).order_by("-settled_at", "-pk")
    return rows.select_related("person", "proposed_by", "settled_by")


def holds_on_network(network: str, now: datetime) -> list[Sanction]:
    """The limits in force on a network; "" is one that nobody knows any more."""
    rows = Sanction.objects.in_force(now).filter(person__isnull=True) if network else []
    return [row for row in rows if row.network_digest == digest_of_network(network, row.salt)]


def years_of_decisions() -> list[int]:
    """The years in which anything was decided, on the paper's clock."""
    return [day.year for day in Decision.objects.datetimes("decided_at", "year")]


def found_in(kind: str, ids: Iterable[int]) -> Export:
    """Give what screens found in somebody's things of a kind, for whoever wrote them."""
    rows = Screening.objects.filter(subject_kind=kind, subject_id__in=list(ids))
    return {f"what screens found in each {kind}": told(rows)}


def export_of(owner: Owner) -> Export:
    """Give what was decided about a person, with the reasons, and what they told of; not who decided."""
    rows = Decision.objects.filter(about__in=owner.rows)
    reasons = dict(rows.filter(facts__isnull=False).values_list("facts", "facts__text"))
    return {
        "names and texts that wait": told(HeldText.objects.filter(person__in=owner.rows)),
        **found_in(Kind.NAME, owner.rows),
        **found_in(Kind.ABOUT, owner.rows),
        "decisions about you": [
            {**row, "facts": reasons.get(row["facts_id"], "")}
            for row in told(rows, without=("decided_by", "proposed_by"))
        ],
        "statements of reasons": told(
            Statement.objects.filter(decision__about__in=owner.rows), without=("secret",)
        ),
        "limits on you": told(Sanction.objects.filter(person__in=owner.rows)),
        **notices_of(owner),
        **appeals_of(owner),
        **told_notes_about(owner),
    }
