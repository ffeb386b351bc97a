"""What is refused, in the API's words."""

from django.http import HttpResponse

from standfirst.delivery.problems import problem
from standfirst.discussion.forms import WORDS, words_for
from standfirst.discussion.rules import CommentRefused, Refusal
from standfirst.discussion.views.asking import status_of


def answer_refused(refused: CommentRefused) -> HttpResponse:
    """Say why an action refused."""
    return problem(
        reason=refused.refusal.value, status=status_of(refused), words=words_for(refused)
    )


def reasons() -> list[tuple[str, int, str]]:
    """Give every reason with its status and words; "" where they depend on what was sent."""
    return [
        (refusal.value, status_of(CommentRefused(refusal)), str(WORDS.get(refusal, "")))
        for refusal in Refusal
    ]
