from io import BytesIO

import pytest
from django.core.files.images import ImageFile
from django.template import Context, Template
from PIL import Image as Pixels

from standfirst.delivery.recording import record_keys
from standfirst.pictures.models import Image
from standfirst.pictures.queries import full_size_of, picture_key, picture_of, preview_of


@pytest.fixture
def picture(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path

    def make(width, height):
        data = BytesIO()
        Pixels.new("RGB", (width, height), "grey").save(data, "PNG")
        return Image.objects.create(
            title="Grey", file=ImageFile(BytesIO(data.getvalue()), name="g.png")
        )

    return make


def test_a_picture_comes_in_widths_up_to_its_own(picture):
    shown = picture_of(picture(1200, 600))
    assert [part.split()[1] for part in shown.srcset.split(", ")] == [
        "320w",
        "480w",
        "720w",
        "1080w",
    ]
    assert (shown.width, shown.height) == (1080, 540)


def test_no_wider_than_asked(picture):
    assert picture_of(picture(1200, 600), widest=500).width == 480


def test_a_small_picture_is_shown_as_it_is(picture):
    shown = picture_of(picture(100, 50))
    assert (shown.width, shown.height) == (100, 50)


def test_the_full_size_is_bounded(picture):
    assert full_size_of(picture(3000, 1500)).width == 2600
    assert full_size_of(picture(800, 400)).width == 800


def test_the_preview_has_the_one_shape_that_other_sites_show(picture):
    shown = preview_of(picture(2000, 2000))
    assert (shown.width, shown.height) == (1200, 630)
    assert shown.src.endswith(".jpg")


def test_a_lost_file_is_no_picture(picture):
    image = picture(400, 400)
    image.file.storage.delete(image.file.name)
    assert picture_of(image) is None
    assert full_size_of(image) is None


def test_fetched_renditions_cost_no_query(picture, django_assert_num_queries):
    pk = picture(1200, 600).pk
    picture_of(Image.objects.get(pk=pk))
    image = Image.objects.prefetch_related("renditions").get(pk=pk)
    with django_assert_num_queries(0):
        picture_of(image)
    without = Image.objects.get(pk=pk)
    with django_assert_num_queries(1):
        picture_of(without)


def test_what_shows_a_picture_declares_it(picture):
    image = picture(400, 400)
    with record_keys() as recording:
        picture_of(image)
    assert picture_key(image.pk) in recording.hard


def test_the_tag_escapes_the_description(picture):
    template = Template("{% load pictures_tags %}{% picture image alt=alt %}")
    html = template.render(Context({"image": picture(400, 400), "alt": '"><script>'}))
    assert "<script>" not in html
    assert 'alt="&quot;&gt;&lt;script&gt;"' in html


def test_the_tag_shows_nothing_without_an_image(db):
    assert (
        Template('{% load pictures_tags %}{% picture image alt="" %}')
        .render(Context({"image": None}))
        .strip()
        == ""
    )
