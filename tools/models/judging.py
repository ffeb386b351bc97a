"""What the shipped models are worth, on texts that nothing was learned from."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from statistics import fmean

from sklearn.metrics import roc_auc_score

from standfirst.moderation.learned.reading import LINK, is_word, words_of
from standfirst.moderation.learned.scoring import Score, Spam, Toxicity, chance
from tools.models import data
from tools.models.marked import Sentence, marked_sentences, with_groups
from tools.models.phrases import GROUPS, TEMPLATES, Group, said

Figures = dict[str, float]
LEAST_SAID, LISTED_FROM = 5, 0.5


def toxicity_figures(model: Toxicity, folder: Path) -> Figures:
    """Judge the model of toxicity: on comments, tweets, articles and strings that break programs."""
    documents, groups = data.civil(folder), model.groups
    held_out = [each for each in documents if each.is_held_out]
    found = [with_groups(each, groups) for each in marked_sentences(held_out)]
    marked = [each.is_marked for each in found]
    odds = [model.of_words([each.words]).odds for each in found]
    flags = [each >= model.threshold for each in odds]
    taught = marked_sentences(each for each in documents if not each.is_held_out)
    listed = listed_words(with_groups(each, groups) for each in taught)
    hits = [any(word.letters in listed for word in each.words) for each in found]
    tweets = [each for each in data.tweets(folder) if each.is_held_out]
    of_tweets = [_odds(model.score(each.text)) for each in tweets]
    return {
        "sentences": len(found),
        "ranking": float(roc_auc_score(marked, odds)),
        **_shares("", flags, marked),
        "listed": len(listed),
        **_shares("words_", hits, marked),
        "caught_at_words_spared": _caught_at(odds, marked, _shares("", hits, marked)["wrongly"]),
        "tweets": len(tweets),
        "tweets_ranking": float(roc_auc_score([each.is_bad for each in tweets], of_tweets)),
        "articles_held": _held(model, article_sentences(folder)),
        "naughty_held": _held(model, data.naughty(folder)),
        **_group_figures(model),
    }


def spam_figures(model: Spam, folder: Path) -> Figures:
    """Judge the model of spam; beside it what holding every link would do."""
    videos = [each for each in data.video_comments(folder) if each.is_held_out]
    messages = [each for each in data.messages(folder) if each.is_held_out]
    bad = [each.is_bad for each in videos]
    odds = [_odds(model.score(each.text)) for each in videos]
    links = [
        any(word.letters == LINK for word in words_of(each.text, 0, len(each.text)))
        for each in videos
    ]
    civil = [each.text for each in data.civil(folder) if each.is_held_out]
    return {
        "videos": len(videos),
        "ranking": float(roc_auc_score(bad, odds)),
        **_shares("", [each >= model.threshold for each in odds], bad),
        **_shares("links_", links, bad),
        "messages": len(messages),
        "messages_ranking": float(
            roc_auc_score(
                [each.is_bad for each in messages],
                [_odds(model.score(each.text)) for each in messages],
            )
        ),
        "civil": len(civil),
        "civil_held": _held(model, civil),
        "articles_held": _held(model, article_sentences(folder)),
        "naughty_held": _held(model, data.naughty(folder)),
    }


def group_scores(model: Toxicity, lift: float = 0.0) -> dict[Group, float]:
    """Give each group's mean score over all templates; ``lift`` is added to the log-odds."""
    return {
        group: fmean(chance(_odds(model.score(said(each, group))) + lift) for each in TEMPLATES)
        for group in GROUPS
    }


def raised(scores: Mapping[Group, float]) -> dict[Group, float]:
    """Give by how much each group's mean is above the mean of the others."""
    total, others = math.fsum(scores.values()), len(scores) - 1
    return {group: score - (total - score) / others for group, score in scores.items()}


def article_sentences(folder: Path, count: int = 1_000) -> list[str]:
    """Give sentences of held-out articles, evenly through them."""
    found = [
        text
        for each in data.articles(folder)
        if each.is_held_out
        for text in each.text.split(". ")
        if len(text) >= 40
    ]
    return found[:: max(1, len(found) // count)][:count]


def listed_words(sentences: Iterable[Sentence]) -> frozenset[str]:
    """Give the best list of words that the same marks make: those marked at least half the time."""
    times, marks = Counter[str](), Counter[str]()
    for sentence in sentences:
        for word, length in zip(sentence.words, sentence.lengths, strict=True):
            times[word.letters] += 1
            marks[word.letters] += length > 0
    return frozenset(
        word
        for word, count in times.items()
        if count >= LEAST_SAID and is_word(word) and marks[word] / count >= LISTED_FROM
    )


def _group_figures(model: Toxicity) -> Figures:
    scores = group_scores(model)
    most_held = max(
        sum(_odds(model.score(said(each, group))) >= model.threshold for each in TEMPLATES)
        for group in GROUPS
    )
    return {
        "groups": len(GROUPS),
        "templates": len(TEMPLATES),
        "group_raised": max(raised(scores).values()),
        "group_held": most_held,
    }


def _odds(score: Score | None) -> float:
    """Give a text's log-odds; one that is not judged is held by nobody."""
    return -20.0 if score is None else score.odds


def _held(model: Toxicity | Spam, texts: Sequence[str]) -> float:
    return sum(_odds(model.score(text)) >= model.threshold for text in texts) / len(texts)


def _shares(name: str, flags: Sequence[bool], bad: Sequence[bool]) -> Figures:
    pairs = list(zip(flags, bad, strict=True))
    good = len(bad) - sum(bad)
    return {
        f"{name}caught": sum(flag and is_bad for flag, is_bad in pairs) / sum(bad),
        f"{name}wrongly": sum(flag and not is_bad for flag, is_bad in pairs) / good,
    }


def _caught_at(odds: Sequence[float], bad: Sequence[bool], wrongly: float) -> float:
    """Give the share that is caught where as many are held wrongly as elsewhere."""
    good = sorted(
        (each for each, is_bad in zip(odds, bad, strict=True) if not is_bad), reverse=True
    )
    threshold = good[int(wrongly * len(good))]
    hits = [each > threshold for each, is_bad in zip(odds, bad, strict=True) if is_bad]
    return sum(hits) / len(hits)
