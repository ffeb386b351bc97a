"""What mail providers tell by webhook, read and verified by anymail.

The paper sends by SMTP, through a provider or not; here only what came back is taken. Mailgun signs what
it sends, the others bring the secret that the operator chose for both (HTTP basic authentication).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from anymail.exceptions import AnymailError
from anymail.signals import EventType, RejectReason
from anymail.webhooks.brevo import BrevoTrackingWebhookView
from anymail.webhooks.mailgun import MailgunTrackingWebhookView
from anymail.webhooks.mailjet import MailjetTrackingWebhookView
from anymail.webhooks.postmark import PostmarkTrackingWebhookView
from anymail.webhooks.sparkpost import SparkPostTrackingWebhookView
from django.http import HttpRequest

from standfirst.lib.mail_reports import says_no_mailbox

HOOKS: Mapping[str, type[Any]] = {
    "brevo": BrevoTrackingWebhookView,
    "mailgun": MailgunTrackingWebhookView,
    "mailjet": MailjetTrackingWebhookView,
    "postmark": PostmarkTrackingWebhookView,
    "sparkpost": SparkPostTrackingWebhookView,
}


class Unbelievable(Exception):
    """A request that does not prove that the provider sent it, or that cannot be read."""


@dataclass(frozen=True)
class Return:
    """An address that a provider says mail must not go to again, and what it gave as the reason."""

    address: str
    is_complaint: bool
    said: str


def returns_in(request: HttpRequest, provider: str) -> list[Return]:
    """Read what a provider tells. Raises Unbelievable for what is not its own."""
    hook = HOOKS[provider]()
    try:
        hook.run_validators(request)
        events = hook.parse_events(request)
    except (AnymailError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise Unbelievable(str(error)) from error
    return [found for event in events if (found := _return(event)) is not None]


def _return(event: Any) -> Return | None:
    """Give what an event says of an address; None for what passes, or says nothing of the mailbox."""
    said = str(event.mta_response or event.description or "")
    is_complaint = event.event_type == EventType.COMPLAINED
    is_gone = event.event_type in {EventType.BOUNCED, EventType.REJECTED} and (
        event.reject_reason == RejectReason.INVALID or says_no_mailbox(said)
    )
    if not event.recipient or not (is_complaint or is_gone):
        return None
    return Return(str(event.recipient), is_complaint, said)
