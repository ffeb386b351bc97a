"""A paper for real processes and many people: an article, a comment on it, a campaign."""

import pytest
from django.utils import timezone

from standfirst.discussion.actions import NewComment, post_comment
from standfirst.discussion.models import Comment, Thread
from standfirst.funding.actions.campaigns import CampaignPlan, make_campaign
from standfirst.lib.money import Money
from standfirst.newsroom.actions import NewArticle, add_section, found_paper, publish_article


@pytest.fixture
def paper(transactional_db, enrol, groups):
    """Give what the crowd needs: an article, a comment that can be voted on, a campaign."""
    now = timezone.now()
    home = found_paper(name="The Weir Courier", now=now)
    section = add_section(home=home, title="River", now=now)
    article = publish_article(section=section, article=NewArticle(headline="High water"), now=now)
    author = enrol("Mary Member", groups=["moderator"], is_staff=True)
    thread = Thread.objects.get(page_id=article.pk)
    comment = post_comment(
        new=NewComment(thread=thread, author=author, text="I saw it too."), now=now
    )
    assert comment.state == Comment.State.VISIBLE
    plan = CampaignPlan(title="A boat", goal=Money(500_000, "USD"))
    make_campaign(slug="boat", plan=plan, is_rehearsed=True, now=now)
    return {"article": article.url, "comment": comment.pk, "campaign": "boat"}
