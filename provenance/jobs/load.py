"""The job of reading lists that people keep."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import chain, islice
from os import PathLike, fspath
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from provenance.core import lists
from provenance.core.file_names import DATA, ending, is_covered
from provenance.core.long_lists import LongList, NotInPieces
from provenance.core.model import Item, Load, ManyItems, Origin, Problem
from provenance.edge.files import Pipe, read_bytes, read_pieces
from provenance.edge.git import ignored
from provenance.edge.listing import Listing, listing
from provenance.errors import InputError, NoLinks

if TYPE_CHECKING:
    from provenance.edge.spool import Spool

# What a link takes in a list, about; how much of a long one is read at a time, and what no list is too long to be read
# whole with: the beginning of a list tells its format.
_BYTES = 80
_PIECE = 1_000_000
_SHORT = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Lists:
    """Several lists together. key: the same lists have the same key, so that a broken run finds its beginning. paths: as
    they were given, `-` for standard input; none for links that are in no file. left_out: links that the settings do not
    want looked at, each with why; they are in no load. spool: has the links of all loads, where they are too many for
    memory, and those that are left out or stand beside them. notes: of folders, what was read in them and what was not. beside: links
    that stand in the lists, and are not looked at for other reasons.
    """

    names: tuple[str, ...]
    key: str
    loads: tuple[Load, ...]
    paths: tuple[str, ...] = ()
    beside: tuple[Item, ...] = ()
    left_out: tuple[tuple[Item, str], ...] = ()
    notes: tuple[str, ...] = ()
    spool: Spool | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give back what the spool takes; its links are gone then."""
        if self.spool is not None:
            self.spool.close()

    @property
    def count(self) -> int:
        """How many links all lists have together, those that are there twice counted twice."""
        return sum(len(loaded.items) for loaded in self.loads)

    @property
    def count_left_out(self) -> int:
        """How many different links the settings do not want looked at."""
        held = len({item.url for item, _ in self.left_out})
        return held if self.spool is None else held + self.spool.count("left out")

    def every_left_out(self) -> Iterator[tuple[Item, str]]:
        """All links that the settings do not want looked at, each with why."""
        yield from self.left_out
        if self.spool is not None:
            yield from self.spool.left_out()

    @property
    def items(self) -> list[Item]:
        """All links of all lists, in their order."""
        return [item for loaded in self.loads for item in loaded.items]

    @property
    def problems(self) -> list[Problem]:
        """All pieces that could not be read."""
        return [problem for loaded in self.loads for problem in loaded.problems]


def load(given: str | PathLike[str] | bytes, *, name: str | None = None, format: str | None = None) -> Load:
    """Read one saved list.

    given: its path, `-` for standard input, or its content as bytes. name: what to call it in origins and messages.
    format: its format, where the content must not decide.

    Raises
    ------
    InputError
        for what cannot be read, is no list, or holds nothing that is meant as a link.
    """
    if isinstance(given, bytes):
        return lists.load(given, name=name or "given", format=format)
    path = fspath(given)
    return lists.load(read_bytes(path), name=name or _called(path), format=format)


def load_all(
    given: Sequence[str],
    *,
    format: str | None = None,
    skip_empty: bool = False,
    exclude_files: Sequence[str] = (),
    held: int | None = None,
) -> Lists:
    """Read several lists, each as `load` does; of a folder or a pattern of names, what it leads to (`edge.listing`).

    skip_empty: a list without a link is no fault; a note says so. exclude_files: patterns of files that are not read.
    held: so many links are held in memory; where there are more, all lie in a spool, until the lists are closed.

    Raises
    ------
    InputError
        as `load`, for a file that was named. One that a folder led to is a Problem in the report.
    """
    read = _Reading(format=format, skip_empty=skip_empty, exclude_files=exclude_files, held=held)
    try:
        for word in given:
            found = listing(word)
            if found is None:
                read.named(word)
            else:
                read.found(word, found)
        return read.lists()
    except BaseException:
        read.close()
        raise


def given_links(links: Iterable[Item | str], *, held: int) -> Lists:
    """Links that stand in no file, as a list. held: as that of `load_all`."""
    digest = hashlib.sha256()

    def items() -> Iterator[Item]:
        for number, link in enumerate(links):
            item = link if isinstance(link, Item) else Item(url=link, origin=Origin(file="given"))
            digest.update(f"\n{item.url}".encode() if number else item.url.encode())
            yield item

    read = _Reading(held=held)
    every = items()
    try:
        first = [*islice(every, held + 1)]
        # The spool takes them as they come; in memory they are all already.
        kept = read.to_spool(chain(first, every)) if len(first) > held else tuple(first)
        read.keep("given", Load(items=kept, problems=(), format="given", records=len(kept)))
        return replace(read.lists(), key=f"given:{digest.hexdigest()}", paths=())
    except BaseException:
        read.close()
        raise


