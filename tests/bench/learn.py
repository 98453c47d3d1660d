"""Learn the weights of the choice, and measure what its chances mean: `python -m tests.bench.learn [--write]`.

Needs the shared corpus and numpy. For each variable a logistic model over the features of `likely.features` is fitted
to the candidates of all pages whose truth is known, with ridge shrinkage; `agreement`, the sum of what was measured on a
larger corpus, is not shrunk. Then, over ten parts of the outlets, a model fitted without a part is asked for its
choices in that part, and that five times with other parts: the share of them that is right, by their chance, is the
calibration. Printed are the mean over the five and its standard deviation. With --write the two tables
in `data/` are written anew.
"""

from __future__ import annotations

import argparse
import hashlib
import statistics
import sys
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from provenance.core.extract import choose, likely, sites, urlpath, webpage
from provenance.core.extract.page import parse
from provenance.core.model import Evidence
from provenance.core.text import decode
from tests.bench import corpus

DATA = Path(__file__).parents[2] / "data"
VARIABLES = {
    "title": "title",
    "author": "authors",
    "container_title": "site_name",
    "section": "section",
    "language": "lang",
}
# Fields whose truth must be on the page, as people saw it; see `corpus.stands_on`.
ON_PAGE = frozenset({"title", "authors"})
# A feature on fewer pages is left to the others.
FEWEST = 8
RIDGE = {"title": 3.0, "author": 3.0, "container_title": 3.0, "section": 10.0, "language": 3.0}
FOLDS = 10
# Ways of parting the outlets: which of them share a part is chance, and moves a share by a percent.
SPLITS = 5
# Shares of the pages of which the surest are looked at.
SHARES = (0.6, 0.7, 0.8)
# Values a step of the calibration stands on at the least.
LEAST_IN_STEP = 30


@dataclass(frozen=True, slots=True)
class Choice:
    """The candidates of one page: their features, which of them are right, and the outlet."""

    outlet: str
    features: tuple[dict[str, float], ...]
    right: tuple[bool, ...]


def evidence_of(row: corpus.Row, markup: str) -> tuple[Evidence, ...]:
    """All that `make_source` chooses from."""
    url = urlpath.original_of(row.url)
    found = webpage.read(parse(markup), url)
    evidence = (*found.evidence, *urlpath.read(url))
    language = choose.language(evidence)
    return (*evidence, *sites.of_outlet(url, language.value or ""))


def choices(found: Sequence[corpus.Row], place: Path) -> dict[str, list[Choice]]:
    """The candidates of all pages, by variable."""
    score = corpus.scorer(place)
    gathered: defaultdict[str, list[Choice]] = defaultdict(list)
    for row in found:
        markup = decode(row.content()).text.replace("\0", "")
        evidence = evidence_of(row, markup)
        for variable, field in VARIABLES.items():
            if not corpus.known(row, field) or (field in ON_PAGE and not corpus.stands_on(score, row, field, markup)):
                continue
            candidates, setting = choose.candidates_of(variable, evidence)
            right = tuple(bool(corpus.is_right(score, field, choose.said(variable, one), row)) for one in candidates)
            features = tuple(likely.features(variable, one, candidates, setting) for one in candidates)
            gathered[variable].append(Choice(row.outlet, features, right))
    return gathered


def fit(some: Sequence[Choice], ridge: float) -> dict[str, float]:
    """Feature → log-odds, by Newton's method."""
    counts: defaultdict[str, int] = defaultdict(int)
    for choice in some:
        for name in {name for found in choice.features for name in found}:
            counts[name] += 1
    names = ["always", *sorted(name for name, count in counts.items() if count >= FEWEST)]
    index = {name: place for place, name in enumerate(names)}
    rows = [(found, right) for choice in some for found, right in zip(choice.features, choice.right, strict=True)]
    x, y = np.zeros((len(rows), len(names))), np.array([float(right) for _, right in rows])
    x[:, 0] = 1.0
    for line, (found, _) in enumerate(rows):
        for name, value in found.items():
            if name in index:
                x[line, index[name]] = value
    penalty = np.full(len(names), ridge)
    penalty[[index[name] for name in ("always", "agreement") if name in index]] = 0.01
    weights = np.zeros(len(names))
    for _ in range(30):
        p = 1 / (1 + np.exp(-np.clip(x @ weights, -30, 30)))
        gradient = x.T @ (y - p) - penalty * weights
        hessian = (x * (p * (1 - p))[:, None]).T @ x + np.diag(penalty + 1e-6)
        step = np.linalg.solve(hessian, gradient)
        weights += step
        if np.abs(step).max() < 1e-5:
            break
    return {name: round(float(weights[place]), 3) for name, place in index.items()}


def chosen(choice: Choice, weights: dict[str, float]) -> tuple[float, bool] | None:
    """The chance of the likeliest candidate, and whether it is right."""
    if not choice.features:
        return None
    chances = [likely.chance(weights, found) for found in choice.features]
    place = max(
        range(len(chances)), key=lambda number: (chances[number], choice.features[number].get("agreement", 0.0))
    )
    return chances[place], choice.right[place]


