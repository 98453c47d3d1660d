"""Processes that wait to be told functions, with a thread of this process for each that tells it and hears it."""

from __future__ import annotations

import queue
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Future, ThreadPoolExecutor
from pathlib import Path
from typing import IO, Any, TypeVar, cast

from provenance.edge.processes.messages import got, put

_T = TypeVar("_T")


class Pool:
    """So many processes, until it is closed. They do not hear Ctrl-C, which is for the one that has them, and they end when
    that does, be it killed.
    """

    def __init__(self, count: int, *, module: str, folder: Path, nicer: int) -> None:
        """As `child.main`. Raises OSError where no process can be begun."""
        self._processes: list[_Process] = []
        # Those that have nothing to do; None once there are none any more.
        self._free: queue.SimpleQueue[_Process | None] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._left = count
        self._threads = ThreadPoolExecutor(count, thread_name_prefix="process")
        try:
            for _ in range(count):
                process = _Process(_code(module, folder, nicer))
                self._processes.append(process)
                self._free.put(process)
        except BaseException:
            self.close()
            raise

    @property
    def has_any(self) -> bool:
        """Whether a process is left."""
        return self._left > 0

    def submit(self, function: Callable[..., _T], *given: Any) -> Future[_T]:
        """Have a process call a function, which it finds by its name: what it gives or raises. Raises RuntimeError where the
        pool is closed; the future raises BrokenExecutor, which is one, where the process has ended, and the others go on.
        """
        return self._threads.submit(self._told, function, *given)

    def _told(self, function: Any, *given: Any) -> Any:
        process = self._free.get()
        if process is None:
            self._free.put(None)  # for the next thread
            raise BrokenExecutor("no process is left")
        try:
            is_good, result = process.told(function, *given)
        except (OSError, EOFError) as error:
            self._lose_one()
            raise BrokenExecutor("the process has ended") from error
        except BaseException:  # the function could not be sent
            self._free.put(process)
            raise
        self._free.put(process)
        if is_good:
            return result
        raise result

    def _lose_one(self) -> None:
        with self._lock:
            self._left -= 1
        if not self._left:
            self._free.put(None)

    def close(self) -> None:
        """End all of them at once, whatever they are doing."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        for process in self._processes:
            process.kill()
        self._free.put(None)
        self._threads.shutdown()  # they hear that the processes have ended
        for process in self._processes:
            process.bury()


class _Process:
    """One process, and the pipes to it and from it."""

    def __init__(self, code: str) -> None:
        """code: what it runs. Raises OSError where it cannot be begun."""
        if getattr(sys, "frozen", False) or not Path(sys.executable or "").stem.startswith(("python", "pypy")):
            raise FileNotFoundError("Python is part of another program here")
        # -P: modules are not looked for in the folder where the user happens to stand.
        words = [sys.executable, "-P", "-c", code]
        self._process = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, **_apart())  # noqa: S603
        self._orders = cast("IO[bytes]", self._process.stdin)
        self._answers = cast("IO[bytes]", self._process.stdout)

    def told(self, function: Any, *given: Any) -> tuple[bool, Any]:
        """Whether the function went well there, and what it gave or raised. Raises OSError or EOFError where it ended."""
        put(self._orders, (function, *given))
        is_good, result = got(self._answers)
        return is_good, result

    def kill(self) -> None:
        """End it at once."""
        self._process.kill()

    def bury(self) -> None:
        """Let go of what is left of it."""
        self._process.communicate()


def _apart() -> dict[str, Any]:
    """In a group of its own: Ctrl-C goes to the whole group of the process that the terminal knows."""
    if sys.platform == "win32":
        return {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
    return {"process_group": 0}


def _code(module: str, folder: Path, nicer: int) -> str:
    """What a process runs: with modules from where they come from here."""
    return (
        f"import sys; sys.path[:] = {sys.path!r}\n"
        f"from provenance.edge.processes.child import main; main({module!r}, {str(folder)!r}, {nicer})"
    )
