"""All later work of the program, in two lists."""

from datetime import datetime, timedelta

from standfirst.accounts.erasing import follow_journal
from standfirst.delivery.actions import forget_old_news, purge_at_cdn
from standfirst.delivery.comparing import compare_all_pages, compare_pages
from standfirst.delivery.models import CdnPurge
from standfirst.desk.actions import (
    answer_missed_reporters,
    match_threads,
    write_story,
)
from standfirst.desk.actions.bulks import carry_out_part
from standfirst.desk.duty_actions import alert_moderators, remind_moderators
from standfirst.discussion.actions import (
    adopt_merged,
    blank_withdrawn,
    close_due_threads,
    forget_networks,
    forget_old_calls,
    gauge_heat,
    hear_events,
    make_call,
    note_hours,
    record_long_holds,
    recount_threads,
    write_fate,
    write_messages,
)
from standfirst.discussion.models import FateNotice, HookCall, Notice, StoryNotice
from standfirst.funding.actions.campaigns import close_ended_campaigns
from standfirst.funding.actions.events import digest_event
from standfirst.funding.actions.ledger import recount_ledger
from standfirst.funding.actions.match_pledges import release_old_matches
from standfirst.funding.actions.receipts import number_missed_receipts, number_receipts
from standfirst.funding.actions.reconciling import reconcile_all
from standfirst.funding.actions.refunds import send_refund
from standfirst.funding.actions.rehearsal import send_event
from standfirst.funding.actions.statements import match_bank_lines
from standfirst.funding.actions.sweeps import (
    ask_about_promises,
    blank_old_events,
    check_ledger,
    drop_old_drafts,
    forget_givers_networks,
)
from standfirst.funding.models import ProviderEvent, Refund, RehearsalEvent
from standfirst.moderation.actions import (
    adopt_sanctions,
    forget_ended_sanctions,
    forget_old_passages,
    note_screens,
)
from standfirst.moderation.actions.appeals import forget_appeals, write_appeal_answer
from standfirst.moderation.actions.bulks import drop_drafted_bulks
from standfirst.moderation.actions.claims import forget_claims
from standfirst.moderation.actions.notices import forget_notifiers, write_answer
from standfirst.moderation.models import AppealAnswer, BulkPart, NoticeAnswer
from standfirst.newsroom.actions import date_missed_corrections
from standfirst.notify.actions import (
    forget_old_lines,
    forget_old_messages,
    send_message,
    write_digest,
)
from standfirst.notify.models import Digest, Message
from standfirst.pictures.actions import render_picture
from standfirst.pictures.models import Rendering
from standfirst.worker.alarms import watch_over
from standfirst.worker.housekeeping import drop_old_sessions, publish_scheduled_pages
from standfirst.worker.kinds import JobKind, ScheduledTask

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)

# In the order in which one of each is taken: what must not be seen any more, then money.
JOBS: tuple[JobKind, ...] = (
    JobKind("cdn_purge", CdnPurge, purge_at_cdn),
    JobKind("provider_event", ProviderEvent, digest_event),
    JobKind("refund", Refund, send_refund),
    JobKind("rehearsal_event", RehearsalEvent, send_event),
    JobKind("notice", Notice, write_messages),
    JobKind("fate", FateNotice, write_fate),
    JobKind("notice_answer", NoticeAnswer, write_answer),
    JobKind("appeal_answer", AppealAnswer, write_appeal_answer),
    JobKind("story", StoryNotice, write_story),
    JobKind("digest", Digest, write_digest),
    JobKind("message", Message, send_message),
    JobKind("bulk_part", BulkPart, carry_out_part),
    JobKind("hook_call", HookCall, make_call),
    JobKind("rendering", Rendering, render_picture),
)


def raise_alarms(*, now: datetime) -> int:
    """Tell whoever owns the paper of what has not succeeded; give how much that is."""
    return len(watch_over(jobs=JOBS, schedule=SCHEDULE, now=now))


SCHEDULE: tuple[ScheduledTask, ...] = (
    # What has its hour.
    ScheduledTask("publish_scheduled_pages", timedelta(seconds=20), publish_scheduled_pages),
    ScheduledTask("close_due_threads", MINUTE, close_due_threads),
    ScheduledTask("gauge_heat", timedelta(seconds=20), gauge_heat),
    ScheduledTask("note_hours", timedelta(seconds=20), note_hours),
    ScheduledTask("close_ended_campaigns", MINUTE, close_ended_campaigns),
    ScheduledTask("remind_moderators", 5 * MINUTE, remind_moderators),
    ScheduledTask("record_long_holds", 15 * MINUTE, record_long_holds),
    ScheduledTask("alert_moderators", MINUTE, alert_moderators),
    ScheduledTask("raise_alarms", 5 * MINUTE, raise_alarms),
    ScheduledTask("hear_events", timedelta(seconds=5), hear_events),
    # What compares with the truth and mends.
    ScheduledTask("note_screens", MINUTE, note_screens),
    ScheduledTask("release_old_matches", DAY, release_old_matches),
    ScheduledTask("number_receipts", MINUTE, number_receipts),
    ScheduledTask("number_missed_receipts", DAY, number_missed_receipts),
    ScheduledTask("ask_about_promises", 5 * MINUTE, ask_about_promises),
    ScheduledTask("match_bank_lines", 15 * MINUTE, match_bank_lines),
    ScheduledTask("adopt_merged", 5 * MINUTE, adopt_merged),
    ScheduledTask("adopt_sanctions", 5 * MINUTE, adopt_sanctions),
    ScheduledTask("match_threads", 15 * MINUTE, match_threads),
    # Dated first, then answered.
    ScheduledTask("date_missed_corrections", 15 * MINUTE, date_missed_corrections),
    ScheduledTask("answer_missed_reporters", 15 * MINUTE, answer_missed_reporters),
    ScheduledTask("compare_pages", DAY / 24, compare_pages, in_full=compare_all_pages),
    ScheduledTask("follow_journal", DAY / 24, follow_journal),
    ScheduledTask("recount_threads", DAY, recount_threads),
    ScheduledTask("blank_old_events", timedelta(days=1), blank_old_events),
    ScheduledTask("check_ledger", 10 * MINUTE, check_ledger),
    ScheduledTask("recount_ledger", DAY, recount_ledger),
    ScheduledTask("reconcile", DAY, reconcile_all),
    # What is kept no longer than promised.
    ScheduledTask("forget_old_messages", DAY / 4, forget_old_messages),
    ScheduledTask("forget_old_lines", DAY, forget_old_lines),
    ScheduledTask("forget_old_calls", DAY, forget_old_calls),
    ScheduledTask("forget_networks", DAY, forget_networks),
    ScheduledTask("forget_notifiers", DAY, forget_notifiers),
    ScheduledTask("forget_appeals", DAY, forget_appeals),
    ScheduledTask("forget_givers_networks", DAY, forget_givers_networks),
    ScheduledTask("forget_ended_sanctions", DAY / 24, forget_ended_sanctions),
    ScheduledTask("forget_old_passages", DAY, forget_old_passages),
    ScheduledTask("blank_withdrawn", DAY, blank_withdrawn),
    ScheduledTask("forget_claims", DAY / 24, forget_claims),
    ScheduledTask("drop_drafted_bulks", DAY, drop_drafted_bulks),
    ScheduledTask("forget_old_news", DAY / 24, forget_old_news),
    ScheduledTask("drop_old_drafts", DAY / 24, drop_old_drafts),
    ScheduledTask("drop_old_sessions", DAY, drop_old_sessions),
)
