from io import BytesIO

import pytest
from django.core.files.images import ImageFile
from PIL import Image as Drawing

from standfirst.outbox.actions import claim_job
from standfirst.pictures.actions import render_picture
from standfirst.pictures.models import Image, Rendering, Rendition
from standfirst.pictures.queries import picture_of
from standfirst.worker.kinds import LEASE

pytestmark = pytest.mark.django_db


@pytest.fixture
def picture(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    data = BytesIO()
    Drawing.new("RGB", (640, 400), "#888").save(data, "PNG")
    return Image.objects.create(title="T", file=ImageFile(data, name="a.png"))


def work(now):
    job = claim_job(Rendering, now=now, lease=LEASE)
    render_picture(job, now)
    return job


def test_an_uploaded_picture_is_rendered_before_a_reader_asks(
    picture, now, django_assert_max_num_queries
):
    work(Rendering.objects.get().due_at)
    made = Rendition.objects.count()
    image = Image.objects.get()
    with django_assert_max_num_queries(1):
        picture_of(image)
    assert Rendition.objects.count() == made > 2


def test_doing_it_twice_makes_nothing_twice(picture, now):
    job = work(Rendering.objects.get().due_at)
    made = Rendition.objects.count()
    render_picture(job, now)
    assert Rendition.objects.count() == made


def test_a_changed_picture_is_rendered_again(picture):
    work(Rendering.objects.get().due_at)
    picture.title = "Another"
    picture.save()
    assert Rendering.objects.get().done_at is None


def test_a_lost_file_does_not_keep_the_worker_busy(picture):
    picture.file.storage.delete(picture.file.name)
    assert work(Rendering.objects.get().due_at)
    assert Rendering.objects.get().done_at is not None
