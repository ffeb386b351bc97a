"""Comments by the dozen thousand, for whoever tries words on them."""

from collections.abc import Iterator, Sequence

from standfirst.discussion.models import Comment


def latest_texts(most: int) -> Iterator[tuple[int, str]]:
    """Numbers and texts of the latest comments. What its author has withdrawn is nobody's to look at."""
    rows = (
        Comment.objects.exclude(state=Comment.State.WITHDRAWN)
        .filter(current__isnull=False)
        .order_by("-pk")
        .values_list("pk", "current__text")[:most]
    )
    return rows.iterator(chunk_size=1_000)


def comments_by_number(ids: Sequence[int]) -> list[Comment]:
    """Give comments with their words, in this order; one that is gone meanwhile is left out."""
    found = Comment.objects.with_words().select_related("thread").in_bulk(ids)
    return [found[pk] for pk in ids if pk in found]
