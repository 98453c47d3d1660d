"""Lists that people keep: what stands in them, and where."""

from __future__ import annotations

from abc import abstractmethod
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from provenance.core.frozen import frozen


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Origin:
    """Where something stands in a file that was given. line counts from 1; where: a cell, key or entry, in words."""

    file: str
    line: int | None = None
    where: str | None = None

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        return f"{place} ({self.where})" if self.where else place


@frozen
class Item:
    """One link of a list. given: what the list says of it, by CSL variable (`title`, `author`, `issued`, `accessed`,
    `container-title`, `note`, …); values are strings as they stand in the list.
    found_by: `structure` if the format's reader found it, `scan` if only the raw scan for URLs did.
    """

    url: str
    given: Mapping[str, str] = field(default_factory=dict)
    origin: Origin
    found_by: Literal["structure", "scan"] = "structure"


@frozen
class Spelling:
    """Another address under which the lists name the source of a link, and where: an AMP page, a copy in an archive, one
    with the parameters of a newsletter. It stands in another entry than the link itself, or in further ones.
    """

    url: str
    origins: tuple[Origin, ...] = ()


@frozen
class Reference:
    """One entry of a list as a CSL-JSON item, whether it has a link or not: what `provenance cite LIST` cites."""

    item: Mapping[str, object]
    origin: Origin


@frozen
class Problem:
    """A piece of a list that could not be read. It stands in the same report as a dead link."""

    origin: Origin
    message: str


class ManyItems(Sequence[Item]):
    """Links of one list that are too many for memory: they are read again from where they lie each time."""

    @property
    @abstractmethod
    def scanned(self) -> int:
        """How many of them only the raw scan found."""

    @abstractmethod
    def parted(self, reason: Callable[[Item], str | None]) -> tuple[ManyItems, Counter[str]]:
        """Those for which there is no reason to leave them out, and the others counted by their reason, which is `BESIDE`
        where they still count as spellings of the others.
        """


BESIDE = ""
"""Of a link that stands in a list and is not looked at: it is no news, and the settings leave it in."""


@frozen
class Load:
    """What was read from a list: nothing that went in is missing from one of the two.

    records: entries of the list, those without a link included (a bibliography has books).
    references: the entries as CSL-JSON items, where the format states more of them than a link.
    notes: how the file was read, where that was not plain (an encoding that had to be guessed).
    """

    items: Sequence[Item]
    problems: tuple[Problem, ...]
    format: str
    records: int
    references: tuple[Reference, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def scanned(self) -> int:
        """How many links only the raw scan found."""
        if isinstance(self.items, ManyItems):
            return self.items.scanned
        return sum(item.found_by == "scan" for item in self.items)
