"""A person who did everything there is, with a canary in every column that holds something of theirs.

`In scope` is what the columns' own tags say: personal data and people's words that are kept until
somebody is erased, or for some days. The paper's own words and what the law keeps are not.
"""

import zipfile
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from typing import Any

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection, models
from wagtail.models import ModelLogEntry
from wagtail.users.models import UserProfile

from standfirst.config.columns import TAGS
from standfirst.discussion.actions import (
    Ballot,
    Complaint,
    NewComment,
    Wish,
    cast_vote,
    edit_comment,
    hold_comment,
    note_visit,
    post_comment,
    remove_comment,
    report_comment,
    subscribe,
)
from standfirst.discussion.actions.moderating import Judgement
from standfirst.discussion.actions.muting import mute_author, renew_feed
from standfirst.discussion.models import (
    Comment,
    CommentRevision,
    ErrorReport,
    Report,
    Subscription,
)
from standfirst.funding.actions.gifts import begin_gift, clear_words
from standfirst.funding.models import Gift, GiftWords, ProviderEvent, ReceiptAddress
from standfirst.lib.columns import Keep, Kind, parse_tag
from standfirst.moderation.actions.appeals import NewAppeal, make_appeal
from standfirst.moderation.actions.notes import write_note
from standfirst.moderation.actions.notices import give_notice
from standfirst.moderation.models import (
    Appeal,
    Decision,
    HeldText,
    Note,
    Notice,
    NoticedThing,
    ReasonText,
    Screening,
)
from standfirst.moderation.notice_rules import NewNotice, Place
from standfirst.notify.actions import News, open_mailbox, suppress_address, tell_all
from standfirst.notify.models import Line, Mailbox, Message, Rhythm, Suppression
from standfirst.people.actions import make_guest, make_token
from standfirst.people.models import AccessToken, Badge, PageRole, Person, Scope, Standing, User
from tests.funding.makers import a_campaign, a_draft, choose, work

CANARY = "canary"
ADDRESS = "canary.person@canary.test"
PICTURE = "avatar_images/canary.png"
KEPT_BY_RIGHT = (Keep.WITH_THE_THING, Keep.YEARS_10, Keep.FOREVER)

# In scope by their tags, and yet nobody's canary: why.
NOT_A_READERS = {
    "wagtailadmin.FormState.data": "an editor's unsaved form; who works here is not erased",
}
# Not given out, though kept: why.
NOT_EXPORTED = {
    "people.User.password": "opens the door",
    "mfa.Authenticator.data": "opens the door",
    "account.EmailConfirmation.key": "opens the door; used up or a day old",
    "socialaccount.SocialAccount.extra_data": "nothing is kept there",
    "socialaccount.SocialToken.token": "nothing is kept there",
    "socialaccount.SocialToken.token_secret": "nothing is kept there",
    "usersessions.UserSession.ip": "nothing is kept there",
    "funding.ProviderEvent.body": "the provider's words to us, of which the payment is told",
}


def in_scope():
    """Give the columns that hold something of a person: "app.Model.column"."""
    found = set()
    for model in apps.get_models(include_auto_created=True):
        known = TAGS.get(model._meta.label, {})
        for field in model._meta.local_concrete_fields:
            comment = known.get(field.name) or field.db_comment
            tag = parse_tag(comment) if comment else None
            if tag and tag.kind in (Kind.PERSONAL, Kind.CONTENT) and tag.keep not in KEPT_BY_RIGHT:
                found.add(f"{model._meta.label}.{field.name}")
    return found - set(NOT_A_READERS)


@dataclass
class Everything:
    """Somebody with everything: their rows by table, and where the words of others stand."""

    person: Person
    rows: dict[str, Any]
    stranger: Person
    root: Comment
    answer: Comment
    gift: Any

    def plant(self):
        """Write a canary into every column in scope; give those columns that hold one."""
        planted = set()
        for column in sorted(in_scope()):
            label, _, name = column.rpartition(".")
            rows = self.rows[label]
            assert rows.exists(), f"nobody's row is in {label}"
            field = rows.model._meta.get_field(name)
            value = canary_for(column, field)
            if value is not None:
                rows.update(**{name: value})
                planted.add(column)
        return planted


def canary_for(column, field):
    """Give a value with a canary in it; None for a column that can hold none."""
    if isinstance(field, models.FileField):
        return PICTURE
    if isinstance(field, models.EmailField):
        return ADDRESS
    if isinstance(field, models.JSONField):
        return {"it": f"{CANARY} {column}"}
    if isinstance(field, models.BinaryField):
        return f"{CANARY} {column}".encode()
    if isinstance(field, models.CharField | models.TextField):
        return f"{CANARY} {column}"[: field.max_length]
    return None


