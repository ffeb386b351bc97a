"""All later work of the program, in two lists."""

from datetime import timedelta

from standfirst.delivery.actions import forget_old_news, purge_at_cdn
from standfirst.delivery.comparing import compare_all_pages, compare_pages
from standfirst.delivery.models import CdnPurge
from standfirst.desk.actions import (
    answer_missed_reporters,
    match_threads,
    remind_moderators,
    write_story,
)
from standfirst.discussion.actions import (
    adopt_merged,
    blank_withdrawn,
    close_due_threads,
    forget_networks,
    recount_threads,
    write_fate,
    write_messages,
)
from standfirst.discussion.models import FateNotice, Notice, StoryNotice
from standfirst.funding.actions.campaigns import close_ended_campaigns
from standfirst.funding.actions.events import digest_event
from standfirst.funding.actions.ledger import recount_ledger
from standfirst.funding.actions.rehearsal import send_event
from standfirst.funding.actions.sweeps import (
    ask_about_promises,
    blank_old_events,
    drop_old_drafts,
    forget_givers_networks,
)
from standfirst.funding.models import ProviderEvent, RehearsalEvent
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
from standfirst.worker.housekeeping import drop_old_sessions, publish_scheduled_pages
from standfirst.worker.kinds import JobKind, ScheduledTask

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)

# In the order in which one of each is taken: what must not be seen any more, then money.
JOBS: tuple[JobKind, ...] = (
    JobKind("cdn_purge", CdnPurge, purge_at_cdn),
    JobKind("provider_event", ProviderEvent, digest_event),
    JobKind("rehearsal_event", RehearsalEvent, send_event),
    JobKind("notice", Notice, write_messages),
    JobKind("fate", FateNotice, write_fate),
    JobKind("story", StoryNotice, write_story),
    JobKind("digest", Digest, write_digest),
    JobKind("message", Message, send_message),
    JobKind("rendering", Rendering, render_picture),
)

SCHEDULE: tuple[ScheduledTask, ...] = (
    # What has its hour.
    ScheduledTask("publish_scheduled_pages", timedelta(seconds=20), publish_scheduled_pages),
    ScheduledTask("close_due_threads", MINUTE, close_due_threads),
    ScheduledTask("close_ended_campaigns", MINUTE, close_ended_campaigns),
    ScheduledTask("remind_moderators", 5 * MINUTE, remind_moderators),
    # What compares with the truth and mends.
    ScheduledTask("ask_about_promises", 5 * MINUTE, ask_about_promises),
    ScheduledTask("adopt_merged", 5 * MINUTE, adopt_merged),
    ScheduledTask("match_threads", 15 * MINUTE, match_threads),
    # Dated first, then answered.
    ScheduledTask("date_missed_corrections", 15 * MINUTE, date_missed_corrections),
    ScheduledTask("answer_missed_reporters", 15 * MINUTE, answer_missed_reporters),
    ScheduledTask("compare_pages", DAY / 24, compare_pages, in_full=compare_all_pages),
    ScheduledTask("recount_threads", DAY, recount_threads),
    ScheduledTask("blank_old_events", timedelta(days=1), blank_old_events),
    ScheduledTask("recount_ledger", DAY, recount_ledger),
    # What is kept no longer than promised.
    ScheduledTask("forget_old_messages", DAY / 4, forget_old_messages),
    ScheduledTask("forget_old_lines", DAY, forget_old_lines),
    ScheduledTask("forget_networks", DAY, forget_networks),
    ScheduledTask("forget_givers_networks", DAY, forget_givers_networks),
    ScheduledTask("blank_withdrawn", DAY, blank_withdrawn),
    ScheduledTask("forget_old_news", DAY / 24, forget_old_news),
    ScheduledTask("drop_old_drafts", DAY / 24, drop_old_drafts),
    ScheduledTask("drop_old_sessions", DAY, drop_old_sessions),
)
