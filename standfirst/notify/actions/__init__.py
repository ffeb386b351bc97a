"""Every write of what is told to people: queueing, sending, telling, keeping quiet, suppressing."""

from standfirst.notify.actions.erasing import FAREWELL, erase, forget_addresses
from standfirst.notify.actions.lines import (
    News,
    forget_old_lines,
    take_back_thing,
    take_back_wishes,
    tell_all,
    write_digest,
)
from standfirst.notify.actions.mailboxes import QuietHours, keep_quiet, open_mailbox
from standfirst.notify.actions.messages import (
    Envelope,
    forget_old_messages,
    one_line_subject,
    queue_message,
)
from standfirst.notify.actions.sending import mail_of, send_message, send_now
from standfirst.notify.actions.suppressing import lift_suppression, suppress_address, take_report

__all__ = [
    "FAREWELL",
    "Envelope",
    "News",
    "QuietHours",
    "erase",
    "forget_addresses",
    "forget_old_lines",
    "forget_old_messages",
    "keep_quiet",
    "lift_suppression",
    "mail_of",
    "one_line_subject",
    "open_mailbox",
    "queue_message",
    "send_message",
    "send_now",
    "suppress_address",
    "take_back_thing",
    "take_back_wishes",
    "take_report",
    "tell_all",
    "write_digest",
]
