import pytest

from standfirst.transfer.wordpress.uploads import Uploads, spellings, upload_path


@pytest.fixture
def folder(tmp_path):
    place = tmp_path / "site" / "wp-content" / "uploads" / "2012" / "04"
    place.mkdir(parents=True)
    (place / "weir.jpg").write_bytes(b"weir")
    (place / "gate-scaled.jpg").write_bytes(b"gate")
    (tmp_path / "secret.jpg").write_bytes(b"secret")
    return tmp_path / "site"


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("https://old.example/wp-content/uploads/2012/04/weir.jpg?w=604", "2012/04/weir.jpg"),
        ("https://old.example/wp-content/uploads/sites/3/2012/04/w.jpg", "2012/04/w.jpg"),
        ("https://old.files.wordpress.com/2012/04/weir.jpg", "2012/04/weir.jpg"),
        ("/wp-content/uploads/2012/04/Lumi%C3%A8re.jpg", "2012/04/Lumière.jpg"),
        ("https://elsewhere.example/a.jpg", ""),
        ("http://[broken", ""),
    ],
)
def test_an_address_means_a_path(address, path):
    assert upload_path(address) == path


def test_a_resized_copy_means_its_original():
    assert list(spellings("2012/a-300x200.jpg")) == [
        "2012/a-300x200.jpg",
        "2012/a.jpg",
        "2012/a-scaled.jpg",
    ]


def test_files_are_found_by_any_of_their_spellings(folder):
    uploads = Uploads(folder)
    for path in ("2012/04/weir.jpg", "2012/04/weir-300x200.jpg", "/2012/04/weir.jpg"):
        assert uploads.find(path).read_bytes() == b"weir"
    assert uploads.find("2012/04/gate.jpg").read_bytes() == b"gate"
    assert uploads.find("2012/04/none.jpg") is None


def test_the_folder_may_be_the_site_or_the_uploads(folder):
    for given in (folder, folder / "wp-content", folder / "wp-content" / "uploads"):
        assert Uploads(given).find("2012/04/weir.jpg") is not None


@pytest.mark.parametrize(
    "path",
    ["../../../secret.jpg", "2012/../../../../secret.jpg", "/etc/passwd", "", "a\0b", "x" * 5000],
)
def test_nothing_outside_is_found(folder, path):
    assert Uploads(folder).find(path) is None


def test_a_link_that_leads_out_is_not_followed(folder, tmp_path):
    link = folder / "wp-content" / "uploads" / "out.jpg"
    link.symlink_to(tmp_path / "secret.jpg")
    assert Uploads(folder).find("out.jpg") is None
