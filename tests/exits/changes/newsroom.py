"""What editors do: articles, sections, topics, contributors, plain pages, pictures, files."""

from datetime import timedelta

from django.contrib.auth.models import Group
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageViewRestriction, Site

from standfirst.discussion.actions import FoundError, report_error, settle_error
from standfirst.discussion.models import Anchor, ErrorReport
from standfirst.lib.clock import now as clock
from standfirst.newsroom.actions import (
    NewArticle,
    NewCorrection,
    choose_front,
    correct_article,
    publish_article,
    relate_articles,
)
from standfirst.newsroom.models import (
    ArticlePage,
    ContributorPage,
    HomePage,
    PlainPage,
    SectionPage,
    TopicPage,
)
from standfirst.pictures.models import Document
from standfirst.siteconfig.actions import set_menus
from standfirst.worker.housekeeping import publish_scheduled_pages
from tests.exits.changes import Changes
from tests.exits.changes.talk import some_passage
from tests.plugins.demo import FLAGSHIP

NEWSROOM = Changes()
change = NEWSROOM.change


def flagship():
    return ArticlePage.objects.get(slug=FLAGSHIP)


def section(slug="out-and-about"):
    return SectionPage.objects.get(slug=slug)


def contributor():
    """Give somebody who is named above the article that readers talk about."""
    return ContributorPage.objects.get(slug="tobias-penhallick")


def publish(page, **values):
    """Edit a page and publish it, as the editor's form does."""
    page = type(page).objects.get(pk=page.pk)
    for name, value in values.items():
        setattr(page, name, value)
    page.save_revision().publish()
    return page


def restrict(page):
    return PageViewRestriction.objects.create(page=page, restriction_type="login")


def first_paragraph(rewritten):
    """Publish the article that people talk about with its first paragraph reading otherwise."""
    story = list(flagship().story.raw_data)
    at = next(at for at, block in enumerate(story) if block["type"] == "paragraph")
    story[at] = {**story[at], "value": rewritten(story[at]["value"])}
    publish(flagship(), story=story)


@change("the menus are the paper's own: its sections")
def _(world):
    # A menu's label is the editor's own word, and stands whatever becomes of the section.
    set_menus(header=[], footer=[], now=world.now())


@change("a passage that somebody wrote to moves")
def _(world):
    passage = some_passage(flagship())
    thread = world.thread_of(flagship())
    world.said = world.say(thread, "A canary was here.", by=world.supporter, passage=passage)
    first_paragraph(lambda html: html.replace("<p>", "<p>A canary sat there. ", 1))
    assert not Anchor.objects.get(comment=world.said).is_lost


@change("a passage that somebody wrote to is lost")
def _(world):
    first_paragraph(lambda html: "<p>Only the canary is left.</p>")
    assert Anchor.objects.get(comment=world.said).is_lost


@change("an article is corrected")
def _(world):
    correction = NewCorrection(words="The canary was a finch.")
    story = list(flagship().story.raw_data)
    correct_article(article=flagship(), story=story, correction=correction, now=clock())


@change("a reader is thanked for a correction")
def _(world):
    thread = world.thread_of(flagship())
    passage = some_passage(flagship())
    error = FoundError(thread, world.guest, passage, "A finch.", credit="Canary Finch")
    report = report_error(error=error, now=world.now())
    settle_error(report=report, outcome="accepted", now=world.now())
    correction = NewCorrection(words="It was a linnet.", answers=report.pk)
    story = list(flagship().story.raw_data)
    correct_article(article=flagship(), story=story, correction=correction, now=clock())
    assert ErrorReport.objects.get(pk=report.pk).correction is not None


@change("people talk under an article")
def _(world):
    world.comment = world.say(world.thread, "A word under the gate.", by=world.reader)
    world.say(world.thread, "A word of somebody on the staff.", by=world.moderator)


@change("an article gets another headline")
def _(world):
    publish(flagship(), title="The gate that somebody opened")


@change("an article says who may write, and what stands first")
def _(world):
    publish(flagship(), discussion_writers="member", discussion_order="best")


@change("its section says so for the others")
def _(world):
    publish(flagship().get_parent().specific, discussion_order="discussed")


@change("an article appears")
def _(world):
    article = NewArticle(
        headline="Canary on the weir",
        slug="canary",
        bylines=[(contributor(), "words")],
        topics=[TopicPage.objects.get(slug="market")],
    )
    world.canary = publish_article(
        section=section("town-hall"), article=article, now=world.now() - timedelta(hours=1)
    )


@change("a new article gets another address")
def _(world):
    publish(world.canary, slug="canary-moved")


@change("an article moves to another section")
def _(world):
    ArticlePage.objects.get(pk=world.canary.pk).move(section(), pos="last-child")


@change("somebody talks under the new article")
def _(world):
    world.say(world.thread_of(world.canary), "A first word under the canary.", by=world.reader)


@change("an article is unpublished", gone="Canary on the weir")
def _(world):
    ArticlePage.objects.get(pk=world.canary.pk).unpublish()


@change("an article comes back")
def _(world):
    publish(world.canary)


