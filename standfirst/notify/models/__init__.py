"""Tables of what is told to whom: mails, mailboxes with their lines and digests, suppressions."""

from standfirst.notify.models.mailboxes import Digest, Line, Mailbox, Rhythm
from standfirst.notify.models.messages import Message
from standfirst.notify.models.suppressions import Suppression

__all__ = ["Digest", "Line", "Mailbox", "Message", "Rhythm", "Suppression"]
