"""An article whose passages readers write to, and short ways to edit it."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from standfirst.discussion import actions
from standfirst.discussion.actions import NewComment
from standfirst.discussion.models import Anchor, Thread
from standfirst.lib.anchoring import passage_at
from standfirst.newsroom import actions as newsroom
from standfirst.newsroom.actions import NewArticle
from standfirst.newsroom.models import ArticlePage
from tests.plugins.remembering import remembered

FIRST = "11111111-1111-4111-8111-111111111111"
SECOND = "22222222-2222-4222-8222-222222222222"
STORY = {
    FIRST: "<p>The council met on <b>Monday</b>. It closed the gate for repairs, and nobody was told.</p>",
    SECOND: "<p>Boats wait below the weir. The miller says that he heard of it from a skipper.</p>",
}
QUOTE = "closed the gate for repairs"


@dataclass
class Report:
    """A published article, at hours that go on."""

    article: ArticlePage
    now: Any
    hours: int = 0

    @property
    def thread(self):
        return Thread.objects.get(page_id=self.article.pk)

    def later(self):
        self.hours += 1
        return self.now + timedelta(hours=self.hours)

    def draft(self, **story):
        """Save the story with some blocks reading otherwise; None takes one out."""
        page = ArticlePage.objects.get(pk=self.article.pk)
        texts = {
            **STORY,
            **{
                key: story[name]
                for key, name in ((FIRST, "first"), (SECOND, "second"))
                if name in story
            },
        }
        page.story = story_of(texts)
        return page.save_revision()

    def edit(self, **story):
        """Publish the story with some blocks reading otherwise."""
        self.draft(**story).publish()
        return self

    def write(self, author, text="I saw it.", *, quote=QUOTE, block=FIRST, **values):
        passage = self.passage(quote, block)
        new = NewComment(thread=self.thread, author=author, text=text, passage=passage, **values)
        return actions.post_comment(new=new, now=self.later())

    def passage(self, quote=QUOTE, block=FIRST):
        text = ArticlePage.objects.get(pk=self.article.pk).block_texts()[block]
        start = text.index(quote)
        return passage_at(block, text, start, start + len(quote))

    @staticmethod
    def anchor():
        return Anchor.objects.get()


def story_of(texts):
    return [
        {"type": "paragraph", "id": key, "value": html}
        for key, html in texts.items()
        if html is not None
    ]


def publish_report(now):
    """Publish the article of the story; its thread stands with it."""
    return Report(report_article(now=now), now)


@remembered
def report_article(*, now):
    home = newsroom.found_paper(name="The Weir Courier", now=now)
    section = newsroom.add_section(home=home, title="Town", now=now)
    new = NewArticle(headline="Who owns the gate?", story=story_of(STORY), first_published_at=now)
    return newsroom.publish_article(section=section, article=new, now=now)
