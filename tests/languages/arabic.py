"""A small newspaper in Arabic, written into a site by a process of that site's own."""

from datetime import timedelta

from standfirst.discussion.actions import NewComment, post_comment
from standfirst.discussion.models import Thread
from standfirst.funding.actions.campaigns import place_campaign
from standfirst.lib.clock import now as clock
from standfirst.newsroom.actions import (
    NewArticle,
    add_contributor,
    add_section,
    add_topic,
    publish_article,
)
from standfirst.newsroom.models import HomePage
from standfirst.people import actions
from standfirst.people.models import Person, User
from tests.cast import PASSWORD
from tests.funding.makers import a_campaign, cash

NAME = "جريدة الضفاف"
SECTION = "النهر"
HEADLINE = "بوابة السد التي لم يفتحها أحد"
ADDRESS = "/river/the-gate/"
READERS = (("salma@mail.test", "سلمى حداد"), ("karim@mail.test", "كريم منصور"))
STORY = (
    (
        "في الساعة العاشرة إلا عشر دقائق من مساء الأحد ارتفعت العوامة في الحوض الإسمنتي عند البوابة، وأُرسلت "
        "ثلاث رسائل. وصلت الأولى إلى هاتف سُلّم قبل عامين، والثانية إلى خط أرضي لا يقرأ الرسائل."
    ),
    (
        "تقول هيئة المياه إن المناوب لم يكن يعلم أن عليه فتح البوابة، وإن المفتاح كان معلقًا في الطاحونة منذ الربيع. "
        "وقد اطلعت الجريدة على سجل تلك الليلة وعلى مئتين واثنتي عشرة صفحة من المراسلات."
    ),
    "غمرت المياه ستة وخمسين بيتًا ومتجرًا، بينما بقي المرج المعدّ لاستيعابها جافًا.",
)


def write():
    """Write everything, as the newsroom and its readers would."""
    now = clock()
    home = HomePage.objects.get()
    author = add_contributor(home=home, name="ليلى الخطيب", slug="laila", now=now)
    section = add_section(home=home, title=SECTION, slug="river", now=now)
    topic = add_topic(home=home, title="الفيضان", slug="flood", now=now)
    publish_article(
        section=section,
        article=NewArticle(
            headline=HEADLINE,
            slug="the-gate",
            kicker="تحقيق",
            standfirst="لم يكن المفتاح مع أحد. كيف غرق حي كامل والمرج جاف.",
            place="الضفاف",
            story=[{"type": "paragraph", "value": f"<p>{words}</p>"} for words in STORY],
            bylines=[(author, "words")],
            topics=[topic],
        ),
        now=now - timedelta(days=1),
    )
    publish_article(
        section=section,
        article=NewArticle(
            headline="المجلس يؤجل ميزانية العام المقبل",
            slug="budget",
            standfirst="عجز لم يُعرف مصدره بعد.",
            story=[{"type": "paragraph", "value": "<p>أُجّل التصويت إلى الشهر المقبل.</p>"}],
        ),
        now=now - timedelta(days=2),
    )
    campaign = a_campaign(
        "river", title="مراسل للنهر هذا الشتاء", purpose="يوم عمل في الأسبوع", now=now
    )
    place_campaign(campaign=campaign, pages=[home], now=now)
    cash(campaign, 322_500, now=now)
    for address, name in READERS:
        enrol(address, name)


def enrol(address, name):
    then = clock() - timedelta(days=400)
    user = User.objects.create_user(address, PASSWORD, name=name, date_joined=then)
    user.emailaddress_set.create(email=address, verified=True, primary=True)
    person = actions.person_of_user(user=user, now=then)
    actions.prove_address(person=person, address=address, now=then)


def comment(address, words, *, on=None):
    """Have a reader write under the article, or reply to the newest comment there."""
    thread = Thread.objects.get(page__slug="the-gate")
    parent = thread.comments.latest("pk") if on == "newest" else None
    person = Person.objects.get(user__email=address)
    post_comment(new=NewComment(thread, person, words, parent=parent), now=clock())
