from dataclasses import dataclass
from uuid import UUID

from standfirst.discussion.models import Comment, CommentRevision, Thread
from standfirst.lib.anchoring import Passage
from standfirst.people.models import Person


@dataclass(frozen=True)
class NewComment:
    """What somebody sends. ``author`` is None for a first act: then a guest is made.

    ``seen`` is the wording of the parent that the author answered, ``passage`` what of the page was
    selected, as it was read. ``name`` and ``address`` are a guest's; a member's stand in the account.
    ``network`` is the block of the sender's address, ``asks`` whether it is a question to the author,
    ``key`` what a script gave the form so that it is stored once however often it is sent.
    """

    thread: Thread
    author: Person | None
    text: str
    parent: Comment | None = None
    seen: CommentRevision | None = None
    question: UUID | None = None
    passage: Passage | None = None
    asks: bool = False
    name: str = ""
    address: str = ""
    network: str = ""
    key: str = ""
