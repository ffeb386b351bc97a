"""Names and texts of people that wait, with what a moderator needs, in a constant number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from standfirst.desk.queries.items import History, histories_of
from standfirst.desk.queries.waiting import PAGE_SIZE, cursor_time
from standfirst.desk.stretches import Stretch, judged, judged_name
from standfirst.lib.keyset import decode_cursor, encode_cursor
from standfirst.moderation.drafts import Kind
from standfirst.moderation.models import HeldText, Screening
from standfirst.moderation.queries import screenings_of
from standfirst.moderation.screen_queries import waiting_texts


@dataclass(frozen=True)
class TextItem:
    """One waiting name or text, what screens found in it, and what its person wrote so far."""

    held: HeldText
    screenings: Sequence[Screening]
    history: History

    @property
    def is_name(self) -> bool:
        """Whether it is a name."""
        return self.held.kind == Kind.NAME

    @property
    def shown(self) -> str:
        """What is shown meanwhile; "" for nothing."""
        person = self.held.person
        return person.name if self.is_name else person.about

    @property
    def has_page(self) -> bool:
        """Whether its person shows a page of their own."""
        person = self.held.person
        return person.user_id is not None and person.page_closed_at is None

    @property
    def stretches(self) -> list[Stretch]:
        """The waiting text, cut where screens found something in it."""
        cut = judged_name if self.is_name else judged
        return cut(self.held.text, self.screenings)


@dataclass(frozen=True)
class TextPage:
    """A page of the list; ``next`` is where the one behind it begins, "" at the end."""

    items: list[TextItem]
    next: str


def number_of_waiting_texts() -> int:
    """How many names and texts of people wait."""
    return waiting_texts().count()


def waiting_text(pk: int) -> HeldText | None:
    """Give a name or text by its number, decided on or not; None where its person took it back."""
    rows = HeldText.objects.select_related("person", "person__user")
    return rows.filter(pk=pk).first()


def text_page(after: str) -> TextPage:
    """Give a page of what waits from a cursor on, longest waiting first; else from the beginning."""
    rows = waiting_texts()
    match decode_cursor(after):
        case (str() as words, int() as pk) if at := cursor_time(words):
            rows = rows.filter(Q(held_at__gt=at) | Q(held_at=at, pk__gt=pk))
    found = list(rows[: PAGE_SIZE + 1])
    shown = found[:PAGE_SIZE]
    is_more = len(found) > PAGE_SIZE
    behind = encode_cursor(shown[-1].held_at.isoformat(), shown[-1].pk) if is_more else ""
    return TextPage(_items_of(shown), next=behind)


def _items_of(texts: Sequence[HeldText]) -> list[TextItem]:
    people = {held.person_id for held in texts}
    histories = histories_of(people)
    # Both kinds are asked for whatever is there: as many queries for one text as for many.
    findings = {kind: screenings_of(kind, people) for kind, _words in HeldText.KINDS}
    return [
        TextItem(
            held=held,
            screenings=[
                row
                for row in findings[held.kind].get(held.person_id, ())
                if row.subject_revision == held.pk
            ],
            history=histories.get(held.person_id, History()),
        )
        for held in texts
    ]
