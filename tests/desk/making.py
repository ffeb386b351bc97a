"""Comments for the desk, many at a time, and a moderator's browser."""

from datetime import timedelta

from django.db.models import OuterRef, Subquery

from standfirst.discussion.models import Comment, CommentRevision
from standfirst.moderation.models import HeldText, Screening
from standfirst.people.models import Person

OWN = {"origin": "http://testserver"}


def fill(thread, now, *, number, state="held", authors=5, words="Word {}"):
    """Write comments in bulk, a few at the same moment, by a few people; each was held by a screen."""
    people = Person.objects.bulk_create(
        [Person(name=f"Writer {each}", created_at=now) for each in range(authors)]
    )
    at = [now + timedelta(seconds=each // 3) for each in range(number)]
    comments = Comment.objects.bulk_create(
        [
            Comment(
                thread=thread,
                author=people[each % authors],
                state=state,
                state_changed_at=at[each],
                created_at=at[each],
                published_at=at[each] if state == "visible" else None,
            )
            for each in range(number)
        ],
        batch_size=500,
    )
    revisions = CommentRevision.objects.bulk_create(
        [
            CommentRevision(
                comment=comment,
                number=1,
                text=words.format(each),
                html=f"<p>{words.format(each)}</p>",
                markup_version=1,
                written_at=comment.created_at,
            )
            for each, comment in enumerate(comments)
        ],
        batch_size=500,
    )
    own = CommentRevision.objects.filter(comment=OuterRef("pk")).values("pk")[:1]
    Comment.objects.filter(thread=thread, current=None).update(current=Subquery(own))
    for comment, revision in zip(comments, revisions, strict=True):
        comment.current = revision
    Screening.objects.bulk_create(
        [
            Screening(
                subject_kind="comment",
                subject_id=comment.pk,
                subject_revision=comment.current_id,
                outcome="hold",
                screen="first_comment" if each % 2 else "links",
                reason="first_comment" if each % 2 else "link_by_newcomer",
                is_decisive=True,
                at=comment.created_at,
            )
            for each, comment in enumerate(comments)
        ],
        batch_size=500,
    )
    return comments


def let_texts_wait(texts, now):
    """Let names and texts of as many people wait, three at the same moment, each held by a screen."""
    people = Person.objects.bulk_create(
        Person(name=f"Not {text}", about=text, created_at=now) for text in texts
    )
    rows = HeldText.objects.bulk_create(
        HeldText(
            kind="about" if each % 2 else "name",
            person=person,
            text=texts[each],
            held_at=now + timedelta(seconds=each // 3),
        )
        for each, person in enumerate(people)
    )
    Screening.objects.bulk_create(
        Screening(
            subject_kind=held.kind,
            subject_id=held.person_id,
            subject_revision=held.pk,
            outcome="hold",
            reason="suspect_word",
            passage=held.text,
            at=now,
        )
        for held in rows
    )


def decide(desk, comment, verb, queue="held", *, json=False, **extra):
    """Send the form of a decision as the desk's page has it."""
    form = {
        "verb": verb,
        "seen_state": comment.state,
        "seen_revision": comment.current_id,
        **extra,
    }
    headers = {**OWN, **({"accept": "application/json"} if json else {})}
    return desk.post(f"/admin/desk/{queue}/{comment.pk}/", form, headers=headers)
