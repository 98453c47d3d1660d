"""Does any page leave the reader with an exception, or hang it? `python -m tests.bench.mutated [--pages N] [--seed N]`.

Pages of the demo, of the test site and, where it is there, of the shared corpus: cut, overwritten, with NULs, in a wrong
charset, with shuffled tags, nested 100,000 deep, or of 50 MB. Prints the slowest, the most memory of a process, and any
find with its seed; ends with 1 if there is one. `--again SEED` reads one page alone.
"""

from __future__ import annotations

import argparse
import functools
import random
import re
import resource
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from provenance.core.extract.source import read
from provenance.core.records import source_from, source_record
from tests.behaviours.base import article
from tests.bench import corpus

URL = "https://harbour-courier.example/2024/03/08/ferry-crews-return"
# Every so many pages one is long or deep; each costs as much as a thousand others.
_RARE = 2_000
_LONG, _DEEP = 50_000_000, 100_000
_FROM_CORPUS = 60
_CHARSETS = ("utf-16", "shift_jis", "koi8-r", "gb18030", "windows-1256", "latin-1")
_TAG = re.compile(rb"<[^<>]{1,400}>")

Mutation = Callable[[random.Random, bytes], bytes]


@dataclass(slots=True)
class Seen:
    """What one process has seen. slowest: seconds, for how many bytes. memory: most of the process, in MB."""

    pages: int = 0
    slowest: tuple[float, int, int] = (0.0, 0, 0)
    memory: float = 0.0
    finds: list[str] = field(default_factory=list)


@functools.cache
def bases() -> tuple[bytes, ...]:
    """Pages to begin with."""
    demo = Path(__file__).parents[2] / "data" / "demo"
    found = [article(), *(file.read_bytes() for file in sorted(demo.glob("*.html")))]
    place = corpus.folder()
    if place is not None:
        rows = corpus.rows(place)
        found += [row.content()[:300_000] for row in rows[:: max(1, len(rows) // _FROM_CORPUS)]]
    return tuple(found)


def _cut(chance: random.Random, page: bytes) -> bytes:
    return page[: chance.randrange(1, max(2, len(page)))]


def _flip(chance: random.Random, page: bytes) -> bytes:
    changed = bytearray(page or b" ")
    for _ in range(chance.choice((1, 10, 300))):
        changed[chance.randrange(max(1, len(changed)))] = chance.randrange(256)
    return bytes(changed)


def _nuls(chance: random.Random, page: bytes) -> bytes:
    place = chance.randrange(max(1, len(page)))
    return page[:place] + b"\0" * chance.choice((1, 50, 5_000)) + page[place:]


def _recoded(chance: random.Random, page: bytes) -> bytes:
    return page.decode("utf-8", "replace").encode(chance.choice(_CHARSETS), "replace")


def _shuffled(chance: random.Random, page: bytes) -> bytes:
    tags = _TAG.findall(page)
    chance.shuffle(tags)
    left = iter(tags)
    return _TAG.sub(lambda match: next(left, match.group()), page)


def _doubled(chance: random.Random, page: bytes) -> bytes:
    start = chance.randrange(max(1, len(page)))
    return page[:start] + page[start : start + chance.randrange(2_000)] * chance.choice((2, 20)) + page[start:]


def _noise(chance: random.Random, page: bytes) -> bytes:
    return chance.randbytes(chance.choice((10, 1_000, 50_000))) + page[: chance.randrange(max(1, len(page)))]


def _nested(chance: random.Random, page: bytes) -> bytes:
    tag = chance.choice((b"div", b"b", b"table><tr><td", b"ul><li", b"span class=author", b"script", b"svg><g"))
    return page[: len(page) // 2] + (b"<" + tag + b">") * _DEEP + page[len(page) // 2 :]


def _long(chance: random.Random, page: bytes) -> bytes:
    return (page * (_LONG // len(page) + 1))[:_LONG] if chance.random() < 0.5 else page + b"Aa 1 " * (_LONG // 5)


_OFTEN: tuple[Mutation, ...] = (_cut, _flip, _nuls, _recoded, _shuffled, _doubled, _noise)
_SELDOM: tuple[Mutation, ...] = (_nested, _long)


def mutated(seed: int) -> bytes:
    """The page of a seed: one to three mutations, or one of the seldom ones."""
    chance = random.Random(seed)
    page = chance.choice(bases())
    if seed % _RARE == 0:
        return chance.choice(_SELDOM)(chance, page)
    for _ in range(chance.choice((1, 1, 2, 3))):
        page = chance.choice(_OFTEN)(chance, page) or b"<"
    return page


def run(seeds: Sequence[int]) -> Seen:
    """Read the pages of these seeds."""
    seen = Seen()
    for seed in seeds:
        page = mutated(seed)
        begun = time.process_time()
        try:
            source = read(page, url=URL)
            if source_from(source_record(source)) != source:
                seen.finds.append(f"seed {seed}: the record is not the source")
        except Exception:  # noqa: BLE001 - that is what is looked for
            seen.finds.append(f"seed {seed}: {traceback.format_exc()}")
        spent = time.process_time() - begun
        seen.slowest = max(seen.slowest, (spent, len(page), seed))
        seen.pages += 1
    seen.memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return seen


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=2_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--again", type=int, help="read the page of one seed")
    arguments = parser.parse_args()
    if arguments.again is not None:
        print(run([arguments.again]))
        return
    seeds = range(arguments.seed, arguments.seed + arguments.pages)
    begun = time.perf_counter()
    with ProcessPoolExecutor(2) as pool:
        found = list(pool.map(run, (seeds[start : start + 500] for start in range(0, len(seeds), 500))))
    finds = [find for seen in found for find in seen.finds]
    seconds, size, seed = max(seen.slowest for seen in found)
    print(f"{sum(seen.pages for seen in found)} pages in {time.perf_counter() - begun:.0f} s, {len(finds)} finds")
    print(
        f"slowest {seconds:.2f} s CPU for {size / 1e6:.2f} MB (seed {seed}); most memory of a process {max(seen.memory for seen in found):.0f} MB"
    )
    for find in finds[:5]:
        print(find)
    sys.exit(1 if finds else 0)


if __name__ == "__main__":
    main()
