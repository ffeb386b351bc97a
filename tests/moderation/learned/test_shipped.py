"""The files that ship: what the record says of them, what they cost, how good they are."""

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from standfirst.moderation.learned import files, scoring, tables
from tools.models import card, data, judging
from tools.models.__main__ import digest
from tools.models.phrases import GROUPS, TEMPLATES

pytestmark = pytest.mark.any_engine
ROOT = Path(__file__).parents[3]
MOST_BYTES = 5_000_000
# Reads its own share of memory (PSS) before and after a text is judged by both models.
WEIGH = """
from standfirst.moderation.learned import files, scoring
def weight():
    lines = open("/proc/self/smaps_rollup").read().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
before = weight()
files.toxicity().score("You are all idiots, and this is a good morning for the town.")
files.spam().score("Check out my channel and subscribe, this is for the town.")
print(weight() - before)
"""


@pytest.fixture(scope="module")
def record():
    return json.loads(card.RECORD.read_text("utf-8"))


@pytest.fixture(scope="module")
def comments(test_data):
    return [each.text for each in data.civil(test_data) if each.is_held_out]


def test_they_are_the_files_of_the_record(record):
    shipped = {path.name: digest(path) for path in (files.SPAM, files.TOXICITY)}
    assert shipped == record["files"]


def test_the_record_is_of_this_data(record, test_data):
    assert {place: digest(test_data / place) for place in data.places()} == record["sets"]


def test_the_card_has_the_figures_of_the_record(record):
    page = card.PAGE.read_text("utf-8")
    assert card.filled(page, record) == page
    assert len(card.named(page)) >= 20
    other = {**record, "figures": {name: dict(each) for name, each in record["figures"].items()}}
    other["figures"]["toxicity"]["ranking"] = 0.5
    assert card.filled(page, other) != page


@pytest.mark.parametrize("path", [files.SPAM, files.TOXICITY], ids=lambda path: path.stem)
def test_they_are_small(path):
    assert path.stat().st_size < MOST_BYTES


def test_a_file_that_is_cut_off_is_refused():
    whole = files.SPAM.read_bytes()
    assert tables.read(whole).head["threshold"] == files.spam().threshold
    with pytest.raises(tables.ModelUnreadable):
        tables.read(whole[:-2])
    with pytest.raises(tables.ModelUnreadable):
        tables.read(b"GIF89a" + whole)


def test_they_rank_texts_that_they_never_saw(test_data):
    insults = judging.toxicity_figures(files.toxicity(), test_data)
    assert insults["ranking"] >= 0.865
    assert insults["articles_held"] < 0.02
    assert insults["naughty_held"] < 0.02
    assert insults["group_raised"] <= 0.05
    adverts = judging.spam_figures(files.spam(), test_data)
    assert adverts["ranking"] >= 0.985
    assert adverts["articles_held"] < 0.02
    assert adverts["naughty_held"] < 0.02


def test_the_record_has_what_is_measured(record, test_data):
    measured = judging.spam_figures(files.spam(), test_data)
    assert measured == pytest.approx(record["figures"]["spam"])


def test_no_group_is_above_the_others_even_where_it_was_left_out(record):
    assert len(TEMPLATES) >= 200
    assert len(GROUPS) >= 50
    figures = record["figures"]["toxicity"]
    assert max(figures["left_out_0"], figures["left_out_1"]) <= 0.05


def test_a_model_that_takes_a_group_for_an_insult_is_found():
    fair = files.toxicity()
    unfair = scoring.Toxicity(tables.read_file(files.TOXICITY), frozenset())
    unfair.groups = frozenset()
    numbers = unfair._sums._numbers
    numbers[scoring.place("w|gay", unfair._sums._bits)] = 32_000
    raised = judging.raised(judging.group_scores(unfair))
    assert max(raised.values()) > 0.05
    assert max(judging.raised(judging.group_scores(fair)).values()) <= 0.05


def test_most_cost_far_less_than_a_thousandth_of_a_second(comments):
    models = (files.toxicity(), files.spam())
    began = time.process_time()
    for text in comments:
        for model in models:
            model.score(text)
    each = (time.process_time() - began) / len(comments)
    assert each < 0.005


def test_a_text_of_the_greatest_length_costs_little_more():
    hostile = ["a-" * 5_000, "a" * 10_000, "! " * 5_000, "www." * 2_500, "a.b" * 3_333, "'" * 9_999]
    for text in hostile:
        began = time.process_time()
        files.toxicity().score(text)
        files.spam().score(text)
        assert time.process_time() - began < 1, text[:10]


@pytest.mark.skipif(not Path("/proc/self/smaps_rollup").exists(), reason="Linux counts it")
def test_a_process_grows_by_little():
    grown = subprocess.run(
        [sys.executable, "-c", WEIGH], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert 0 < int(grown.stdout) < 60_000


def test_neither_scikit_learn_nor_numpy_is_in_the_process():
    code = (
        "import sys; from standfirst.moderation.learned import files; "
        "files.spam().score('the town'); files.toxicity().score('the town'); "
        "print(sorted({'numpy', 'scipy', 'sklearn'} & set(sys.modules)))"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == "[]"
