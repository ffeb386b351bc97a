"""`make models`: train, judge, and write the files that ship, the record and the card."""

import hashlib
import json
import os
import sys
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

from rich.console import Console

from standfirst.moderation.learned import groups, tables
from standfirst.moderation.learned.files import SPAM, TOXICITY
from standfirst.moderation.learned.scoring import Spam, Toxicity
from tools.models import card, data, judging, spam, toxicity
from tools.models.phrases import GROUPS, Group

LIBRARIES = ("numpy", "scipy", "scikit-learn")
COMMENTS_IN_SPAM, ARTICLES_IN_SPAM, ARTICLES_READ = 2_500, 400, 600
# Groups whose names begin alike are left out together: "gay" and "gays", "Mexican" and "Mexicans".
_BEGINNING = 4


def main() -> None:
    """Do all of it; a minute or three of one core."""
    folder = Path(
        os.environ.get("STANDFIRST_TEST_DATA", "") or sys.exit("Set STANDFIRST_TEST_DATA.")
    )
    say = Console().print
    say("Training the model of spam …")
    SPAM.write_bytes(train_spam(folder).data)
    say("Training the model of toxicity …")
    ground = ground_of(folder)
    trained = toxicity.train(ground)
    TOXICITY.write_bytes(trained.data)
    say("Judging …")
    judged = Toxicity(tables.read(trained.data))
    figures = {
        "toxicity": judging.toxicity_figures(judged, folder),
        "spam": judging.spam_figures(Spam(tables.read_file(SPAM)), folder),
    }
    record = {
        "figures": figures,
        "files": {path.name: digest(path) for path in (SPAM, TOXICITY)},
        "libraries": {name: version(name) for name in LIBRARIES},
        "sets": {place: digest(folder / place) for place in data.places()},
    }
    for half in (0, 1):
        say(f"Training without half of the groups ({half + 1} of 2) …")
        figures["toxicity"].update(left_out(ground, half, trained.scale))
    card.RECORD.write_text(json.dumps(record, indent=2, sort_keys=True) + "\n", "utf-8")
    card.PAGE.write_text(card.filled(card.PAGE.read_text("utf-8"), record), "utf-8")
    say("Done.")


def ground_of(folder: Path) -> toxicity.Ground:
    """Read what the model of toxicity learns from."""
    others = [each.text for each in data.tweets(folder) if not each.is_held_out]
    articles = data.articles(folder)[:ARTICLES_READ]
    others += [each.text for each in articles if not each.is_held_out]
    return toxicity.ground_of(data.civil(folder), others)


def train_spam(folder: Path) -> spam.Trained:
    """Train as what ships is trained."""
    ordinary = data.civil(folder)[:COMMENTS_IN_SPAM]
    ordinary += spam.paragraphs(data.articles(folder)[:ARTICLES_IN_SPAM])
    return spam.train(data.video_comments(folder), data.messages(folder), ordinary)


def left_out(ground: toxicity.Ground, half: int, scale: toxicity.Scale) -> judging.Figures:
    """Train without every other group of the list, and see how far these rise."""
    missing = {group for number, group in enumerate(GROUPS) if number % 2 == half}
    unknown = {word[:_BEGINNING] for group in missing for word in group.words}
    listed = frozenset(word for word in groups.WORDS if word[:_BEGINNING] not in unknown)
    trained = toxicity.train(ground, listed, scale)
    model = Toxicity(tables.read(trained.data), listed)
    balanced = -model.prior
    return {
        f"left_out_{half}": _most(judging.raised(judging.group_scores(model)), missing),
        f"left_out_{half}_balanced": _most(
            judging.raised(judging.group_scores(model, balanced)), missing
        ),
    }


def digest(path: Path) -> str:
    """Give the SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _most(scores: dict[Group, float], of: Iterable[Group]) -> float:
    return max(scores[group] for group in of)


if __name__ == "__main__":
    main()
