"""The demo's discussions, as they stand when the demo has just been made."""

from datetime import timedelta

from standfirst.desk.duty_actions import remind_moderators
from standfirst.discussion.models import Comment


def test_nobody_is_mailed_about_the_demo_as_it_opens(demo):
    held = Comment.objects.get(state="held")
    assert Comment.objects.latest("created_at") == held
    assert remind_moderators(now=held.created_at + timedelta(minutes=1)) == 0
    noon = (held.created_at + timedelta(days=1)).replace(hour=12)
    assert remind_moderators(now=noon) > 0
