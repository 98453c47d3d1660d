"""A cluster on loopback: a Dask scheduler and workers, each a process of its own."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

_REGISTERED = re.compile(r"Start worker at:\s*(\S+).*Registered to:", re.DOTALL)


class Farm:
    """Use as a context manager. folder: where the processes write what they have to say."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._processes: list[subprocess.Popen[bytes]] = []
        self.workers: dict[str, subprocess.Popen[bytes]] = {}
        self.address = f"tcp://127.0.0.1:{free_port()}"

    def __enter__(self) -> Self:
        host, port = self.address.removeprefix("tcp://").split(":")
        self._start("scheduler", "scheduler", "--host", host, "--port", port, "--no-dashboard", "--no-show")
        _until(lambda: _listens(host, int(port)), "the scheduler")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for process in reversed(self._processes):
            process.kill()
        for process in self._processes:
            process.wait()

    def add(self, count: int = 1, **environment: str) -> list[str]:
        """Start workers, without a nanny that would start them anew; their addresses."""
        begun = []
        for _ in range(count):
            name = f"worker-{len(self._processes)}"
            words = ("worker", self.address, "--no-nanny", "--nthreads", "1", "--no-dashboard", "--host", "127.0.0.1")
            begun.append((name, self._start(name, *words, "--local-directory", str(self._folder), **environment)))
        addresses = []
        for name, process in begun:
            _until(lambda name=name: _REGISTERED.search(self.said(name)), name)
            found = _REGISTERED.search(self.said(name))
            assert found
            self.workers[found[1]] = process
            addresses.append(found[1])
        return addresses

    def said(self, name: str) -> str:
        """What a process wrote."""
        return (self._folder / f"{name}.txt").read_text(encoding="utf-8", errors="replace")

    def kill(self, worker: str) -> None:
        """End a worker as the kernel would."""
        process = self.workers.pop(worker)
        process.kill()
        process.wait()

    def _start(self, name: str, *words: str, **environment: str) -> subprocess.Popen[bytes]:
        own: Mapping[str, str] = {
            key: value for key, value in os.environ.items() if key not in {"PYTHONWARNINGS", "PROVENANCE_LOG"}
        }
        with (self._folder / f"{name}.txt").open("wb") as out:
            process = subprocess.Popen(
                [sys.executable, "-m", "dask", *words],
                stdout=out, stderr=subprocess.STDOUT, env={**own, **environment}, cwd=self._folder,
            )  # fmt: skip
        self._processes.append(process)
        return process


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _listens(host: str, port: int) -> bool:
    with socket.socket() as one:
        return one.connect_ex((host, port)) == 0


def _until(done, what: str) -> None:
    end = time.monotonic() + 30
    while not done():
        assert time.monotonic() < end, f"{what} did not start"
        time.sleep(0.05)
