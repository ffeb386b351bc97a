"""What is done with the demo's articles after they appeared."""

from datetime import timedelta

from standfirst.demo.articles import close_if_closed
from standfirst.discussion.models import Thread
from standfirst.newsroom.actions import NewArticle, add_section, found_paper, publish_article


def test_closing_a_discussion_is_no_update_of_the_article(db, now):
    home = found_paper(name="The Weir Courier", now=now)
    section = add_section(home=home, title="River", now=now)
    appeared = now - timedelta(days=30)
    new = NewArticle(headline="Who owns the gate?", first_published_at=appeared)
    article = publish_article(section=section, article=new, now=now)
    close_if_closed({"discussion": "closed"}, article=article, now=now)
    article.refresh_from_db()
    assert article.first_published_at == article.last_published_at == appeared
    assert Thread.objects.get(page=article).mode == Thread.Mode.CLOSED
