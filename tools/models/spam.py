"""Trains the model of spam: comments under videos and messages, against what a paper's people write."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from standfirst.moderation.learned.reading import Word, words_of
from standfirst.moderation.learned.tables import written
from tools.models.data import Document
from tools.models.matrices import fitted, known_words, matrix, rounded, row_of_text

STRENGTH = 8.0
# There are few comments under videos and much else: each of the first counts for thirty. A message of
# a telephone is further from a comment than either, so it counts for less than one.
WEIGHT, OF_MESSAGE = 30.0, 0.3
LEAST_KNOWN = 0.5
# In log-odds: held where spam is more than four times as likely as not.
THRESHOLD = 1.5
PARAGRAPHS, SHORTEST = 6, 30


@dataclass(frozen=True)
class Trained:
    """What scikit-learn holds after training, and the file that ships."""

    model: LogisticRegression
    data: bytes


def row(words: Sequence[Word]) -> sparse.csr_matrix:
    """Give a text that was read as scikit-learn sees it."""
    return matrix([row_of_text(words)])


def paragraphs(articles: Sequence[Document]) -> list[Document]:
    """Give the first paragraphs of articles, each as a text of its own."""
    return [
        Document(article.index, paragraph)
        for article in articles
        for paragraph in article.text.split("\n")[:PARAGRAPHS]
        if len(paragraph) >= SHORTEST
    ]


def train(
    videos: Sequence[Document], messages: Sequence[Document], ordinary: Sequence[Document]
) -> Trained:
    """Train on the documents that are not held out; nothing of ``ordinary`` is spam."""
    sets = ((videos, WEIGHT), (messages, OF_MESSAGE), (ordinary, 1.0))
    taught = [(each, weight) for some, weight in sets for each in some if not each.is_held_out]
    read = [words_of(each.text, 0, len(each.text), ()) for each, _ in taught]
    weights = np.array([weight for _, weight in taught])
    bad = np.array([each.is_bad for each, _ in taught])
    model = fitted(matrix(row_of_text(words) for words in read), bad, weights, STRENGTH)
    head = {
        "bias": float(model.intercept_[0]),
        "least_known": LEAST_KNOWN,
        "lift": 0.0,
        "threshold": THRESHOLD,
    }
    tables = {"weights": rounded(model), "known": known_words(read, least=2)}
    return Trained(model, written(head, tables))
