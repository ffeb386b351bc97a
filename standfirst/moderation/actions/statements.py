from datetime import datetime

from django.conf import settings
from django.utils.translation import override

from standfirst.moderation.models import Decision, Statement
from standfirst.moderation.rules import why_unstated
from standfirst.moderation.wording import letter_of
from standfirst.notify.actions import Envelope, queue_message
from standfirst.people.models import Person
from standfirst.people.queries import merged_person
from standfirst.people.rules import proven_address_of
from standfirst.siteconfig.models import HouseRule


def state_reasons(*, decision: Decision, rule: HouseRule | None, now: datetime) -> Statement | None:
    """Make the statement of reasons of a decision, in its transaction; None where it needs none.

    By mail too, where an address is proven: no wish, rhythm or quiet hours keep it back (Art. 17 (1)),
    and it is queued once. ``rule`` is the house rule that the decision cites.
    """
    if why_unstated(decision) is not None or decision.about is None:
        return None
    person = merged_person(decision.about)
    address = proven_address_of(person)
    statement = Statement.objects.create(
        decision=decision,
        language=_language_of(decision),
        made_at=now,
        mailed_at=now if address else None,
    )
    if address:
        queue_message(envelope=_envelope(statement, rule, person, address), now=now)
    return statement


def _language_of(decision: Decision) -> str:
    """The language that somebody wrote in, if the paper speaks it; else the paper's own."""
    spoken = {code for code, _name in settings.LANGUAGES}
    written = decision.content_language
    return written if written in spoken else str(settings.LANGUAGE_CODE)


def _envelope(
    statement: Statement, rule: HouseRule | None, person: Person, address: str
) -> Envelope:
    with override(statement.language):
        subject, text = letter_of(statement, rule)
    return Envelope(
        kind="moderation.statement",
        address=address,
        subject=subject,
        text=text,
        dedupe_key=f"statement:{statement.decision_id}",
        person=person,
    )
