"""Trains the model of toxicity: which words, beside which others, people mark as toxic."""

import math
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from standfirst.moderation.learned.groups import WORDS
from standfirst.moderation.learned.reading import Word, is_word, words_of
from standfirst.moderation.learned.tables import Table, written
from tools.models.data import Document
from tools.models.likeness import Places, also_groups
from tools.models.marked import Sentence, marked_sentences, with_groups
from tools.models.matrices import Numbers, fitted, known_words, matrix, rounded, rows_of_words

STRENGTH = 0.2
# In the set four sentences of ten are marked, because it was chosen so. In a paper's comments one of
# twenty is nearer the truth; the score is the chance for such a paper.
SHARE_EXPECTED = 0.05
FLOOR = -5.0
# At the threshold so many of the sentences that nobody marked pass.
SPARED = 0.95
LEAST_KNOWN = 0.75


@dataclass(frozen=True)
class Scale:
    """How the log-odds of the worst word become those of a text."""

    slope: float
    lift: float
    prior: float
    threshold: float


@dataclass(frozen=True)
class Trained:
    """What scikit-learn holds after training, and the file that ships."""

    words: LogisticRegression
    scale: Scale
    data: bytes

    def odds(self, read: Sequence[Sequence[Word]]) -> float:
        """Give scikit-learn's log-odds of one text that was read."""
        rows = list(chain.from_iterable(rows_of_words(words) for words in read))
        found = self.words.decision_function(matrix(rows)) if rows else np.array([FLOOR])
        top = max(FLOOR, float(found.max()))
        return self.scale.slope * top + self.scale.lift


@dataclass(frozen=True)
class Evidence:
    """The words of sentences as rows, whose they are, and how far each was marked."""

    rows: sparse.csr_matrix
    owner: NDArray[np.int64]
    document: NDArray[np.int64]
    share: Numbers

    def fit(self, chosen: NDArray[np.bool_]) -> LogisticRegression:
        """Learn from some of the words. One that was marked among others counts only in part."""
        rows, share = self.rows[chosen], self.share[chosen]
        partly = (share > 0) & (share < 1)
        doubled = sparse.vstack([rows, rows[partly]], format="csr")
        bad = np.concatenate([share > 0, np.zeros(partly.sum(), dtype=bool)])
        weights = np.concatenate([np.where(share > 0, share, 1.0), 1.0 - share[partly]])
        return fitted(doubled, bad, weights, STRENGTH)


def evidence_of(sentences: Sequence[Sentence]) -> Evidence:
    """Give the rows of all words that may be evidence."""
    rows, owner, document, share = [], [], [], []
    for number, sentence in enumerate(sentences):
        rows += list(rows_of_words(sentence.words))
        for word, length in zip(sentence.words, sentence.lengths, strict=True):
            if is_word(word.letters):
                owner.append(number)
                document.append(sentence.document)
                share.append(1 / math.sqrt(length) if length else 0.0)
    return Evidence(matrix(rows), np.array(owner), np.array(document), np.array(share))


def worst_of(odds: Numbers, owner: NDArray[np.int64], count: int) -> Numbers:
    """Give the highest of each sentence's words, and the floor where it has none."""
    found = np.full(count, FLOOR)
    np.maximum.at(found, owner, odds)
    return found


@dataclass(frozen=True)
class Ground:
    """What is read once, whatever the list of groups: sentences, where words stand, known words."""

    sentences: list[Sentence]
    places: Places
    known: Table


def ground_of(documents: Sequence[Document], others: Sequence[str]) -> Ground:
    """Read the documents that are not held out. ``others`` are more texts, for what words mean."""
    sentences = list(marked_sentences(each for each in documents if not each.is_held_out))
    read = [sentence.words for sentence in sentences]
    read += [words_of(text, 0, len(text), ()) for text in others]
    letters = [[word.letters for word in words] for words in read]
    return Ground(sentences, Places(letters), known_words(read, least=3))


def train(ground: Ground, groups: Collection[str] = WORDS, scale: Scale | None = None) -> Trained:
    """Train with a list of names of groups; ``scale`` is another training's, to save the time."""
    alike = also_groups(ground.places, groups, ground.sentences)
    sentences = [with_groups(each, frozenset(groups) | alike) for each in ground.sentences]
    evidence = evidence_of(sentences)
    words = evidence.fit(np.ones(len(evidence.share), dtype=bool))
    table = rounded(words)
    scale = scale or _scale_of(evidence, sentences)
    head = {
        "alike": sorted(alike),
        "bias": float(words.intercept_[0]),
        "floor": FLOOR,
        "least_known": LEAST_KNOWN,
        **asdict(scale),
    }
    data = written(head, {"weights": table, "known": ground.known})
    return Trained(words, scale, data)


def _scale_of(evidence: Evidence, sentences: Sequence[Sentence]) -> Scale:
    """Fit the scale on the worst words of sentences, each by a model that did not learn from it."""
    half = evidence.document % 2 == 0
    odds = np.zeros(len(half))
    for here in (half, ~half):
        odds[~here] = evidence.fit(here).decision_function(evidence.rows[~here])
    worst = worst_of(odds, evidence.owner, len(sentences))
    marked = np.array([sentence.is_marked for sentence in sentences])
    model = LogisticRegression(C=10).fit(worst[:, None], marked)
    share = float(marked.mean())
    prior = math.log(SHARE_EXPECTED / (1 - SHARE_EXPECTED)) - math.log(share / (1 - share))
    slope, lift = float(model.coef_[0, 0]), float(model.intercept_[0]) + prior
    threshold = slope * float(np.quantile(worst[~marked], SPARED)) + lift
    return Scale(slope, lift, prior, threshold)