@change("an article becomes private", gone="Canary on the weir")
def _(world):
    world.restriction = restrict(world.canary)


@change("an article becomes public again")
def _(world):
    world.restriction.delete()


@change("a section becomes private", gone="Out and About")
def _(world):
    world.restriction = restrict(section())


@change("a section is private to other people", gone="Out and About")
def _(world):
    world.restriction.groups.set(Group.objects.all()[:1])
    world.restriction.restriction_type = "groups"
    world.restriction.save()


@change("a section becomes public again")
def _(world):
    world.restriction.delete()


@change("a section alone is unpublished", gone="Out and About")
def _(world):
    section().unpublish()


@change("a section comes back under another title")
def _(world):
    publish(section(), title="Outdoors")


@change("a section gets another address")
def _(world):
    publish(section(), slug="outdoors")


@change("a section moves to the front of all")
def _(world):
    section("outdoors").move(section("town-hall"), pos="left")


@change("a section appears")
def _(world):
    home = HomePage.objects.get()
    page = home.add_child(instance=SectionPage(title="Night desk", slug="night-desk"))
    publish(page)


@change("a topic gets another name")
def _(world):
    publish(TopicPage.objects.get(slug="market"), title="The covered market")


@change("a topic is unpublished", gone="The covered market")
def _(world):
    TopicPage.objects.get(slug="market").unpublish()


@change("a topic comes back")
def _(world):
    publish(TopicPage.objects.get(slug="market"))


@change("a topic is deleted", gone="The covered market")
def _(world):
    TopicPage.objects.get(slug="market").delete()


@change("a contributor gets another name")
def _(world):
    publish(contributor(), title="Hattie Oak")


@change("a contributor is somebody who has commented")
def _(world):
    publish(contributor(), user=world.moderator.user)


@change("a contributor is nobody whom we know any more")
def _(world):
    publish(contributor(), user=None)


@change("a contributor is unpublished", gone="/authors/tobias-penhallick/")
def _(world):
    contributor().unpublish()


@change("a contributor comes back")
def _(world):
    publish(contributor())


@change("a plain page changes its title")
def _(world):
    publish(PlainPage.objects.get(slug="about"), title="Who we are")


@change("a plain page is unpublished", gone="Who we are")
def _(world):
    PlainPage.objects.get(slug="about").unpublish()


@change("a plain page comes back")
def _(world):
    publish(PlainPage.objects.get(slug="about"))


@change("a front is chosen")
def _(world):
    articles = list(ArticlePage.objects.order_by("pk")[:3])
    choose_front(front=HomePage.objects.get(), articles=articles, now=world.now())


@change("a section's front is chosen")
def _(world):
    front = section("town-hall")
    choose_front(front=front, articles=[front.get_children().last().specific], now=world.now())


@change("an article gets others beside it")
def _(world):
    related = list(ArticlePage.objects.exclude(slug=FLAGSHIP).order_by("-pk")[:2])
    relate_articles(article=flagship(), related=related, now=world.now())


@change("a picture gets another credit")
def _(world):
    picture = flagship().lead_image
    picture.credit = "Canary of the Lens"
    picture.save()


@change("a picture is deleted")
def _(world):
    flagship().lead_image.delete()


@change("a file gets another title")
def _(world):
    document = Document.objects.get()
    document.title = "Log of a canary"
    document.save()


@change("a file is replaced")
def _(world):
    document = Document.objects.get()
    document.file_size = 12_345_678
    document.save()


@change("a file is deleted")
def _(world):
    Document.objects.get().delete()


@change("an old address leads elsewhere")
def _(world):
    Redirect.objects.create(old_path="/old", redirect_page=flagship(), site=None)


@change("the site gets another port")
def _(world):
    site = Site.objects.get()
    site.port = 8001
    site.save()


@change("a discussion is closed by the editor")
def _(world):
    publish(flagship(), discussion="closed")


@change("a discussion is switched off", gone="A word under the gate")
def _(world):
    publish(flagship(), discussion="off")


@change("a discussion is open again")
def _(world):
    publish(flagship(), discussion="open")


@change("an article appears at its hour")
def _(world):
    article = ArticlePage(title="Canary at noon", slug="noon")
    section("town-hall").add_child(instance=article)
    article.live = False
    article.go_live_at = clock() + timedelta(days=1)
    article.save_revision().publish()
    revision = article.latest_revision
    revision.approved_go_live_at = clock() - timedelta(minutes=1)
    revision.content["go_live_at"] = None
    revision.save()
    publish_scheduled_pages(now=clock())
    assert ArticlePage.objects.get(slug="noon").live


@change("an article expires", gone="Canary at noon")
def _(world):
    Page.objects.filter(slug="noon").update(expire_at=clock() - timedelta(seconds=1))
    publish_scheduled_pages(now=clock())
    assert not ArticlePage.objects.get(slug="noon").live


@change("an article is deleted", gone="Canary on the weir")
def _(world):
    Page.objects.get(pk=world.canary.pk).delete()


@change("a section is deleted with what is in it", gone="Outdoors")
def _(world):
    section("outdoors").delete()
