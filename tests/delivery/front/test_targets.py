import pytest

from standfirst.delivery.front.targets import is_page_name, page_name, picture_name, static_name

pytestmark = pytest.mark.any_engine
QUERIED = "queried/ab/" + "0" * 62


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/", "files/index.html"),
        ("/river/gate/", "files/river/gate/index.html"),
        ("/feeds/paper.xml", "files/feeds/paper.xml"),
        ("/straße/äpfel/", "files/straße/äpfel/index.html"),
        ("/a b/", "files/a b/index.html"),
        ("/River/", "files/River/index.html"),
        ("/a./", "files/a./index.html"),
        ("/a?b/", "files/a?b/index.html"),
        ("/" + "x" * 200 + "/", "files/" + "x" * 200 + "/index.html"),
    ],
)
def test_a_path_has_one_file(path, name):
    assert page_name(path) == name


ODD = {
    "empty": "",
    "no slash": "river/",
    "star": "*",
    "two slashes": "/river//gate/",
    "two slashes first": "//river/",
    "dot": "/./river/",
    "dots": "/river/../gate/",
    "hidden": "/.git/config",
    "hidden last": "/river/.part",
    "NUL": "/river\0/",
    "newline": "/river\n/",
    "C1 control": "/river\x9b/",
    "backslash": "/river\\gate/",
    "not UTF-8": "/caf\ufffd/",
    "long part": "/" + "x" * 201 + "/",
    "long part in bytes": "/" + "ä" * 101 + "/",
    "long": "/abc" * 300 + "/",
    # Files of a page, no addresses.
    "the file itself": "/river/index.html",
    "a coding": "/river/index.html.gz",
    "a coding of a feed": "/feeds/paper.xml.br",
    "what is kept beside": "/river/index.html.meta",
}


@pytest.mark.parametrize("path", ODD.values(), ids=ODD)
def test_an_odd_path_has_none(path):
    assert page_name(path) is None


@pytest.mark.parametrize(
    "name", ["files/index.html", "files/river/gate/index.html", "files/feeds/paper.xml", QUERIED]
)
def test_the_app_may_name_pages(name):
    assert is_page_name(name)


@pytest.mark.parametrize(
    "name",
    [
        "",
        "files/",
        "files",
        "db.sqlite3",
        "/etc/passwd",
        "../db.sqlite3",
        "files/../../db.sqlite3",
        "files//etc/passwd",
        "files/river/.part",
        "files/river/index.html.meta",
        "files/river/index.html.gz",
        "files/a\\b",
        "queried/ab/../../x",
        f"{QUERIED}/x",
        f"{QUERIED}\n",
        QUERIED.upper(),
    ],
)
def test_the_app_may_name_nothing_else(name):
    assert not is_page_name(name)


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/static/css/site.0123456789ab.css", "css/site.0123456789ab.css"),
        ("/static/x", "x"),
        ("/static/", None),
        ("/static/../standfirst.toml", None),
        ("/static/.collected", None),
        ("/static//x", None),
        ("/static/css/", None),
        ("/static/css/site.css.gz", None),
        ("/statics/x", None),
    ],
)
def test_static_files(path, name):
    assert static_name(path) == name


@pytest.mark.parametrize(
    ("path", "name"),
    [
        (f"/media/images/{'a' * 32}.webp", f"images/{'a' * 32}.webp"),
        (f"/media/images/{'a' * 32}.svg", None),
        (f"/media/images/{'a' * 31}.webp", None),
        (f"/media/images/{'A' * 32}.webp", None),
        (f"/media/original_images/{'a' * 32}.webp", None),
        (f"/media/images/../images/{'a' * 32}.webp", None),
        (f"/media/images/{'a' * 32}.webp\n", None),
    ],
)
def test_pictures(path, name):
    assert picture_name(path) == name
