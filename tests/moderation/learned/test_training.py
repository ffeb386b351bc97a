"""Training again, on a slice: the same bytes, and the same scores as scikit-learn's."""

import pytest

from standfirst.moderation.learned import reading, scoring, tables
from tools.models import data, spam, toxicity

pytestmark = pytest.mark.any_engine
SLICE, TEXTS = 300, 1_000


def taught(documents):
    return toxicity.train(toxicity.ground_of(documents, []))


@pytest.fixture(scope="module")
def insults(test_data):
    return taught(data.civil(test_data)[:SLICE])


@pytest.fixture(scope="module")
def adverts(test_data):
    videos, messages = data.video_comments(test_data), data.messages(test_data)
    return spam.train(videos[:SLICE], messages[:SLICE], data.civil(test_data)[:50])


def farthest(ours, theirs):
    return max(abs(one - other) for one, other in zip(ours, theirs, strict=True))


def scores_of_toxicity(trained, model, texts):
    judge = scoring.Toxicity(model)
    read = [
        [reading.words_of(text, *ends, judge.groups) for ends in reading.sentences(text)]
        for text in texts
    ]
    ours = [judge.of_words(each).chance for each in read]
    return ours, [scoring.chance(trained.odds(each)) for each in read]


def scores_of_spam(trained, model, texts):
    judge = scoring.Spam(model)
    read = [reading.words_of(text, 0, len(text), ()) for text in texts]
    ours = [judge.of_words(each).chance for each in read]
    return ours, [float(trained.model.predict_proba(spam.row(each))[0, 1]) for each in read]


def with_one_weight_changed(model):
    numbers = model.tables["weights"].numbers
    place = max(range(len(numbers)), key=lambda at: abs(numbers[at]))
    numbers[place] = -numbers[place]
    return model


def test_scores_are_those_of_scikit_learn(test_data, insults, adverts):
    texts = [each.text for each in data.civil(test_data)[SLICE : SLICE + TEXTS]]
    ours, theirs = scores_of_toxicity(insults, tables.read(insults.data), texts)
    assert farthest(ours, theirs) < 1e-6
    assert len(set(ours)) > TEXTS / 2
    messages = [each.text for each in data.messages(test_data)[-TEXTS:]]
    ours, theirs = scores_of_spam(adverts, tables.read(adverts.data), messages)
    assert farthest(ours, theirs) < 1e-6
    assert len(set(ours)) > TEXTS / 2


def test_one_wrong_weight_is_found(test_data, insults, adverts):
    texts = [each.text for each in data.civil(test_data)[:SLICE]]
    wrong = with_one_weight_changed(tables.read(insults.data))
    assert farthest(*scores_of_toxicity(insults, wrong, texts)) > 1e-3
    videos = [each.text for each in data.video_comments(test_data)[:SLICE]]
    wrong = with_one_weight_changed(tables.read(adverts.data))
    assert farthest(*scores_of_spam(adverts, wrong, videos)) > 1e-3


def test_the_same_data_give_the_same_bytes(test_data, insults, adverts):
    again = taught(data.civil(test_data)[:SLICE])
    assert again.data == insults.data
    fewer = taught(data.civil(test_data)[: SLICE - 20])
    assert fewer.data != insults.data
    videos, messages = data.video_comments(test_data), data.messages(test_data)
    same = spam.train(videos[:SLICE], messages[:SLICE], data.civil(test_data)[:50])
    assert same.data == adverts.data


def test_what_is_held_out_teaches_nothing(test_data, insults):
    documents = data.civil(test_data)[:SLICE]
    spoiled = [
        data.Document(each.index, "Every word here is new.", marks=frozenset(range(20)))
        if each.is_held_out
        else each
        for each in documents
    ]
    assert taught(spoiled).data == insults.data
    spoiled[1] = data.Document(1, "Every word here is new.", marks=frozenset(range(20)))
    assert taught(spoiled).data != insults.data
