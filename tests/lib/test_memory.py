"""Giving memory back: where the C library can, and nothing where it cannot."""

import ctypes
from types import SimpleNamespace

import pytest

from standfirst.lib.memory import give_back

pytestmark = pytest.mark.any_engine


def test_the_c_library_is_told_where_it_can_be(monkeypatch):
    told = []
    library = SimpleNamespace(malloc_trim=told.append)
    monkeypatch.setattr(ctypes, "CDLL", lambda name: library)
    give_back()
    assert told == [0]


def test_another_c_library_is_left_alone(monkeypatch):
    monkeypatch.setattr(ctypes, "CDLL", lambda name: SimpleNamespace())
    give_back()


def test_the_one_of_this_machine_takes_it():
    give_back()
