from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from standfirst.moderation.actions.statements import state_reasons
from standfirst.moderation.models import (
    Automation,
    Decision,
    Ground,
    Measure,
    ReasonText,
    Source,
)
from standfirst.moderation.queries import cited_rule
from standfirst.moderation.subjects import Matter, Subject
from standfirst.people.models import Person
from standfirst.siteconfig.models import HouseRule


@dataclass(frozen=True)
class Ruling:
    """A decision to record. ``facts`` is free text and goes to a row that can be blanked.

    What it is about and in what language the owner says (``matter``); its category follows from the
    house rule. ``legal_ground`` names a law, ``source_identity`` an organisation or authority, never a
    person. ``noticed_at`` is when it came to be looked at: the figures say how soon we decide.
    ``is_bulk_spam`` is for deceptive commercial content in bulk alone (Art. 17 (2)).
    """

    subject: Subject
    measure: Measure
    about: Person | None = None
    decided_by: Person | None = None
    proposed_by: Person | None = None
    matter: Matter = field(default_factory=Matter)
    scope: str = "site"
    territory: str = ""
    ends_at: datetime | None = None
    ground: Ground = Ground.NONE
    rules_version: int | None = None
    rule_number: int | None = None
    legal_ground: str = ""
    is_also_illegal: bool = False
    category: str = ""
    keyword: str = ""
    facts: str = ""
    source: Source = Source.OWN
    source_identity: str = ""
    detection: Automation = Automation.NONE
    automation: Automation = Automation.NONE
    is_bulk_spam: bool = False
    noticed_at: datetime | None = None


@transaction.atomic
def record_decision(*, ruling: Ruling, now: datetime) -> Decision:
    """Append a decision, in the transaction of the owner's change that it explains.

    With it the statement of reasons, where the measure needs one (`rules.why_unstated`): whoever is met
    by a measure is told at the moment it takes effect.
    """
    rule = cited_rule(ruling.rules_version, ruling.rule_number)
    facts = ReasonText.objects.create(text=ruling.facts) if ruling.facts else None
    decision = _row(ruling, rule, facts, now)
    decision.save(force_insert=True)
    state_reasons(decision=decision, rule=rule, now=now)
    return decision


def _row(
    ruling: Ruling, rule: HouseRule | None, facts: ReasonText | None, now: datetime
) -> Decision:
    matter = ruling.matter
    return Decision(
        subject_kind=ruling.subject.kind,
        subject_id=ruling.subject.id,
        subject_revision=ruling.subject.revision,
        about=ruling.about,
        measure=ruling.measure,
        scope=ruling.scope,
        territory=ruling.territory,
        starts_at=now,
        ends_at=ruling.ends_at,
        ground=ruling.ground,
        rules_version=ruling.rules_version,
        rule_number=ruling.rule_number,
        legal_ground=ruling.legal_ground,
        is_also_illegal=ruling.is_also_illegal,
        category=ruling.category or (rule.category if rule else ""),
        keyword=ruling.keyword or (rule.keyword if rule and not ruling.category else ""),
        facts=facts,
        source=ruling.source,
        source_identity=ruling.source_identity,
        detection=ruling.detection,
        automation=ruling.automation,
        decided_by=ruling.decided_by,
        proposed_by=ruling.proposed_by,
        decided_at=now,
        noticed_at=ruling.noticed_at,
        content_type=matter.content_type,
        content_language=matter.language,
        content_date=matter.written_on,
        address=matter.address,
        account_type=matter.account_type,
        is_bulk_spam=ruling.is_bulk_spam,
    )
