"""The job `fix`: look at the links of a list, and put what has moved, and copies of what has died, into the list itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from provenance.core.frozen import frozen
from provenance.core.lists import load
from provenance.core.mending.diff import unified
from provenance.core.mending.plan import mended
from provenance.core.model import Check
from provenance.edge.files import read_bytes, write_atomic
from provenance.errors import InputError
from provenance.jobs.audit import Progress, audit_lists
from provenance.jobs.left_out import without_left_out
from provenance.jobs.load import Lists
from provenance.settings import Settings

BACKUP = ".orig"


@frozen
class Fixed:
    """What a list needs. diff: unified, empty where nothing is to be done. changes, left: a line each.

    before, after: the bytes of the list.
    """

    path: str
    before: bytes
    after: bytes
    diff: str
    changes: tuple[str, ...]
    left: tuple[str, ...]


def fix_list(
    path: str,
    *,
    settings: Settings,
    format: str | None = None,
    deliver: Callable[[Sequence[Check], Progress], None] | None = None,
    tell: Callable[[str], None] | None = None,
) -> Fixed:
    """Look at the links of the list, record them, and say what is to be changed. Nothing is written. What the settings leave
    out is not looked at, and stays. deliver, tell: as `audit_lists` has them; tell gets what was left out as well.

    Raises
    ------
    InputError
        where the list cannot be read, or is not UTF-8: it could not be written back as it was.
    NetworkDown, LogUnavailable, LogBroken
        as their names say.
    """
    content = read_bytes(path)
    text = _exactly(content, path)
    loaded = load(content, name=path, format=format)
    checks: dict[str, Check] = {}

    def take(found: Sequence[Check], progress: Progress) -> None:
        checks.update((check.url, check) for check in found)
        if deliver is not None:
            deliver(found, progress)

    lists = without_left_out(Lists(names=(path,), key=f"fix:{path}", loads=(loaded,)), settings)
    if tell is not None:
        for note in lists.loads[0].notes[len(loaded.notes) :]:
            tell(note)
    audit_lists(lists, settings=settings, deliver=take, tell=tell)
    found = mended(text, format=loaded.format, items=loaded.items, checks=checks)
    return Fixed(
        path=path,
        before=content,
        after=found.text.encode("utf-8", "surrogateescape"),
        diff=unified(text, found.edits, name=path).encode("utf-8", "replace").decode(),
        changes=found.changes,
        left=found.left,
    )


def write_fixed(fixed: Fixed) -> str:
    """Put the mended list in place of the old one, which is kept beside it; its name.

    Raises
    ------
    InputError
        where the list has changed since it was read, or the folder cannot be written in. The list is as it was.
    """
    if read_bytes(fixed.path) != fixed.before:
        raise InputError(fixed.path, "has changed since it was read", "Run the same command again")
    backup = fixed.path + BACKUP
    write_atomic(backup, fixed.before, rights_of=fixed.path)
    write_atomic(fixed.path, fixed.after)
    return backup


def _exactly(content: bytes, path: str) -> str:
    """The text such that the same bytes come back; what is no UTF-8 in it is carried through."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in content:
        raise InputError(path, "is not UTF-8 text", "Save it as UTF-8, or mend it by hand with what `audit` says")
    return content.decode("utf-8", "surrogateescape")
