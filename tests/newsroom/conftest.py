"""A small paper: two sections, a topic, a contributor, and ways to add to it."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.images import ImageFile
from PIL import Image as Pixels
from wagtail.models import PageViewRestriction

from standfirst.newsroom import actions
from standfirst.newsroom.actions import LeadPicture, NewArticle
from standfirst.pictures.models import Image
from tests.plugins.remembering import remembered


def words(text):
    """Give a raw block with one paragraph."""
    return {"type": "paragraph", "value": f"<p>{text}</p>"}


def text_at(client, path):
    """Give what an address answers."""
    response = client.get(path)
    assert response.status_code == 200, (path, response.status_code)
    return response.content.decode()


@pytest.fixture
@remembered
def home(db, now):
    return actions.found_paper(name="The Weir Courier", now=now)


@pytest.fixture
@remembered
def river(home, now):
    return actions.add_section(home=home, title="River", now=now)


@pytest.fixture
@remembered
def town(home, now):
    return actions.add_section(home=home, title="Town hall", now=now)


@pytest.fixture
@remembered
def flood(home, now):
    return actions.add_topic(home=home, title="Flood", now=now)


@pytest.fixture
@remembered
def ada(home, now):
    return actions.add_contributor(home=home, name="Ada Winter", now=now)


@pytest.fixture
def publish(river, now):
    """Publish an article, in the river section unless told; each is an hour older than the one before."""
    hours = iter(range(1000))

    def make(headline="Who owns the gate?", *, section=None, **values):
        values.setdefault("first_published_at", now - timedelta(hours=next(hours)))
        values.setdefault("story", [words("Nobody knows.")])
        article = NewArticle(headline=headline, **values)
        return actions.publish_article(section=section or river, article=article, now=now)

    return make


@pytest.fixture
def picture(db, settings, tmp_path):
    """Store a picture of plain grey."""
    settings.MEDIA_ROOT = tmp_path

    def make(width=1200, height=800, **values):
        data = BytesIO()
        Pixels.new("RGB", (width, height), "grey").save(data, "PNG")
        file = ImageFile(BytesIO(data.getvalue()), name="grey.png")
        return Image.objects.create(title="Grey", file=file, **values)

    return make


@pytest.fixture
def lead(picture):
    """Give a lead picture with its words."""

    def make(alt="A grey field", **values):
        return LeadPicture(image=picture(**values), alt=alt, caption="Grey all over.")

    return make


@pytest.fixture
def make_private():
    """Put a page and all below it behind a password."""

    def restrict(page):
        return PageViewRestriction.objects.create(
            page=page, restriction_type=PageViewRestriction.PASSWORD, password="millpond"
        )

    return restrict


@pytest.fixture
def nobody(client_of):
    """Give the browser of a reader, who has nothing."""
    return client_of(None)
