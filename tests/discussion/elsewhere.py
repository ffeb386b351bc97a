"""A blog that shows the paper's discussions, and a first comment there."""

from datetime import timedelta

from standfirst.discussion import actions
from standfirst.discussion.actions import NewComment, PageElsewhere

BLOG = "https://blog.example"
POST = f"{BLOG}/2026/the-gate/"
TITLE = "The gate, and who owns it"


def begun(author, text="Mine.", *, address=POST, title=TITLE, now):
    """Write to a page of another site, as its script does."""
    thread = actions.thread_for(page=PageElsewhere(address, title), now=now)
    return actions.post_comment(new=NewComment(thread=thread, author=author, text=text), now=now)


def later(now, minutes=1):
    """Give a time at which somebody may write again."""
    return now + timedelta(minutes=minutes)