@dataclass(slots=True, kw_only=True)
class _Reading:
    """Lists as they are read."""

    format: str | None = None
    skip_empty: bool = False
    exclude_files: Sequence[str] = ()
    held: int | None
    _spool: Spool | None = None
    _count: int = 0
    _keys: list[str] = field(default_factory=list)
    _loads: list[tuple[str, Load]] = field(default_factory=list)
    _known: set[Path] = field(default_factory=set)
    _notes: list[str] = field(default_factory=list)

    def named(self, path: str) -> None:
        """A file that was given by its name, or standard input."""
        if path != "-":
            if is_covered(path, self.exclude_files):
                self._notes.append(f"{path}: left out by exclude_files")
                return
            if not self._is_new(path):
                return
            self._keys.append(str(Path(path).resolve()))
        try:
            loaded = self._piped() if path == "-" else self._load(path)
        except NoLinks:
            if not self.skip_empty:
                raise
            loaded = _EMPTY
        self.keep(path, loaded)

    def _piped(self) -> Load:
        """Standard input. It is known by its content alone; a file is the same list when it has grown since."""
        with Pipe() as pipe:
            try:
                if self.held is not None:
                    long = self._in_pieces(_called("-"), lambda: pipe.pieces(size=self._piece), again=False)
                    if long is not None:
                        return long
                return lists.load(pipe.whole(), name=_called("-"), format=self.format)
            finally:
                self._keys.append(pipe.digest)

    def _load(self, path: str) -> Load:
        """A file, straight into the spool where that can be."""
        if self.held is not None:
            pieces = partial(read_pieces, path, size=self._piece, least=max(self.held * _BYTES, _SHORT))
            if (long := self._in_pieces(path, pieces, again=True)) is not None:
                return long
        return lists.load(read_bytes(path), name=path, format=self.format)

    @property
    def _piece(self) -> int:
        """How many bytes of a long list are read at a time."""
        return min(max((self.held or 0) * _BYTES, _SHORT), _PIECE)

    def _in_pieces(self, name: str, pieces: Callable[[], Iterator[bytes]], *, again: bool) -> Load | None:
        """A list that is too long to be read whole; None for one that has to be, or has no pieces."""
        first = pieces()
        if (piece := next(first, None)) is None:
            return None
        begun = [chain((piece,), first)]
        long = LongList(name=name, format=self.format)
        try:
            return long.loaded(self.to_spool(long.read(lambda: begun.pop() if begun else pieces(), again=again)))
        except NotInPieces:
            return None

    def keep(self, path: str, loaded: Load) -> None:
        """A list that was read, behind those before it."""
        self._count += len(loaded.items)
        if self.held is not None and (self._spool is not None or self._count > self.held):
            loaded = self._spooled(loaded)
        self._loads.append((path, loaded))

    def _spooled(self, loaded: Load) -> Load:
        """The list, its links in the spool. What it states of entries beside them, no run asks for."""
        if isinstance(loaded.items, ManyItems):
            return loaded
        return replace(loaded, items=self.to_spool(loaded.items), references=())

    def to_spool(self, items: Iterable[Item]) -> ManyItems:
        """Links behind those of all lists that were read before."""
        if self._spool is None:
            from provenance.edge.spool import Spool

            self._spool = Spool()
            self._loads = [(path, self._spooled(loaded)) for path, loaded in self._loads]
        return self._spool.add(items)

    def close(self) -> None:
        """Nothing of the lists is needed."""
        if self._spool is not None:
            self._spool.close()

    def _is_new(self, path: str) -> bool:
        """Whether a file was not read yet, under whatever name."""
        resolved = Path(path).resolve()
        was = resolved in self._known
        self._known.add(resolved)
        return not was

    def found(self, given: str, files: Listing) -> None:
        """What a folder or a pattern led to: whatever is in it, the others are read."""
        self._keys.append(str(Path(given).resolve()))  # the same list when files came or went
        left = Counter(files.other)
        hidden = ignored(files.paths)
        read = empty = 0
        for path in files.paths:
            if path in hidden:
                left["that git ignores"] += 1
            elif is_covered(path, self.exclude_files):
                left["by exclude_files"] += 1
            elif (loaded := self._read(path)) is None:
                left[f".{ending(path)} that is no list"] += 1
            else:
                read += 1
                empty += loaded is _EMPTY
                if loaded is not _EMPTY and self._is_new(path):
                    self.keep(path, loaded)
        self._notes.append(_told(given, read=read, empty=empty, left=left))
        if read == empty and not self.skip_empty:
            raise NoLinks(self._notes[-1], "no file with a link is in it", "Name files, or another folder")

    def _read(self, path: str) -> Load | None:
        """A file, whatever it is; None where it is no list and its ending does not say so either."""
        try:
            if ending(path) not in DATA:
                return self._load(path)
            content = read_bytes(path)
            return lists.load(content, name=path, format=self.format) if lists.is_list(content, name=path) else None
        except NoLinks:
            return _EMPTY
        except InputError as error:
            problem = Problem(origin=Origin(file=path), message=f"{error.problem}; {error.remedy}")
            return Load(items=(), problems=(problem,), format="unreadable", records=0)

    def lists(self) -> Lists:
        """All of them."""
        paths = tuple(path for path, _ in self._loads)
        return Lists(
            names=tuple(map(_called, paths)),
            key="\n".join(sorted(self._keys)),
            loads=tuple(loaded for _, loaded in self._loads),
            paths=paths,
            notes=tuple(self._notes),
            spool=self._spool,
        )


def _told(given: str, *, read: int, empty: int, left: Mapping[str, int]) -> str:
    told = f"{given}: {read} {'file' if read == 1 else 'files'} read"
    if empty:
        told += f", {empty} of them without a link"
    if left:
        told += "; left out: " + ", ".join(f"{count} {what}" for what, count in sorted(left.items()))
    return told


_EMPTY = Load(items=(), problems=(), format="a text without links", records=0)


def _called(path: str) -> str:
    return "standard input" if path == "-" else path
