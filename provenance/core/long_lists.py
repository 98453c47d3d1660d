"""Lists that are too long for memory, read piece by piece. What comes out is what `core.lists.load` finds in the whole.

Two formats are read so: lists of URLs, a line each, and tables. In others one line may decide what another one means; and
where anything in these two is not plain, the list has to be read whole too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain

from provenance.core.decode import decode_list, encoding_of
from provenance.core.formats import packed, plain
from provenance.core.found import Found
from provenance.core.lists import reader_of, settled_items, strays
from provenance.core.model import Item, Load, Problem
from provenance.core.readers import candidates
from provenance.core.unpack import GZIP

# In others a line feed is more than one byte.
_ENCODINGS = ("utf-8", "cp1252")
_TABLE = "delimited"


class NotInPieces(Exception):
    """A list that has to be read whole."""


class LongList:
    """A list that is read piece by piece, each of whole lines.

    name, format: as those of `load`.
    """

    def __init__(self, *, name: str, format: str | None = None) -> None:
        self._name, self._wanted = name, format
        self._encoding = ""
        self._notes: tuple[str, ...] = ()
        self._format = plain.NAME
        self._problems: list[Problem] = []
        self._cut: list[Problem] = []
        self._records = 0

    def read(self, pieces: Callable[[], Iterator[bytes]], *, again: bool) -> Iterator[Item]:
        """Its links. pieces: from the beginning, each time. again: whether they can be had more than once.

        Raises
        ------
        NotInPieces
            when a piece is met that says so.
        InputError
            as `load`.
        """
        texts = self._texts(pieces())
        first = next(texts, "")
        reader = reader_of(first, name=self._name, wanted=self._wanted)
        if reader.NAME == plain.NAME:
            yield from self._links(first, texts)
        elif reader.NAME == _TABLE and again:
            self._format = _TABLE
            yield from self._cells(first, lambda: self._texts(pieces()))
        else:
            raise NotInPieces

    def loaded(self, items: Sequence[Item]) -> Load:
        """The whole list, when all was read. items: its links.

        Raises
        ------
        NotInPieces
            where there is nothing in it, which `load` has words for.
        """
        if not (items or self._problems or self._cut):
            raise NotInPieces
        problems = (*self._problems, *self._cut)
        return Load(items=items, problems=problems, format=self._format, records=self._records, notes=self._notes)

    def _links(self, first: str, others: Iterator[str]) -> Iterator[Item]:
        """Of a list of URLs, each piece of which is one. The raw scan would find no more in it."""
        reading = plain.Reading(file=self._name)
        for text in chain((first,), others):
            is_one = reader_of(text, name=self._name, wanted=self._wanted).NAME == plain.NAME or not text.strip()
            if not is_one or not plain.goes_on(text):
                raise NotInPieces
            yield from self._took(reading.read(text))

    def _cells(self, first: str, texts: Callable[[], Iterator[str]]) -> Iterator[Item]:
        """Of a table, in which the raw scan finds no more than its reader."""
        from provenance.core.formats import delimited

        try:
            table = delimited.LongTable(first, file=self._name)
            likely = delimited.sniff(first, name=self._name)
            table.look(_lines(self._all_tables(texts(), likely)))
            for text, found in table.read(_lines(texts())):
                if next(strays(text, found, file=self._name), None) is not None:
                    raise NotInPieces
                yield from self._took(found)
        except ValueError:
            raise NotInPieces from None

    def _all_tables(self, texts: Iterator[str], likely: float) -> Iterator[str]:
        """The texts, none of which looks more like something else than the first one looks like a table: likely."""
        for text in texts:
            if self._wanted is None and any(
                reader.sniff(text, name=self._name) > likely
                for reader in candidates(text, name=self._name)
                if reader.NAME != _TABLE
            ):
                raise NotInPieces
            yield text

    def _took(self, found: Found) -> tuple[Item, ...]:
        items, cut = settled_items(found.items)
        self._problems += found.problems
        self._cut += cut
        self._records += found.records
        return items

    def _texts(self, pieces: Iterator[bytes]) -> Iterator[str]:
        line_ended = True
        for number, piece in enumerate(pieces):
            if not line_ended:
                raise NotInPieces
            line_ended = piece.endswith(b"\n")
            yield self._text(piece) if number else self._beginning(piece)

    def _beginning(self, piece: bytes) -> str:
        if packed.reader_of(piece, name=self._name, wanted=self._wanted) or piece.startswith(GZIP):
            raise NotInPieces
        text, self._notes = decode_list(piece, name=self._name)
        self._encoding, _ = encoding_of(piece)
        if self._encoding not in _ENCODINGS:
            raise NotInPieces
        return text

    def _text(self, piece: bytes) -> str:
        if b"\x00" in piece:
            raise NotInPieces
        try:
            text = piece.decode(self._encoding, errors="strict" if self._encoding == "utf-8" else "replace")
        except UnicodeDecodeError:
            raise NotInPieces from None
        return text.replace("\r\n", "\n").replace("\r", "\n")


def _lines(texts: Iterable[str]) -> Iterator[str]:
    for text in texts:
        yield from text.removesuffix("\n").split("\n")