def everything(*, enrol, thread, other, moderator, now):
    """Let one person do everything, and a stranger answer them."""
    person = enrol("Cana Ry")
    user = person.user
    stranger = enrol("Straw Berry")
    guest = make_guest(now=now)
    later = iter(range(1, 1000))

    def at():
        return now + timedelta(minutes=next(later))

    def write(author, text, **values):
        new = NewComment(thread=values.pop("thread", thread), author=author, text=text, **values)
        return post_comment(new=new, now=at())

    root = write(person, "What I know of the weir.")
    answer = write(stranger, "A stranger's answer.", parent=root)
    edit_comment(comment=root, editor=person, text="What I know, mended.", now=at())
    held = write(person, "Held words.", thread=other)
    hold_comment(judgement=Judgement(comment=held, decided_by=moderator), now=at())
    removed = write(person, "Removed words.", thread=other)
    remove_comment(
        judgement=Judgement(comment=removed, decided_by=moderator, facts="A lie."), now=at()
    )
    write(guest, "A guest's words, merged but not moved.")
    Person.objects.filter(pk=guest.pk).update(merged_into=person)
    cast_vote(ballot=Ballot(comment=answer, voter=person, value=1), now=at())
    cast_vote(ballot=Ballot(comment=root, voter=stranger, value=1), now=at())
    for who in (person, stranger):
        about = answer if who is person else root
        report_comment(
            complaint=Complaint(comment=about, reporter=who, reason="other", words="Look."),
            now=at(),
        )
    for number, outcome in enumerate(("", "accepted")):
        ErrorReport.objects.create(
            thread=thread,
            reporter=person,
            block="0b6f9a7e-51c5-4a6b-9a8e-2f3d1c0e4b7a",
            quote=f"the weir {number}",
            words="It is the dam.",
            credit="Cana",
            address=user.email,
            reported_at=now,
            outcome=outcome,
            settled_at=now if outcome else None,
            corrected_at=now if outcome else None,
        )
    subscribe(wish=Wish(thread, person, Subscription.Kind.ALL, user.email), now=now)
    note_visit(thread=thread, person=person, now=now)
    mute_author(comment=answer, person=person, now=now)
    mute_author(comment=root, person=stranger, now=now)
    renew_feed(person=person, now=now)
    _notify(person, user.email, now)
    _give_notice(person, answer, now)
    gift = _give(person, now)
    _account(user, now)
    Badge.objects.create(person=person, kind=Badge.Kind.SUPPORTER, chosen_at=now)
    Standing.objects.create(person=person, until=now + timedelta(days=30))
    PageRole.objects.create(person=person, page=thread.page, role=PageRole.Role.AUTHOR)
    comments = Comment.objects.filter(author__in=(person, guest))
    write_note(
        kind="comment", subject=root.pk, about=person, by=moderator, text="Knows a lot.", now=now
    )
    for comment in comments:
        Screening.objects.create(
            subject_kind="comment",
            subject_id=comment.pk,
            outcome="hold",
            screen="words",
            passage="weir",
            at=now,
        )
    rows = {
        "people.Person": Person.objects.filter(pk=person.pk),
        "people.User": User.objects.filter(pk=user.pk),
        "people.AccessToken": AccessToken.objects.filter(user=user),
        "account.EmailAddress": EmailAddress.objects.filter(user=user),
        "account.EmailConfirmation": EmailConfirmation.objects.filter(email_address__user=user),
        "mfa.Authenticator": Authenticator.objects.filter(user=user),
        "socialaccount.SocialAccount": SocialAccount.objects.filter(user=user),
        "socialaccount.SocialToken": SocialToken.objects.filter(account__user=user),
        "usersessions.UserSession": UserSession.objects.filter(user=user),
        "wagtailusers.UserProfile": UserProfile.objects.filter(user=user),
        "discussion.CommentRevision": CommentRevision.objects.filter(comment__in=comments),
        "discussion.ErrorReport": ErrorReport.objects.filter(reporter=person),
        "discussion.Report": Report.objects.filter(reporter=person),
        "discussion.Subscription": Subscription.objects.filter(person=person),
        "funding.GiftWords": GiftWords.objects.filter(gift__person=person),
        "funding.ReceiptAddress": ReceiptAddress.objects.filter(gift=gift),
        "funding.ProviderEvent": ProviderEvent.objects.filter(object_ref=gift.provider_ref),
        "moderation.HeldText": HeldText.objects.filter(person=person),
        "moderation.Appeal": Appeal.objects.filter(appellant=person),
        "moderation.Notice": Notice.objects.filter(notifier=person),
        "moderation.NoticedThing": NoticedThing.objects.filter(notice__notifier=person),
        "moderation.Note": Note.objects.filter(about=person),
        "moderation.ReasonText": ReasonText.objects.filter(
            pk__in=Decision.objects.filter(about=person).values("facts")
        ),
        "moderation.Screening": Screening.objects.filter(subject_id__in=comments.values("pk")),
        "notify.Mailbox": Mailbox.objects.filter(address=user.email),
        "notify.Line": Line.objects.all(),
        "notify.Message": Message.objects.filter(person=person),
        "notify.Suppression": Suppression.objects.filter(address=user.email),
    }
    # By number: what is planted changes what a search by address finds.
    rows = {
        label: found.model._default_manager.filter(pk__in=list(found.values_list("pk", flat=True)))
        for label, found in rows.items()
    }
    return Everything(person, rows, stranger, root, answer, gift)


