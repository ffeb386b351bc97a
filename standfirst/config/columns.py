"""What the columns hold that we did not write: those of other packages' tables, and those inherited.

A table of another package, or a base class of one, cannot carry our `db_comment`. Each is named here
instead: with the columns that hold something of or about a person, or as one that holds nothing such.
A column that a named table does not list holds none. A table that is not named at all fails a house
test, so that a new package is looked at before its first migration.
"""

from collections.abc import Mapping

from standfirst.lib.columns import Keep, content, personal, pseudonym

STAFF_WORK = "who of the staff did it"
BY_STAFF = pseudonym(STAFF_WORK, Keep.WITH_THE_THING)
OWN_ROW = pseudonym("whose row it is", Keep.UNTIL_ERASED)
EDITED = content("what the newsroom wrote", Keep.WITH_THE_THING)

TAGS: Mapping[str, Mapping[str, str]] = {
    # Columns that our own models inherit.
    "people.User_groups": {"user": OWN_ROW},
    "people.User_user_permissions": {"user": OWN_ROW},
    "pictures.Image": {"title": EDITED, "description": EDITED, "uploaded_by_user": BY_STAFF},
    "pictures.Document": {"title": EDITED, "uploaded_by_user": BY_STAFF},
    # Accounts and sessions.
    "account.EmailAddress": {
        "user": OWN_ROW,
        "email": personal("to sign in and be answered", Keep.UNTIL_ERASED),
    },
    "account.EmailConfirmation": {
        "email_address": OWN_ROW,
        "key": personal("to prove an address", Keep.DAYS_30),
    },
    "mfa.Authenticator": {
        "user": OWN_ROW,
        "data": personal("the second factor, its secrets encrypted", Keep.UNTIL_ERASED),
        "last_used_at": personal("to show its owner when it was used", Keep.UNTIL_ERASED),
    },
    "socialaccount.SocialAccount": {
        "user": OWN_ROW,
        "uid": personal("to know again who signs in with a provider", Keep.UNTIL_ERASED),
        "last_login": personal("to spot misuse", Keep.UNTIL_ERASED),
        # Nothing is written there: `accounts.receivers` empties it before it is stored.
        "extra_data": personal("not kept", Keep.UNTIL_ERASED),
    },
    "socialaccount.SocialToken": {
        "account": OWN_ROW,
        "token": personal("not kept", Keep.UNTIL_ERASED),
        "token_secret": personal("not kept", Keep.UNTIL_ERASED),
    },
    "usersessions.UserSession": {
        "user": OWN_ROW,
        "session_key": pseudonym("to end a session elsewhere", Keep.DAYS_30),
        "user_agent": personal("to tell one's own browsers apart", Keep.DAYS_30),
        # Nothing is written there: `accounts.receivers` empties it before it is stored.
        "ip": personal("not kept", Keep.DAYS_30),
    },
    "sessions.Session": {
        "session_key": pseudonym("to know a signed-in browser again", Keep.DAYS_30),
        "session_data": pseudonym("who is signed in", Keep.DAYS_30),
    },
    # Wagtail's record of the newsroom's work.
    "wagtailadmin.EditingSession": {"user": BY_STAFF},
    "wagtailadmin.FormState": {
        "user": BY_STAFF,
        "data": content("an editor's unsaved form", Keep.DAYS_30),
    },
    "wagtailcore.Comment": {"user": BY_STAFF, "text": EDITED, "resolved_by": BY_STAFF},
    "wagtailcore.CommentReply": {"user": BY_STAFF, "text": EDITED},
    "wagtailcore.ModelLogEntry": {"user": BY_STAFF, "label": EDITED, "data": EDITED},
    "wagtailcore.Page": {
        "title": EDITED,
        "draft_title": EDITED,
        "seo_title": EDITED,
        "search_description": EDITED,
        "owner": BY_STAFF,
        "locked_by": BY_STAFF,
    },
    "wagtailcore.PageLogEntry": {"user": BY_STAFF, "label": EDITED, "data": EDITED},
    "wagtailcore.PageSubscription": {"user": BY_STAFF},
    "wagtailcore.Revision": {"user": BY_STAFF, "content": EDITED, "object_str": EDITED},
    "wagtailcore.TaskState": {"finished_by": BY_STAFF, "comment": EDITED},
    "wagtailcore.UploadedFile": {"uploaded_by_user": BY_STAFF},
    "wagtailcore.WorkflowState": {"requested_by": BY_STAFF},
    "wagtaildocs.Document": {"title": EDITED, "uploaded_by_user": BY_STAFF},
    "wagtailimages.Image": {"title": EDITED, "description": EDITED, "uploaded_by_user": BY_STAFF},
    "wagtailusers.UserProfile": {
        "user": OWN_ROW,
        "avatar": personal("a picture that staff see", Keep.UNTIL_ERASED),
        "preferred_language": personal("the language of the admin", Keep.UNTIL_ERASED),
        "current_time_zone": personal("the times shown in the admin", Keep.UNTIL_ERASED),
    },
    # What is found by searching is a copy of what is public or of what staff may see.
    "wagtailsearch.IndexEntry": {"title": EDITED, "body": EDITED, "autocomplete": EDITED},
    "wagtailsearch.SQLiteFTSIndexEntry": {"title": EDITED, "body": EDITED, "autocomplete": EDITED},
    "wagtailembeds.Embed": {
        "html": content("what another site shows", Keep.WITH_THE_THING),
        "title": content("what another site shows", Keep.WITH_THE_THING),
        "author_name": personal("the credit of what another site shows", Keep.WITH_THE_THING),
    },
}

# Tables of other packages that hold nothing of or about a person.
ORDINARY: frozenset[str] = frozenset(
    {
        "auth.Group",
        "auth.Group_permissions",
        "auth.Permission",
        "contenttypes.ContentType",
        "pictures.Rendition",
        "socialaccount.SocialApp",
        "taggit.Tag",
        "taggit.TaggedItem",
        "wagtailadmin.Admin",
        "wagtailcore.Collection",
        "wagtailcore.CollectionViewRestriction",
        "wagtailcore.CollectionViewRestriction_groups",
        "wagtailcore.GroupApprovalTask",
        "wagtailcore.GroupApprovalTask_groups",
        "wagtailcore.GroupCollectionPermission",
        "wagtailcore.GroupPagePermission",
        "wagtailcore.GroupSitePermission",
        "wagtailcore.Locale",
        "wagtailcore.PageViewRestriction",
        "wagtailcore.PageViewRestriction_groups",
        "wagtailcore.ReferenceIndex",
        "wagtailcore.Site",
        "wagtailcore.Task",
        "wagtailcore.Workflow",
        "wagtailcore.WorkflowContentType",
        "wagtailcore.WorkflowPage",
        "wagtailcore.WorkflowTask",
        "wagtailimages.Rendition",
        "wagtailredirects.Redirect",
        "wagtailsearch.Query",
        "wagtailsearch.QueryDailyHits",
    }
)
