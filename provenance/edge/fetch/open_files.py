"""Files that a process may have open, connections among them. Too few are our own trouble, and say nothing of a site."""

from __future__ import annotations

import errno
import os
from typing import NamedTuple

# Files for each link at work: its connection, a question to a name server, a second address tried beside the first.
_EACH = 3
# Files beside those: the log, processes that read pages, libraries that are loaded.
_BESIDE = 32
_SHORTAGE = (errno.EMFILE, errno.ENFILE)


class FilesRanOut(Exception):
    """No file can be opened now, and so no connection."""


class Room(NamedTuple):
    """What there are files for. links: at work at once. idle: connections that are kept beside them."""

    links: int
    idle: int


def room_for(links: int, *, idle: int) -> Room:
    """So many links and idle connections, or as many as there may be files open for. The limit of this process
    (the soft one of `setrlimit`, POSIX) is raised where it has to be and can be.
    """
    wished = Room(links, idle)
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return wished
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    needed = _open_now() + _EACH * links + idle + _BESIDE
    if soft == resource.RLIM_INFINITY or soft >= needed:
        return wished
    wanted = needed if hard == resource.RLIM_INFINITY else min(needed, hard)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    except (OSError, ValueError):  # macOS allows less than it says
        wanted = soft
    if wanted >= needed:
        return wished
    fewer = max(1, min(links, (wanted - _open_now() - _BESIDE) // (_EACH + 1)))
    return Room(fewer, fewer)


def limit() -> int | None:
    """Files that this process may have open; None where nobody says."""
    try:
        import resource
    except ImportError:
        return None
    return resource.getrlimit(resource.RLIMIT_NOFILE)[0]


def is_shortage(error: OSError) -> bool:
    """Whether a file could not be opened because too many are."""
    # aiohappyeyeballs puts several faults into one text.
    return error.errno in _SHORTAGE or any(f"[Errno {number}]" in str(error) for number in _SHORTAGE)


def too_few_left() -> bool:
    """Whether a look-up can lack a file now: it opens several at once, and does not always say why it failed."""
    opened: list[int] = []
    try:
        for _ in range(_EACH):
            opened.append(os.open(os.devnull, os.O_RDONLY))  # noqa: PERF401 - those before the fault are wanted
    except OSError as error:
        return is_shortage(error)
    finally:
        for file in opened:
            os.close(file)
    return False


def _open_now() -> int:
    try:
        return sum(1 for _ in os.scandir("/dev/fd"))
    except OSError:
        return _BESIDE