def unseen(some: Sequence[Choice], ridge: float, split: int) -> list[tuple[float, bool]]:
    """Chance and rightness of the choices on outlets that the weights had not seen. split: which way of parting them."""
    outlets = sorted(
        {choice.outlet for choice in some}, key=lambda name: hashlib.sha256(f"{split}:{name}".encode()).digest()
    )
    found: list[tuple[float, bool]] = []
    for part in range(FOLDS):
        held = set(outlets[part::FOLDS])
        weights = fit([choice for choice in some if choice.outlet not in held], ridge)
        found += [pair for choice in some if choice.outlet in held and (pair := chosen(choice, weights)) is not None]
    return found


def steps(found: Sequence[tuple[float, bool]]) -> list[tuple[float, float, int, int]]:
    """Least chance, share right, pages, right – by pooling neighbours until the shares rise with the chance.

    The share is smoothed by one right and one wrong of each split, so that forty of forty are no certainty.
    """
    ordered = sorted(found, reverse=True)
    least = LEAST_IN_STEP * SPLITS
    blocks = [ordered[start : start + least] for start in range(0, len(ordered), least)]
    if len(blocks) > 1 and len(blocks[-1]) < least:
        blocks[-2:] = [blocks[-2] + blocks[-1]]
    pooled: list[list[tuple[float, bool]]] = []
    for block in blocks:
        pooled.append(block)
        while len(pooled) > 1 and _share(pooled[-1]) >= _share(pooled[-2]):
            pooled[-2:] = [pooled[-2] + pooled[-1]]
    return [
        (min(chance for chance, _ in block), _share(block), len(block), sum(right for _, right in block))
        for block in pooled
    ]


def _share(block: Sequence[tuple[float, bool]]) -> float:
    return (sum(right for _, right in block) + SPLITS) / (len(block) + 2 * SPLITS)


def report(variable: str, some: Sequence[Choice], splits: Sequence[Sequence[tuple[float, bool]]]) -> None:
    """Mean and spread over the splits, and the steps of the calibration."""
    found = [pair for split in splits for pair in split]
    print(
        f"\n{variable}: {len(some)} pages, right on unseen outlets {_spread([_right(split, len(some)) for split in splits])}"
    )
    bounds = [least for least, level, _, _ in steps(found) if level >= 0.9]
    if bounds:
        sure = [[pair for pair in split if pair[0] >= min(bounds)] for split in splits]
        covered = _spread([len(split) / len(some) for split in sure])
        print(
            f"  confidence >= .9: right {_spread([_right(split, len(split)) for split in sure])} on {covered} of the pages"
        )
    for share in SHARES:
        best = [sorted(split, reverse=True)[: round(share * len(some))] for split in splits]
        print(f"  the surest {share:.0%} of the pages: right {_spread([_right(split, len(split)) for split in best])}")
    for least, level, count, right in steps(found):
        print(f"  chance >= {least:.3f}  {right:4} of {count:4} right  confidence {level:.3f}")


def _right(found: Sequence[tuple[float, bool]], of: int) -> float:
    return sum(right for _, right in found) / max(1, of)


def _spread(shares: Sequence[float]) -> str:
    return f"{statistics.mean(shares):.3f} (± {statistics.pstdev(shares):.3f})"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="write data/weights.csv and data/calibration.csv")
    arguments = parser.parse_args()
    place = corpus.folder()
    if place is None:
        sys.exit("needs the shared corpus: set PROVENANCE_SHARED to its folder")
    weights_lines = ["variable,feature,weight,pages,right"]
    calibration_lines = ["variable,chance,share_right,pages,right"]
    for variable, some in choices(corpus.rows(place), place).items():
        splits = [unseen(some, RIDGE[variable], split) for split in range(SPLITS)]
        found = [pair for split in splits for pair in split]
        report(variable, some, splits)
        weights = fit(some, RIDGE[variable])
        for name, weight in sorted(weights.items(), key=lambda pair: -abs(pair[1])):
            having = [right for one in some for has, right in zip(one.features, one.right, strict=True) if name in has]
            weights_lines.append(f"{variable},{name},{weight},{len(having)},{sum(having)}")
        calibration_lines += [
            f"{variable},{least:.4f},{level:.3f},{count},{right}" for least, level, count, right in steps(found)
        ]
    if arguments.write:
        head = f"# Learnt by `python -m tests.bench.learn` from the corpus {corpus.digest(place)[:16]}."
        _write(
            "weights.csv",
            f"{head} weight: log-odds that a candidate with the feature is right;\n# pages: candidates that have it, right: those of them that are.",
            weights_lines,
        )
        _write(
            "calibration.csv",
            f"{head} share_right: of the values chosen with at least such a chance\n# (and less than the row above), on outlets that the weights had not seen, smoothed by one right and one wrong. Each page is counted in each of five splits.",
            calibration_lines,
        )


def _write(name: str, head: str, lines: list[str]) -> None:
    (DATA / name).write_text(head + "\n" + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
