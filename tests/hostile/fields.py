"""Every field that people fill in: how it is sent, and where what it said is found again."""

from standfirst.desk.actions import Verb
from standfirst.discussion.models import (
    CommentRevision,
    ErrorReport,
    Hook,
    Report,
    Subscription,
)
from standfirst.funding.models import Campaign, GiftWords, GoalPolicy
from standfirst.moderation.models import Appeal, Note, Notice, NoticedThing, ReasonText
from standfirst.people.models import AccessToken, Person, User
from standfirst.siteconfig.models import HouseRules
from tests.hostile.field import Field, latest
from tests.hostile.gift_fields import GIFT_FIELDS, GIVEN
from tests.hostile.limit_fields import LIMIT_FIELDS

ANSWER = {"answer": "leave", "facts": "It is allowed.", "ground": "law", "seen_revision": ""}
NOTICE = {
    "places": "/comments/{comment}/",
    "category": "hate",
    "words": "It incites.",
    "name": "Nora",
    "email": "nora@mail.test",
    "good_faith": "on",
}
REASON = {"verb": Verb.REMOVE.value, "seen_state": "held", "rule": ""}
NEW_CAMPAIGN = {
    "title": "Boats",
    "slug": "boats",
    "currency": "USD",
    "goal": "100",
    "goal_policy": GoalPolicy.GO_ON.value,
    "story": '{"blocks":[],"entityMap":{}}',
}
RECORDED = {
    "campaign": "{campaign}",
    "method": "cash",
    "amount": "5",
    "received_on": "2026-01-02",
    "key": "one",
}
COMMENTS = "/river/gate/comments/"
FIELDS = {
    "the address of a comment's author": Field(
        COMMENTS, "email", {"text": "Words."}, latest(Person, "email"), by="nobody", trimmed=True
    ),
    "a reply": Field(
        "/comments/{comment}/reply/", "text", {}, latest(CommentRevision, "text"), by="stranger"
    ),
    "the name at a reply": Field(
        "/comments/{comment}/reply/",
        "name",
        {"text": "Words."},
        latest(Person, "name"),
        by="nobody",
        trimmed=True,
    ),
    "a new wording": Field(
        "/comments/{comment}/edit/", "text", {}, latest(CommentRevision, "text")
    ),
    "the words of a report": Field(
        "/comments/{comment}/report/",
        "text",
        {"reason": "other"},
        latest(Report, "words"),
        by="stranger",
    ),
    "the reason of a report": Field(
        "/comments/{comment}/report/", "reason", {}, None, by="stranger"
    ),
    **{
        f"a notice's {name}": Field(
            "/report/",
            name,
            {key: value for key, value in NOTICE.items() if key != name},
            latest(Notice, {"email": "address"}.get(name, name)) if stored else None,
            by="nobody",
            trimmed=name != "words",
        )
        for name, stored in (
            *(("words", True), ("law", True), ("name", True), ("email", True)),
            *(("category", False), ("rule", False), ("good_faith", False), ("look", False)),
        )
    },
    "a notice's addresses": Field(
        "/report/", "places", NOTICE, latest(NoticedThing, "address"), by="nobody", trimmed=True
    ),
    "a notice's unknown addresses": Field("/report/", "unknown", NOTICE, None, by="nobody"),
    "a vote": Field("/comments/{comment}/vote/", "vote", {}, None, by="stranger"),
    "the wording that was voted on": Field(
        "/comments/{comment}/vote/", "seen", {"vote": "up"}, None, by="stranger"
    ),
    "the address of a wish": Field(
        "/subscriptions/",
        "email",
        {"thread": "{thread}", "what": "thread"},
        latest(Subscription, "address"),
        by="nobody",
        trimmed=True,
    ),
    "the kind of a wish": Field("/subscriptions/", "what", {"thread": "{thread}"}, None),
    "how often a wish tells": Field(
        "/subscriptions/",
        "rhythm",
        {"thread": "{thread}", "what": "thread", "email": "a@b.test"},
        None,
    ),
    "what is followed": Field("/subscriptions/follow/", "page", {"pages": "{topic}"}, None),
    "what may be followed": Field("/subscriptions/follow/", "pages", {"page": "{topic}"}, None),
    "how often a followed page tells": Field(
        "/subscriptions/follow/",
        "rhythm",
        {"pages": "{topic}", "page": "{topic}", "email": "a@b.test"},
        None,
    ),
    "the address of who follows": Field(
        "/subscriptions/follow/",
        "email",
        {"pages": "{topic}", "page": "{topic}"},
        latest(Subscription, "address"),
        by="nobody",
        trimmed=True,
    ),
    "quiet hours": Field("/subscriptions/mine/", "quiet_from", {}, None, by="member"),
    "the end of quiet hours": Field("/subscriptions/mine/", "quiet_until", {}, None, by="member"),
    "a reader's clock": Field("/subscriptions/mine/", "time_zone", {}, None, by="member"),
    "how often mentions are told": Field("/subscriptions/mine/", "mentions", {}, None, by="member"),
    "how often fates are told": Field("/subscriptions/mine/", "fate", {}, None, by="member"),
    "a webhook's address": Field(
        "/admin/hooks/", "url", {}, latest(Hook, "url"), by="owner", trimmed=True
    ),
    **{
        f"a webhook to {verb}": Field("/admin/hooks/", verb, {}, None, by="owner")
        for verb in ("on", "off", "remove", "again")
    },
    "a discussion elsewhere": Field(
        "/admin/elsewhere/", "thread", {"title": "x"}, None, by="owner"
    ),
    "what a page elsewhere is called": Field(
        "/admin/elsewhere/", "title", {"thread": "{thread}"}, None, by="owner"
    ),
    "the key of a form": Field(COMMENTS, "key", {"text": "Words."}, None),
    "a badge": Field("/account/badge/", "verb", {}, None, by="member"),
    "a suppression to lift": Field("/admin/mail/", "suppression", {}, None, by="owner"),
    "the thread of a wish": Field("/subscriptions/", "thread", {"what": "thread"}, None),
    "the words to a passage": Field(
        f"{COMMENTS}passages/",
        "text",
        {"block": "x", "quote": "Nobody knows."},
        latest(CommentRevision, "text"),
        by="stranger",
    ),
    "what is wrong in a passage": Field(
        f"{COMMENTS}passages/",
        "text",
        {"block": "x", "quote": "Nobody knows.", "error": "1"},
        latest(ErrorReport, "words"),
        by="stranger",
    ),
    "the passage that is written to": Field(
        f"{COMMENTS}passages/", "quote", {"block": "x", "text": "Words."}, None
    ),
    "the question that is answered": Field(COMMENTS, "question", {"text": "Words."}, None),
    "the amount of a gift": Field("/support/river/", "amount", GIVEN, None),
    "another amount": Field("/support/river/", "amount_free", GIVEN, None),
    "how a gift is shown": Field("/support/river/", "show", GIVEN, None),
    "a giver's name": Field(
        "/support/river/", "name", GIVEN | {"show": "named"}, latest(GiftWords, "name"), folded=True
    ),
    "a giver's message": Field(
        "/support/river/", "message", GIVEN, latest(GiftWords, "message"), trimmed=True
    ),
    "a giver's address": Field(
        "/support/river/", "email", GIVEN, latest(GiftWords, "email"), trimmed=True
    ),
    **GIFT_FIELDS,
    "the pretend provider's button": Field("/support/rehearsal/{ref}/", "outcome", {}, None),
    "what a token is for": Field(
        "/account/tokens/",
        "name",
        {"scopes": "votes"},
        latest(AccessToken, "name"),
        by="member",
        folded=True,
    ),
    "what a token may": Field("/account/tokens/", "scopes", {"name": "x"}, None, by="member"),
    "the token to end": Field("/account/tokens/", "end", {}, None, by="member"),
    "a member's name": Field("/account/", "name", {}, None, by="member", folded=True),
    "what a member says of themselves": Field(
        "/account/page/", "about", {"has_page": "on"}, None, by="member", folded=True
    ),
    "who is to be shown again": Field("/people/muted/", "muted", {}, None, by="member"),
    "what becomes of a feed of replies": Field("/feeds/replies/", "verb", {}, None, by="member"),
    "what becomes of texts": Field(
        "/account/own-data/erase/", "texts", {"is_sure": "on"}, None, by="stranger"
    ),
    "the address at sign-up": Field(
        "/account/signup/", "email", {"password1": "a long fence by the weir"}, None, by="nobody"
    ),
    "the password at sign-up": Field(
        "/account/signup/", "password1", {"email": "new@paper.test"}, None, by="nobody", secret=True
    ),
    "the address at sign-in": Field(
        "/account/login/", "login", {"password": "a long fence"}, None, by="nobody"
    ),
    "the password at sign-in": Field(
        "/account/login/", "password", {"login": "x@paper.test"}, None, by="nobody", secret=True
    ),
    "where sign-in leads": Field(
        "/account/login/",
        "next",
        {"login": "x@paper.test", "password": "wrong"},
        None,
        by="nobody",
        secret=True,
    ),
    "the address of a lost password": Field(
        "/account/password/reset/", "email", {}, None, by="nobody"
    ),
    "the name at an invitation": Field(
        "{invitation}",
        "name",
        {"password": "a long fence by the weir"},
        latest(User, "name"),
        by="nobody",
        folded=True,
    ),
    "the password at an invitation": Field(
        "{invitation}", "password", {"name": "Nora"}, None, by="nobody", secret=True
    ),
    "the reason of a removal": Field(
        "/admin/desk/held/{held}/",
        "facts",
        REASON | {"seen_revision": "{held_revision}"},
        latest(ReasonText, "text"),
        by="owner",
        trimmed=True,
    ),
    "the desk's verb": Field(
        "/admin/desk/held/{held}/", "verb", {"seen_revision": "1"}, None, "owner"
    ),
    **{
        f"the {name} of an answer to a notice": Field(
            "/admin/desk/notices/{noticed}/",
            name,
            ANSWER,
            latest(ReasonText, "text") if name == "facts" else None,
            by="owner",
        )
        for name in ("facts", "answer", "ground", "law", "seen_revision", "unfounded")
    },
    "why a decision is wrong": Field(
        "/statement/{statement}/appeal/", "words", {}, latest(Appeal, "words"), by="nobody"
    ),
    **{
        f"the {name} of a verdict on an appeal": Field(
            "/admin/desk/appeals/{appeal}/",
            name,
            {"verdict": "refuse", "facts": "It stands."},
            latest(ReasonText, "text") if name == "facts" else None,
            by="owner",
        )
        for name in ("facts", "verdict", "ground", "law")
    },
    "a note of moderators": Field(
        "/admin/desk/held/{held}/notes/", "text", {}, latest(Note, "text"), by="owner", trimmed=True
    ),
    "the note to delete": Field("/admin/desk/held/{held}/notes/", "delete", {}, None, by="owner"),
    **LIMIT_FIELDS,
    "the reason of many removals": Field(
        "/admin/desk/held/many/",
        "facts",
        {"how": "person", "of": "{held}", "verb": Verb.REMOVE.value},
        latest(ReasonText, "text"),
        by="owner",
        trimmed=True,
    ),
    "which comments are meant": Field(
        "/admin/desk/held/many/", "of", {"how": "alike", "verb": "approve"}, None, by="owner"
    ),
    **{
        f"the {name} of a decision on a name": Field(
            "/admin/desk/texts/{text}/",
            name,
            {"verb": "refuse", "facts": "Advertising."},
            latest(ReasonText, "text") if name == "facts" else None,
            by="owner",
            trimmed=name == "facts",
        )
        for name in ("facts", "verb", "rule", "canned", "after")
    },
    "what is done with words of a gift": Field("/admin/desk/gifts/1/", "act", {}, None, by="owner"),
    "the house rules": Field(
        "/admin/rules/", "paragraphs", {"introduction": ""}, None, by="owner", trimmed=True
    ),
    "the house rules' introduction": Field(
        "/admin/rules/",
        "introduction",
        {"paragraphs": "Be kind\nAlways."},
        latest(HouseRules, "introduction"),
        by="owner",
        trimmed=True,
    ),
    "an invited address": Field(
        "/admin/staff/invite/", "address", {"roles": "editor"}, None, by="owner"
    ),
    **{
        f"a recorded gift's {name}": Field(
            "/admin/funding/gifts/new/",
            name,
            RECORDED,
            latest(GiftWords, name) if name in {"name", "message", "email"} else None,
            by="owner",
            trimmed=True,
            folded=name == "name",
        )
        for name in (
            *("name", "message", "email", "note", "amount", "received_on", "campaign", "method"),
            "key",
        )
    },
    **{
        f"a campaign's {name}": Field(
            "/admin/funding/new/",
            name,
            NEW_CAMPAIGN,
            latest(Campaign, name) if name in {"title", "purpose", "goal_words"} else None,
            by="owner",
            trimmed=True,
            folded=name in {"title", "purpose"},
        )
        for name in (
            *("title", "slug", "currency", "goal", "marks", "suggested", "purpose", "story"),
            *("deadline", "goal_words", "picture", "place_1"),
        )
    },
}
# Read by GET: what is asked for stands in the page or does not, and nothing is stored.
ASKED = {
    "a comment to give notice of": "/report/?comment={}",
    "a notice": "/report/{}/",
    "an appeal": "/appeal/{}/",
    "an appeal against a statement": "/statement/{}/appeal/",
    "a page elsewhere": "/embed/?page={}",
    "a page elsewhere by its address": "/embed/?page=https://blog.example/{}",
    "a search": "/search/?q={}",
    "an order": COMMENTS + "?order={}",
    "a place in a thread": COMMENTS + "?after={}",
    "a comment in a thread": COMMENTS + "?at={}",
    "a selected passage": COMMENTS + "passages/?block=x&quote={}",
    "the block of a passage": COMMENTS + "passages/?quote=Nobody+knows.&block={}",
    "a chosen paragraph": COMMENTS + "passages/?paragraph={}",
    "a path": "/{}/",
    "a path below a section": "/river/{}",
    "a campaign": "/support/{}/",
    "a gift": "/support/gift/{}/",
    "a subscription": "/subscriptions/{}/",
    "all notices": "/subscriptions/mine/{}/",
    "the end of all notices": "/subscriptions/mine/{}/end/",
    "an invitation": "/account/invitation/{}/",
    "a file": "/media/images/{}",
    "a feed": "/feeds/sections/{}.xml",
    "where to go": "/account/login/?next={}",
    "an older page": "/river/?before={}",
    "older comments of a person": "/people/1/?before={}",
    "words on the desk": "/admin/desk/held/?words={}",
    "a reason on the desk": "/admin/desk/reported/?reason={}",
    "a place on the desk": "/admin/desk/held/?after={}",
    "a place among names and texts": "/admin/desk/texts/?after={}",
    "a feed of replies": "/feeds/replies/{}.xml",
}
