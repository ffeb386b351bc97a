"""Texts as sparse rows of numbers, and weights as whole numbers: what scikit-learn sees of them."""

import math
from array import array
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from standfirst.moderation.learned.reading import Word, grams, is_word, place
from standfirst.moderation.learned.scoring import EDGE_AFTER, EDGE_BEFORE
from standfirst.moderation.learned.tables import MOST, Table

BITS = 18
Row = tuple[list[int], list[float]]
Numbers = NDArray[np.float64]


def matrix(rows: Iterable[Row]) -> sparse.csr_matrix:
    """Put rows of features into one sparse matrix; a feature that comes twice in a row is added."""
    starts, columns, values = [0], array("i"), array("d")
    for numbers, shares in rows:
        columns.extend(numbers)
        values.extend(shares)
        starts.append(len(columns))
    found = sparse.csr_matrix(
        (np.array(values), np.array(columns), np.array(starts)), shape=(len(starts) - 1, 2**BITS)
    )
    found.sum_duplicates()
    return found


@lru_cache(maxsize=200_000)
def of_word(letters: str) -> tuple[tuple[int, ...], tuple[float, ...]]:
    """Give a word's own features: itself, and its parts with a share each."""
    parts = grams(letters)
    numbers = (place(f"w|{letters}", BITS), *(place(f"c|{part}", BITS) for part in parts))
    return numbers, (1.0, *(1 / math.sqrt(len(parts)) for _ in parts))


def rows_of_words(words: Sequence[Word]) -> Iterator[Row]:
    """Give a row for each word that may be evidence, with its neighbours (toxicity)."""
    letters = [EDGE_BEFORE, *(word.letters for word in words), EDGE_AFTER]
    for before, here, after in zip(letters, letters[1:], letters[2:], strict=False):
        if is_word(here):
            numbers, shares = of_word(here)
            around = (f"p|{before}", f"n|{after}", f"a|{before} {here}", f"z|{here} {after}")
            yield [*numbers, *(place(each, BITS) for each in around)], [*shares, *(1.0,) * 4]


def row_of_text(words: Sequence[Word]) -> Row:
    """Give one row for a whole text (spam)."""
    letters = [EDGE_BEFORE, *(word.letters for word in words), EDGE_AFTER]
    numbers: list[int] = []
    shares: list[float] = []
    for word in words:
        own, share = of_word(word.letters)
        numbers += own
        shares += share
    pairs = [f"b|{one} {other}" for one, other in pairwise(letters)]
    numbers += [place(pair, BITS) for pair in pairs]
    shares += [1.0] * len(pairs)
    length = math.sqrt(max(len(words), 1))
    return numbers, [share / length for share in shares]


def fitted(
    rows: sparse.csr_matrix, bad: NDArray[np.bool_], weights: Numbers, strength: float
) -> LogisticRegression:
    """Fit a logistic regression on the features that come in two rows or more; the rest weigh nothing."""
    columns = np.flatnonzero(np.bincount(rows.indices, minlength=2**BITS) >= 2)
    small = LogisticRegression(
        C=strength, solver="liblinear", tol=1e-2, max_iter=300, random_state=0
    ).fit(rows[:, columns], bad, sample_weight=weights)
    coefficients = np.zeros((1, 2**BITS))
    coefficients[0, columns] = small.coef_[0]
    small.coef_, small.n_features_in_ = coefficients, 2**BITS
    return small


def rounded(model: LogisticRegression) -> Table:
    """Round a fitted model's weights to whole numbers of a step, in the model as well: they ship so."""
    step = float(np.abs(model.coef_).max()) / MOST
    numbers = np.rint(model.coef_[0] / step).astype(int)
    model.coef_ = (numbers * step)[np.newaxis, :]
    return Table(step, array("h", numbers.tolist()))


def known_words(texts: Iterable[Sequence[Word]], least: int) -> Table:
    """Give the table of bits that knows every word which comes at least some times."""
    counts: dict[str, int] = {}
    for words in texts:
        for word in words:
            counts[word.letters] = counts.get(word.letters, 0) + 1
    bits = np.zeros(2**19, dtype=np.uint8)
    for letters, count in counts.items():
        if count >= least and is_word(letters):
            for probe in "xy":
                bits[place(f"{probe}|{letters}", 19)] = 1
    packed = np.packbits(bits, bitorder="little").view("<i2")
    return Table(1.0, array("h", packed.tolist()))
