import time

import pytest

from standfirst.lib.names import look_of

ALIKE = [
    ("Edith Editor", "edith  EDITOR"),
    ("Edith Editor", "Édith-Editör"),
    ("Edith Editor", "Edith\u200bEditor"),
    ("Edith Editor", "Еdіth Еdіtоr"),  # Cyrillic
    ("Edith Editor", "Ｅｄｉｔｈ Ｅｄｉｔｏｒ"),
    ("Edith Editor", "Edlth Ed1tor"),
    ("Omar", "ΟΜΑR"),  # Greek
    ("Bill", "BiIl"),
    ("Otto", "0tt0"),
    ("Marna", "Mama"),
]


@pytest.mark.parametrize(("name", "other"), ALIKE)
def test_names_that_readers_cannot_tell_apart_look_alike(name, other):
    assert look_of(name) == look_of(other) != ""


@pytest.mark.parametrize("other", ["Edith Editorial", "Judith Editor", "编辑", "Редактор", "اديث"])
def test_other_names_look_otherwise(other):
    assert look_of(other) not in ("", look_of("Edith Editor"))


@pytest.mark.parametrize("name", ["", " ", "…", "\u200b", "👩"])
def test_what_has_no_letters_looks_like_nothing(name):
    assert look_of(name) == ""


def test_a_long_name_takes_no_longer_than_it_is_long():
    """Three doublings, at 2.5 each: a single one is lost in the noise of a busy machine."""

    def once(length):
        begun = time.process_time()
        for _ in range(10):
            look_of("Еrn1" * length)
        return time.process_time() - begun

    def cost(length):
        return min(once(length) for _ in range(7))

    once(100)
    assert cost(8000) < 2.5**3 * max(cost(1000), 0.001)
