"""Every write of the discussion, by noun. Each action is one transaction, or says that it is more."""

from standfirst.discussion.actions.bursts import count_burst, drop_burst, reopen_burst
from standfirst.discussion.actions.comments import (
    Followed,
    edit_comment,
    post_and_follow,
    post_comment,
    withdraw_comment,
)
from standfirst.discussion.actions.counting import (
    recount_author_answers,
    recount_thread,
    recount_threads,
    recount_votes,
)
from standfirst.discussion.actions.elsewhere import (
    PageElsewhere,
    fit_title,
    move_threads,
    rename_thread,
    thread_for,
)
from standfirst.discussion.actions.erasing import erase
from standfirst.discussion.actions.errors import (
    FoundError,
    answer_errors,
    finish_error,
    report_error,
    settle_error,
)
from standfirst.discussion.actions.fates import write_fate
from standfirst.discussion.actions.heat import end_heat, gauge_heat
from standfirst.discussion.actions.holds import record_long_holds
from standfirst.discussion.actions.hooks import (
    HookRefused,
    add_hook,
    forget_old_calls,
    hear_events,
    make_call,
    remove_hook,
    send_again,
    switch_hook_off,
    switch_hook_on,
)
from standfirst.discussion.actions.hours import note_changed_hours, note_hours
from standfirst.discussion.actions.importing import (
    ImportedComment,
    finish_import,
    import_comment,
)
from standfirst.discussion.actions.judging import facts_of
from standfirst.discussion.actions.looking import look_at_thread, trust_author, trust_no_more
from standfirst.discussion.actions.marks import (
    close_thread,
    feature_comment,
    lock_branch,
    mark_answered,
    mark_unanswered,
    pin_comment,
    reopen_thread,
    slow_thread,
    unfeature_comment,
    unlock_branch,
    unpin_comment,
)
from standfirst.discussion.actions.merging import adopt_merged, move_rows
from standfirst.discussion.actions.moderating import (
    Judgement,
    approve_comment,
    hold_comment,
    leave_comment,
    remove_comment,
    restore_comment,
    take_back,
)
from standfirst.discussion.actions.new_comment import NewComment
from standfirst.discussion.actions.notices import write_messages
from standfirst.discussion.actions.passages import follow_passages
from standfirst.discussion.actions.reports import Complaint, report_comment
from standfirst.discussion.actions.retention import blank_withdrawn, forget_networks
from standfirst.discussion.actions.settling import Choices, end_all_wishes, settle_wishes
from standfirst.discussion.actions.stories import note_story, tell_followers
from standfirst.discussion.actions.subscriptions import (
    Wish,
    confirm_subscription,
    end_subscription,
    subscribe,
    welcome_authors,
)
from standfirst.discussion.actions.telling import tell_of_name
from standfirst.discussion.actions.threads import (
    ThreadRules,
    close_due_threads,
    note_settings_change,
    set_thread_mode,
    set_thread_rules,
)
from standfirst.discussion.actions.visits import note_visit, read_all
from standfirst.discussion.actions.votes import Ballot, cast_vote, retract_vote

__all__ = [
    "Ballot",
    "Choices",
    "Complaint",
    "Followed",
    "FoundError",
    "HookRefused",
    "ImportedComment",
    "Judgement",
    "NewComment",
    "PageElsewhere",
    "ThreadRules",
    "Wish",
    "add_hook",
    "adopt_merged",
    "answer_errors",
    "approve_comment",
    "blank_withdrawn",
    "cast_vote",
    "close_due_threads",
    "close_thread",
    "confirm_subscription",
    "count_burst",
    "drop_burst",
    "edit_comment",
    "end_all_wishes",
    "end_heat",
    "end_subscription",
    "erase",
    "facts_of",
    "feature_comment",
    "finish_error",
    "finish_import",
    "fit_title",
    "follow_passages",
    "forget_networks",
    "forget_old_calls",
    "gauge_heat",
    "hear_events",
    "hold_comment",
    "import_comment",
    "leave_comment",
    "lock_branch",
    "look_at_thread",
    "make_call",
    "mark_answered",
    "mark_unanswered",
    "move_rows",
    "move_threads",
    "note_changed_hours",
    "note_hours",
    "note_settings_change",
    "note_story",
    "note_visit",
    "pin_comment",
    "post_and_follow",
    "post_comment",
    "read_all",
    "record_long_holds",
    "recount_author_answers",
    "recount_thread",
    "recount_threads",
    "recount_votes",
    "remove_comment",
    "remove_hook",
    "rename_thread",
    "reopen_burst",
    "reopen_thread",
    "report_comment",
    "report_error",
    "restore_comment",
    "retract_vote",
    "send_again",
    "set_thread_mode",
    "set_thread_rules",
    "settle_error",
    "settle_wishes",
    "slow_thread",
    "subscribe",
    "switch_hook_off",
    "switch_hook_on",
    "take_back",
    "tell_followers",
    "tell_of_name",
    "thread_for",
    "trust_author",
    "trust_no_more",
    "unfeature_comment",
    "unlock_branch",
    "unpin_comment",
    "welcome_authors",
    "withdraw_comment",
    "write_fate",
    "write_messages",
]
