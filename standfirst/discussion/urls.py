from django.urls import path, register_converter

from standfirst.discussion import views
from standfirst.moderation.actions.notices import NOTICES_AT
from standfirst.notify.places import SETTINGS_AT


class CommentNumberConverter:
    """A comment's number, as long as the database can hold one."""

    regex = r"[0-9]{1,18}"

    def to_python(self, value: str) -> int:
        """The number."""
        return int(value)

    def to_url(self, value: int) -> str:
        """The number in figures."""
        return str(value)


register_converter(CommentNumberConverter, "commentnumber")

app_name = "discussion"
urlpatterns = [
    path("comments/<commentnumber:pk>/", views.comment, name="comment"),
    path("comments/<commentnumber:pk>/replies/", views.replies, name="replies"),
    path("comments/<commentnumber:pk>/vote/", views.vote, name="vote"),
    path("comments/<commentnumber:pk>/reply/", views.reply, name="reply"),
    path("comments/<commentnumber:pk>/edit/", views.edit, name="edit"),
    path("comments/<commentnumber:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("comments/<commentnumber:pk>/report/", views.report, name="report"),
    path("comments/<commentnumber:pk>/staff/", views.mark, name="mark"),
    path(NOTICES_AT, views.notice, name="notice"),
    path(f"{NOTICES_AT}<slug:secret>/", views.notice_state, name="notice_state"),
    path("people/<commentnumber:pk>/", views.person, name="person"),
    path("people/<commentnumber:pk>/feed.<feedformat:kind>", views.person_feed, name="person_feed"),
    path("people/<commentnumber:pk>/<slug:name>.webp", views.person_picture, name="person_picture"),
    path("feeds/replies/", views.own_feed, name="own_feed"),
    path("feeds/replies/<slug:secret>.<feedformat:kind>", views.reply_feed, name="reply_feed"),
    path("people/muted/", views.muted, name="muted"),
    path("comments/<commentnumber:pk>/mute/", views.mute, name="mute"),
    path("subscriptions/", views.subscribe, name="subscribe"),
    path("subscriptions/follow/", views.follow, name="follow"),
    path(SETTINGS_AT, views.own_notices, name="own_notices"),
    path(f"{SETTINGS_AT}<str:token>/", views.notices, name="notices"),
    path(f"{SETTINGS_AT}<str:token>/end/", views.end_notices, name="end_notices"),
    path("subscriptions/<slug:secret>/", views.confirm_subscription, name="confirm_subscription"),
    path("subscriptions/<slug:secret>/end/", views.end_subscription, name="end_subscription"),
    path("embed/", views.begin, name="begin"),
    path("embed/discussion.js", views.embed_script, name="embed_script"),
    path("feeds/comments.<feedformat:kind>", views.paper_feed, name="paper_feed"),
    path("<path:path>/comments/feed.<feedformat:kind>", views.thread_feed, name="thread_feed"),
    path("<path:path>/comments/passages/", views.passage, name="passage"),
    path("<path:path>/comments/people.json", views.people, name="people"),
    path("<path:path>/comments/moderation/", views.moderation, name="moderation"),
    path("<path:path>/comments/staff/", views.steer, name="steer"),
    path("<path:path>/comments/visit/", views.visit, name="visit"),
    path("<path:path>/comments/", views.thread, name="thread"),
]
