import gzip
import threading

import brotli
import pytest
import zstandard

from standfirst.delivery.page_folder import Bake, PageFolder, canonical, place_of
from standfirst.delivery.page_folder.files import SIDECARS

BODY = b"<p>Who owns the gate?</p>" * 200


@pytest.fixture
def folder(tmp_path):
    return PageFolder(tmp_path)


def bake(address="/river/gate/", **values):
    values = {"type": "text/html", "soft_seconds": 60, "position": 1, "begun_at": 1.5, **values}
    return Bake(address=address, hard=("page:1",), soft=("latest",), **values)


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("/", "files/index.html"),
        ("/river/gate/", "files/river/gate/index.html"),
        ("/feeds/paper.xml", "files/feeds/paper.xml"),
        ("/caf\u00e9/", "files/caf\u00e9/index.html"),
    ],
)
def test_any_web_server_can_tell_where_a_page_lies(address, place):
    assert str(place_of(address)) == place


@pytest.mark.parametrize(
    "address",
    [
        "", "river/", "//evil/", "/a//b/", "/../x", "/a/../../x", "/./", "/.hidden/", "/a\\b/",
        "/a\x00/", "/a\n/", "/a\x7f/", f"/{'x' * 201}/", f"/{'é' * 101}/", "/x/" * 400, "/\udc80/",
    ],
)  # fmt: skip
def test_odd_addresses_are_never_kept(address, folder):
    assert place_of(address) is None
    assert folder.keep(bake(address), BODY) is None
    assert list(folder.root.iterdir()) == []


def test_parameters_make_an_address_in_any_order():
    assert canonical("/a/", [("b", "2"), ("a", "1 &")]) == "/a/?a=1+%26&b=2"
    assert place_of("/a/?a=1") != place_of("/a/?a=2")
    assert place_of("/a/?a=../../x").parts[0] == "queried"


def test_a_page_lies_there_in_every_encoding(folder):
    page = folder.keep(bake(), BODY)
    beside = {ending: page.place.with_name(page.place.name + ending) for ending in SIDECARS}

    assert page.place.read_bytes() == BODY
    assert gzip.decompress(beside[".gz"].read_bytes()) == BODY
    assert brotli.decompress(beside[".br"].read_bytes()) == BODY
    assert zstandard.decompress(beside[".zst"].read_bytes()) == BODY
    times = {file.stat().st_mtime_ns for file in page.place.parent.iterdir()}
    assert len(times) == 1, "the files of one bake can be told from those of another"


def test_what_is_known_of_a_page_comes_back(folder):
    made = bake(until=12.5)
    assert folder.keep(made, BODY).bake == made
    assert folder.find("/river/gate/").bake == made
    assert [page.bake for page in folder.pages()] == [made]


def test_a_body_too_small_to_compress_has_no_larger_copies(folder):
    page = folder.keep(bake(), b"x")
    assert sorted(file.name for file in page.place.parent.iterdir()) == [
        "index.html", "index.html.meta",
    ]  # fmt: skip


def test_a_dropped_page_is_gone_with_all_its_files(folder):
    page = folder.keep(bake(), BODY)
    folder.drop("/river/gate/")
    folder.drop("/river/gate/")
    assert list(page.place.parent.iterdir()) == []
    assert folder.find("/river/gate/") is None


def test_the_sidecar_of_another_bake_does_not_count(folder):
    page = folder.keep(bake(), BODY)
    page.place.write_bytes(b"another bake, half in place")
    assert folder.find("/river/gate/") is None


def test_a_page_in_the_way_of_a_folder_is_no_fault(folder):
    folder.keep(bake("/a"), BODY)
    assert folder.keep(bake("/a/b/"), BODY) is None
    folder.keep(bake("/c/d/"), BODY)
    assert folder.keep(bake("/c"), BODY) is None


def test_whoever_reads_while_it_is_written_sees_a_whole_page(folder):
    """Bodies of one letter each: a torn one would have two."""
    stop = threading.Event()
    torn = []

    def read():
        while not stop.is_set():
            page = folder.find("/river/gate/")
            if page is not None and len(set(page.place.read_bytes())) != 1:
                torn.append(page)

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    for round_ in range(60):
        folder.keep(bake(), bytes([65 + round_ % 26]) * 50_000)
    stop.set()
    for reader in readers:
        reader.join()
    assert torn == []
