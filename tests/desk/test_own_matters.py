"""Nobody decides on an appeal in their own matter."""

import pytest

from standfirst.desk.appeal_actions import colleagues, decide_appeal, deciders_of
from standfirst.discussion.actions import Judgement, NewComment, post_comment, remove_comment
from standfirst.moderation.appeal_rules import AppealRefusal, AppealRefused
from standfirst.moderation.models import Decision
from standfirst.people.models import User
from tests.desk.test_appeals import appeal_against, judge, other, verdict  # noqa: F401 (fixtures)

pytestmark = pytest.mark.django_db


def test_not_even_where_nobody_else_is_there(thread, judge, other, now):  # noqa: F811
    new = NewComment(thread=thread, author=other, text="I know the miller.")
    judgement = Judgement(comment=post_comment(new=new, now=now), decided_by=judge, facts="No.")
    remove_comment(judgement=judgement, now=now)
    appeal = appeal_against(Decision.objects.get(), now)
    User.objects.filter(pk=judge.user_id).update(is_active=False)
    assert deciders_of(appeal, colleagues()).is_alone
    with pytest.raises(AppealRefused) as refused:
        decide_appeal(verdict=verdict(appeal, other), now=now)
    assert refused.value.refusal is AppealRefusal.OWN_MATTER