def _give_notice(person, comment, now):
    removal = Decision.objects.get(measure="removed")
    make_appeal(new=NewAppeal(removal, "It was true.", appellant=person), now=now)
    new = NewNotice(
        category="hate",
        places=[Place("/comments/1/", "comment", comment.pk)],
        words="It incites.",
        law="Sec. 130",
        notifier=person,
        name="Cana Ry",
        address=person.user.email,
        is_in_good_faith=True,
    )
    give_notice(new=new, now=now)


def _notify(person, address, now):
    HeldText.objects.create(kind="about", person=person, text="The weir is mine.", held_at=now)
    open_mailbox(address=address, now=now)
    for number, rhythm in enumerate((Rhythm.AT_ONCE, Rhythm.DAILY)):
        news = News(
            address=address,
            rhythm=rhythm,
            kind="comment.all",
            about=f"comment:{number}",
            wish="subscription:1",
            heading="The weir",
            heading_path="/",
            words="a new comment",
            sentence="There is a new comment.",
            path="/",
            end_path="/subscriptions/x/end/",
            person=person,
        )
        tell_all(news=[news], now=now)
    suppress_address(address=address, reason=Suppression.Reason.BOUNCE, said="550 nobody", now=now)


def _give(person, now):
    campaign = a_campaign(now=now)
    draft = a_draft(
        campaign,
        person=person,
        now=now,
        name="Cana",
        message="For the weir.",
        email="cana.ry@paper.test",
        shows_name=True,
        shows_message=True,
        dedicated_to="Nana",
        receipt_name="Cana Ry",
        receipt_address="1 Weir Row",
    )
    begin_gift(gift=draft, person=person, return_path="/support/", now=now)
    choose(Gift.objects.get(pk=draft.pk), "paid", now=now)
    work(now)
    gift = Gift.objects.get(pk=draft.pk)
    clear_words(gift=gift, now=now)
    return gift


def _account(user, now):
    make_token(user=user, name="cron", scopes=[Scope.VOTES], now=now)
    EmailConfirmation.objects.create(
        email_address=EmailAddress.objects.get(user=user), key="k", created=now, sent=now
    )
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "s"})
    app = SocialApp.objects.create(provider="openid_connect", name="Door", client_id="x")
    account = SocialAccount.objects.create(user=user, provider="door", uid="1")
    SocialToken.objects.create(app=app, account=account, token="t")
    store = apps.get_model("sessions.Session").get_session_store_class()()
    store["words"] = f"{CANARY} in a session"
    store["_auth_user_id"] = str(user.pk)
    store.create()
    UserSession.objects.create(
        user=user, session_key=store.session_key, ip="0.0.0.0", user_agent="x"
    )
    default_storage.save(PICTURE, ContentFile(f"{CANARY} picture".encode()))
    UserProfile.objects.create(user=user, avatar=PICTURE)
    ModelLogEntry.objects.create(
        content_type=ContentType.objects.get_for_model(User),
        object_id=str(user.pk),
        label=ADDRESS,
        action="wagtail.edit",
        timestamp=now,
    )


def tables_with_canaries():
    """Give the names of all tables in which any value of any row has a canary, sessions decoded."""
    found = set()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            rows = cursor.fetchall()
            if any(CANARY in _text(value).lower() for row in rows for value in row):
                found.add(table)
    if any(CANARY in repr(session.get_decoded()) for session in Session.objects.all()):
        found.add("django_session")
    return found


def _text(value):
    if isinstance(value, memoryview | bytes | bytearray):
        return bytes(value).decode("utf-8", "replace")
    return str(value)


def content_of(archive):
    """Give all that a downloaded file has in it, by name."""
    with zipfile.ZipFile(BytesIO(archive)) as packed:
        return {name: packed.read(name).decode("utf-8", "replace") for name in packed.namelist()}
