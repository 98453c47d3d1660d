"""The links of long lists, in a temporary file in place of memory.

SQLite makes the file (https://www.sqlite.org/inmemorydb.html, "Temporary Databases"), removes its name at once, and gives
its space back when it is closed, whatever ends the program. Nothing in it is evidence, so no write waits for the disk.
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from hashlib import blake2b
from itertools import islice
from operator import itemgetter
from typing import Any, overload

from provenance.core.model import Item, ManyItems, Origin
from provenance.errors import ToolError

# Rows that are read or written together.
_TOGETHER = 1_000
# Of one host, for thousands of hosts are drawn from at once.
_OF_A_HOST = 16
# Negative: kibibytes (https://www.sqlite.org/pragma.html#pragma_cache_size).
_CACHE = -8_192

_TABLES = f"""
PRAGMA cache_size = {_CACHE};
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA temp_store = FILE;
CREATE TABLE mentions (
    id INTEGER PRIMARY KEY, url BLOB NOT NULL, scanned INTEGER NOT NULL, told TEXT NOT NULL, why TEXT
);
CREATE TABLE links (
    id INTEGER PRIMARY KEY, url BLOB NOT NULL, aside INTEGER NOT NULL, first INTEGER NOT NULL, host TEXT NOT NULL,
    source BLOB NOT NULL, done INTEGER NOT NULL DEFAULT 0
);
"""
# After all is written: a sort costs less than an index that is kept up.
_BY_URL = "CREATE INDEX mentions_by_url ON mentions (url, why)"
_INDEXES = """
CREATE UNIQUE INDEX links_by_url ON links (url, aside);
CREATE INDEX links_by_host ON links (host, first) WHERE NOT aside;
CREATE INDEX links_by_source ON links (source);
"""
# `why` is NULL for what is looked at, empty for what only stands in the lists too (`BESIDE`), else a reason.
_LOOKED_AT = "SELECT url, min(id) FROM mentions WHERE why IS NULL GROUP BY url"
_BESIDE = "SELECT url, min(id) FROM mentions WHERE why = '' GROUP BY url"
_MENTIONS = "SELECT url, scanned, told FROM mentions WHERE url = ? AND why IS NULL ORDER BY id"
_MENTIONS_BESIDE = "SELECT url, scanned, told FROM mentions WHERE url = ? AND why = '' ORDER BY id"


class Spool:
    """Links of lists, in the order of the lists. First they are added and left out, then `link` makes of them what a run
    asks for: each link once, by host, and with the others of its source. For one thread at a time.

    Raises
    ------
    ToolError
        where the temporary file cannot be written or read, from whatever is asked of it.
    """

    def __init__(self) -> None:
        with _faults():
            self._connection = sqlite3.connect("", isolation_level=None, check_same_thread=False)
            self._connection.executescript(_TABLES)

    def close(self) -> None:
        """Give the space back."""
        self._connection.close()

    # -- what goes in

    def add(self, items: Iterable[Item]) -> SpooledItems:
        """A further list. Where `items` raises, nothing of it stays."""
        before = self._last()
        try:
            with _faults(), self._transaction():
                rows = map(_row, items)
                while block := list(islice(rows, _TOGETHER)):
                    self._connection.executemany("INSERT INTO mentions (url, scanned, told) VALUES (?, ?, ?)", block)
        except BaseException:  # there is no journal to roll back with
            with contextlib.suppress(sqlite3.Error):  # of a full disk, which is told already
                self._connection.execute("DELETE FROM mentions WHERE id > ?", (before,))
            raise
        return SpooledItems(self, (before, self._last()))

    def _last(self) -> int:
        return int(self._run("SELECT coalesce(max(id), 0) FROM mentions").fetchone()[0])

    def link(self, *, host: Callable[[str], str], source: Callable[[str], str]) -> None:
        """Make links of the mentions. host, source: what a link is of, from its URL alone."""
        with _faults(), self._transaction():
            self._connection.execute(_BY_URL)
            for aside, question in enumerate((_LOOKED_AT, _BESIDE)):
                found = self._connection.execute(question)
                while block := found.fetchmany(_TOGETHER):
                    named = ((url, first, _text(url)) for url, first in block)
                    self._connection.executemany(
                        "INSERT INTO links (url, aside, first, host, source) VALUES (?, ?, ?, ?, ?)",
                        [(url, aside, first, host(text), _digest(source(text))) for url, first, text in named],
                    )
        with _faults():
            self._connection.executescript(_INDEXES)

    def mark_done(self, url: str) -> bool:
        """Let nobody look at a link; whether it is one of the links."""
        return bool(self._run("UPDATE links SET done = 1 WHERE url = ? AND NOT aside", _blob(url)).rowcount)

    # -- what comes out

    def count(self, what: str) -> int:
        """How many different links there are, or sources, or mentions of links, or links left out."""
        return int(self._run(_COUNTS[what]).fetchone()[0])

    def mentions(self, url: str, *, aside: bool = False) -> list[Item]:
        """Where a link stands, in the order of the lists. aside: of those that are not looked at."""
        rows = self._run(_MENTIONS_BESIDE if aside else _MENTIONS, _blob(url))
        return [_item(*row) for row in rows]

    def place(self, url: str) -> int:
        """A number that grows with the place where a link stands first; 0 for what is no link."""
        found = self._run("SELECT first FROM links WHERE url = ? AND NOT aside", _blob(url)).fetchone()
        return int(found[0]) if found else 0

    def of_one_source(self, url: str) -> list[tuple[str, bool]]:
        """All links of the source of a link, itself included, those that are looked at first, in the order of the lists;
        each with whether it is one that is not looked at.
        """
        rows = self._run(_OF_ONE_SOURCE, _blob(url))
        return [(_text(other), bool(aside)) for other, aside in rows]

    def hosts(self) -> Iterator[str]:
        """The hosts of links that are not done, the one with most of them first: it takes longest."""
        yield from map(itemgetter(0), self._run(_HOSTS))

    def links_of(self, host: str) -> Iterator[str]:
        """The links of a host that are not done, in the order of the lists."""
        last = 0
        while rows := self._run(_OF_HOST, host, last, _OF_A_HOST).fetchall():
            last = rows[-1][1]
            yield from (_text(url) for url, _ in rows)

    def links(self) -> Iterator[str]:
        """All links that are not done, host by host."""
        for host in self.hosts():
            yield from self.links_of(host)

    def left_out(self) -> Iterator[tuple[Item, str]]:
        """Links that were left out, each with its reason."""
        for row in self._run("SELECT url, scanned, told, why FROM mentions WHERE why <> '' ORDER BY id"):
            yield _item(*row[:3]), row[3]

    # -- of one list

    def items_between(self, after: int, last: int) -> Iterator[tuple[int, Item]]:
        """The links that are looked at, each with its number, which is more than `after` and not more than `last`."""
        while rows := self._run(_BETWEEN, after, last, _TOGETHER).fetchall():
            after = rows[-1][0]
            yield from ((row[0], _item(*row[1:])) for row in rows)

    def counts_between(self, after: int, last: int) -> tuple[int, int]:
        """As `items_between`, how many there are, and how many of them only the raw scan found."""
        every, scanned = self._run(_COUNTS_BETWEEN, after, last).fetchone()
        return every, int(scanned)

    def leave_out(self, reasons: Iterable[tuple[int, str]]) -> None:
        """Links by their number, each with why it is not looked at."""
        with _faults(), self._transaction():
            rows = iter(reasons)
            while block := [(why, one) for one, why in islice(rows, _TOGETHER)]:
                self._connection.executemany("UPDATE mentions SET why = ? WHERE id = ?", block)

    def _run(self, sql: str, *values: object) -> sqlite3.Cursor:
        with _faults():
            return self._connection.execute(sql, values)

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[None]:
        self._connection.execute("BEGIN")
        try:
            yield
        finally:
            self._connection.execute("COMMIT")


class SpooledItems(ManyItems):
    """The links of one list that lie in a spool."""

    def __init__(self, spool: Spool, span: tuple[int, int]) -> None:
        """span: the number before its first link, and that of its last one."""
        self._spool, self._span = spool, span
        self._count, self._scanned = spool.counts_between(*span)

    @property
    def scanned(self) -> int:
        return self._scanned

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[Item]:
        return (item for _, item in self._spool.items_between(*self._span))

    @overload
    def __getitem__(self, index: int) -> Item: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[Item]: ...

    def __getitem__(self, index: int | slice) -> Item | Sequence[Item]:
        if isinstance(index, slice):
            return [*islice(self, *index.indices(self._count))]
        return next(islice(self, range(self._count)[index], None))

    def parted(self, reason: Callable[[Item], str | None]) -> tuple[SpooledItems, Counter[str]]:
        reasons: Counter[str] = Counter()

        def gone() -> Iterator[tuple[int, str]]:
            for number, item in self._spool.items_between(*self._span):
                if (why := reason(item)) is not None:
                    reasons[why] += 1
                    yield number, why

        self._spool.leave_out(gone())
        return SpooledItems(self._spool, self._span), reasons


_COUNTS = {
    "links": "SELECT count(*) FROM links WHERE NOT aside",
    "sources": "SELECT count(DISTINCT source) FROM links WHERE NOT aside",
    "mentions": "SELECT count(*) FROM mentions WHERE why IS NULL",
    "to do": "SELECT count(*) FROM links WHERE NOT aside AND NOT done",
    "left out": "SELECT count(DISTINCT url) FROM mentions WHERE why <> ''",
}
_OF_ONE_SOURCE = """
SELECT other.url, other.aside FROM links AS mine JOIN links AS other ON other.source = mine.source
WHERE mine.url = ? AND NOT mine.aside ORDER BY other.aside, other.first
"""
_HOSTS = "SELECT host FROM links WHERE NOT aside AND NOT done GROUP BY host ORDER BY count(*) DESC, min(first)"
_OF_HOST = """
SELECT url, first FROM links WHERE host = ? AND NOT aside AND first > ? AND NOT done ORDER BY first LIMIT ?
"""
_BETWEEN = """
SELECT id, url, scanned, told FROM mentions WHERE id > ? AND id <= ? AND why IS NULL ORDER BY id LIMIT ?
"""
_COUNTS_BETWEEN = "SELECT count(*), total(scanned) FROM mentions WHERE id > ? AND id <= ? AND why IS NULL"


def _row(item: Item) -> tuple[Any, ...]:
    origin = item.origin
    # JSON escapes halves of surrogate pairs, which file names can hold and UTF-8 cannot.
    told = json.dumps([origin.file, origin.line, origin.where, dict(item.given)])
    return _blob(item.url), item.found_by == "scan", told


def _item(url: bytes, scanned: int, told: str) -> Item:
    file, line, where, given = json.loads(told)
    origin = Origin(file=file, line=line, where=where)
    return Item(url=_text(url), given=given, origin=origin, found_by="scan" if scanned else "structure")


def _blob(url: str) -> bytes:
    return url.encode("utf-8", "surrogatepass")


def _text(url: bytes) -> str:
    return url.decode("utf-8", "surrogatepass")


def _digest(source: str) -> bytes:
    """In place of the key of a source, which is as long as an address."""
    return blake2b(_blob(source), digest_size=16).digest()


@contextlib.contextmanager
def _faults() -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise ToolError(
            "the temporary file of a long list",
            f"cannot be used ({error})",
            "Free some space on the disk, or name another folder for such files in SQLITE_TMPDIR",
        ) from error
