"""Words that stand where names of groups stand: they are read as one of them, too.

No list of groups is complete. What words stand beside a word says what kind of word it is; a classifier
that learned this from the list finds others, and each word is asked of one that did not learn from it.
An insult stands in the same places, so a word that people marked by itself in most cases is none.
"""

from collections import Counter
from collections.abc import Collection, Sequence

import numpy as np
from scipy import sparse
from scipy.sparse.linalg import svds
from sklearn.linear_model import LogisticRegression

from standfirst.moderation.learned.reading import is_word, place
from tools.models.marked import Sentence
from tools.models.matrices import Numbers

LEAST = 0.8
MOST_MARKED = 0.4
# What people do or think of others is no group, wherever it stands. Read through by hand.
_NO_GROUPS = """
    racist racists racism sexist bigot bigots bigoted nazi nazis fascist fascists supremacist
    supremacists terrorist terrorists criminal criminals traitor traitors thug thugs pig pigs
    devil evil incompetent uneducated narcissistic narcissist narcissists sociopath sociopaths
    clueless drunk despicable trolling troll trolls deranged whiners whiner bullies bully
    killers killer murderer murderers pedophile pedophiles rapist rapists shameless brats brat
    deluded grifter ugly disgusting liar liars loser losers lunatic nuts petty puppet conman
    anal rabid radicals porn sexual coward cowards garbage libtards goddamn redneck rednecks
    hillbilly dummy retarded retard jerk jerks monkey apes dirty nasty bitch bitches hoes skank
    fags fag faggot tranny niggers nigger negros spooks idiots moron morons imbeciles scum
    hypocrite hypocrites crooks crook parasites vermin savages animals misogynist
    misogynists devils miserable cuck cucks creepy creep cracker crackers snake snakes spineless perverted
    pervert perverts bumbling lunatics conmen rapist trumpster
"""
NO_GROUPS = frozenset(_NO_GROUPS.split())
_NEIGHBOURS = (-2, -1, 1, 2)
_COMMON, _LEAST_OFTEN, _WIDTH, _PARTS = 3_000, 5, 100, 10


class Places:
    """Vectors of the words that come often enough, by the words that stand beside them."""

    def __init__(self, texts: Sequence[Sequence[str]]) -> None:
        counts = Counter(word for text in texts for word in text)
        self.words = [word for word, count in counts.items() if count >= _LEAST_OFTEN]
        beside = _beside(texts, self.words, [word for word, _ in counts.most_common(_COMMON)])
        start = np.random.default_rng(0).uniform(-1, 1, min(beside.shape))
        left, size, _ = svds(beside, k=_WIDTH, v0=start)
        scaled = left * np.sqrt(size)
        self.vectors: Numbers = scaled / (np.linalg.norm(scaled, axis=1, keepdims=True) + 1e-9)

    def alike(self, groups: Collection[str]) -> dict[str, float]:
        """Give how much each word is like the groups, by classifiers that never saw the word."""
        named = np.array([word in groups for word in self.words])
        part = np.array([place(word, 16) % _PARTS for word in self.words])
        found = np.zeros(len(self.words))
        for each in range(_PARTS):
            model = LogisticRegression(C=10, class_weight="balanced", max_iter=500)
            model.fit(self.vectors[part != each], named[part != each])
            found[part == each] = model.predict_proba(self.vectors[part == each])[:, 1]
        return dict(zip(self.words, found.tolist(), strict=True))


def also_groups(
    places: Places, groups: Collection[str], sentences: Sequence[Sentence]
) -> frozenset[str]:
    """Give the words that are read as a group's name besides those of the list.

    A word and its plural are judged together: each is rarer than both.
    """
    said, alone = Counter[str](), Counter[str]()
    for sentence in sentences:
        for word, length in zip(sentence.words, sentence.lengths, strict=True):
            said[_one(word.letters)] += 1
            alone[_one(word.letters)] += length == 1
    likeness: dict[str, float] = {}
    for letters, share in places.alike(groups).items():
        likeness[_one(letters)] = max(share, likeness.get(_one(letters), 0.0))
    return frozenset(
        letters
        for letters in places.words
        if likeness[_one(letters)] >= LEAST
        and is_word(letters)
        and letters not in NO_GROUPS
        and said[_one(letters)] >= 3
        and alone[_one(letters)] / said[_one(letters)] < MOST_MARKED
    )


def _one(word: str) -> str:
    return word[:-1] if word.endswith("s") and len(word) > 3 else word


def _beside(
    texts: Sequence[Sequence[str]], words: Sequence[str], common: Sequence[str]
) -> sparse.csr_matrix:
    """Count what stands beside each word, as how much more often than by chance (PPMI)."""
    row_of = {word: row for row, word in enumerate(words)}
    column_of = {word: column for column, word in enumerate(common)}
    rows: list[int] = []
    columns: list[int] = []
    for text in texts:
        for at, word in enumerate(text):
            row = row_of.get(word)
            for side, offset in enumerate(_NEIGHBOURS if row is not None else ()):
                other = text[at + offset] if 0 <= at + offset < len(text) else ""
                if row is not None and other in column_of:
                    rows.append(row)
                    columns.append(side * len(common) + column_of[other])
    shape = (len(words), len(_NEIGHBOURS) * len(common))
    counted = sparse.csr_matrix((np.ones(len(rows)), (rows, columns)), shape=shape)
    counted.sum_duplicates()
    cells = counted.tocoo()
    of_row = np.asarray(counted.sum(1)).ravel()
    of_column = np.asarray(counted.sum(0)).ravel() ** 0.75
    of_column /= of_column.sum()
    more = np.log(cells.data / of_row[cells.row] / of_column[cells.col])
    return sparse.csr_matrix((np.maximum(more, 0), (cells.row, cells.col)), shape=shape)
