"""Reading what mail servers send back: bounces (RFC 3464) and complaints (ARF, RFC 5965).

Whatever comes is believed to be hostile: nothing raises, and what is not a report is None.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import Message

LONGEST_MAIL = 2**20
# Mailbox or domain does not exist, or is switched off for good (RFC 3463, 3.2 and 3.3).
NO_MAILBOX = re.compile(r"(?<![\d.])5\.(?:1\.(?:1|2|3|6|10)|2\.1)(?![\d.])")
ADDRESS = re.compile(r"[^\s<>;,]{1,64}@[^\s<>;,]{1,255}")


@dataclass(frozen=True)
class MailReport:
    """What a report says of one mail of ours.

    ``message_id`` is of the mail that came back, in its angle brackets; ``recipient`` whom it was for,
    "" where that is left out; ``is_final`` says that trying again has no sense.
    """

    message_id: str
    recipient: str
    is_complaint: bool
    is_final: bool
    said: str


def says_no_mailbox(said: str) -> bool:
    """Say whether a server's words carry a status by which a mailbox is gone (RFC 3463)."""
    return NO_MAILBOX.search(said) is not None


def read_mail_report(raw: bytes) -> MailReport | None:
    """Read a mail that may be a bounce or a complaint; None for every other mail."""
    if len(raw) > LONGEST_MAIL:
        return None
    mail = message_from_bytes(raw, policy=policy.compat32)
    if mail.get_content_type() != "multipart/report":
        return None
    parts = list(mail.walk())
    message_id = _returned_message_id(parts)
    if not message_id:
        return None
    for part in parts:
        if part.get_content_type() == "message/delivery-status":
            return _bounce(part, message_id)
        if part.get_content_type() == "message/feedback-report":
            return _complaint(part, message_id)
    return None


def _returned_message_id(parts: list[Message]) -> str:
    """Find the Message-ID in what came back of the mail, not in that of the report itself."""
    for part in parts[1:]:
        if part.get_content_type() == "text/rfc822-headers":
            body = part.get_payload(decode=True)
            returned = message_from_bytes(body if isinstance(body, bytes) else b"")
            return _line(returned, "Message-ID")
        if part.get_content_type() == "message/rfc822":
            inner = part.get_payload()
            if isinstance(inner, list) and inner and isinstance(inner[0], Message):
                return _line(inner[0], "Message-ID")
    return ""


def _bounce(part: Message, message_id: str) -> MailReport | None:
    for fields in _groups(part):
        recipient = _address(fields, "Original-Recipient") or _address(fields, "Final-Recipient")
        action = _line(fields, "Action").lower()
        if not recipient or not action:
            continue
        status = _line(fields, "Status")
        said = f"{status} {_line(fields, 'Diagnostic-Code')}".strip()
        return MailReport(
            message_id=message_id,
            recipient=recipient,
            is_complaint=False,
            is_final=action == "failed" and says_no_mailbox(status),
            said=said,
        )
    return None


def _complaint(part: Message, message_id: str) -> MailReport | None:
    for fields in _groups(part):
        kind = _line(fields, "Feedback-Type").lower()
        if kind:
            return MailReport(
                message_id=message_id,
                # Many providers black the address out.
                recipient="",
                is_complaint=True,
                is_final=kind in {"abuse", "fraud", "opt-out"},
                said=kind,
            )
    return None


def _groups(part: Message) -> Iterator[Message]:
    """Give the groups of fields of a report: the parser makes a part of each, or leaves plain text."""
    inner = part.get_payload()
    if isinstance(inner, list):
        yield from (group for group in inner if isinstance(group, Message))
        return
    body = part.get_payload(decode=True)
    for block in re.split(rb"\r?\n\r?\n", body if isinstance(body, bytes) else b""):
        yield message_from_bytes(block)


def _line(fields: Message, name: str) -> str:
    value = fields.get(name)
    return " ".join(str(value).split()) if value is not None else ""


def _address(fields: Message, name: str) -> str:
    found = ADDRESS.search(_line(fields, name).partition(";")[2])
    return found[0] if found else ""
