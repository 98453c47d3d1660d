"""A real Memento archive on loopback: pywb in an environment of its own, with captures made for the tests.

pywb is no dependency of ours and is never imported: it is installed once into a folder of the machine's temporary one,
and run as a process. Its licence (GPL-3.0) stays there.
"""

from __future__ import annotations

import gc
import hashlib
import io
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
import venv
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

_PYWB = "pywb==2.10.0"
# pywb asks for `pkg_resources`, which newer setuptools have no more; the last pyOpenSSL that it takes, and what goes with it.
_NEEDS = (_PYWB, "setuptools<81", "pyOpenSSL==26.1.0", "cryptography<47")
_CONFIG = "framed_replay: false\nenable_memento: true\nenable_prefer: true\n"
_HTML = ("Content-Type", "text/html; charset=utf-8")


class Capture:
    """What a crawler saw: a URL, a moment (`2024-07-04T12:00:00Z`), and the answer."""

    def __init__(
        self, url: str, at: str, content: bytes = b"", status: str = "200 OK", *fields: tuple[str, str]
    ) -> None:
        self.url, self.at, self.content, self.status, self.fields = url, at, content, status, [_HTML, *fields]


def write_warc(path: Path, captures: Sequence[Capture], revisits: Sequence[tuple[Capture, str]] = ()) -> None:
    """A WARC file of captures. revisits: of which capture, and when the same was seen again."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # warcio leaves its temporary files to the garbage collector
        _write(path, captures, revisits)
        gc.collect()


def _write(path: Path, captures: Sequence[Capture], revisits: Sequence[tuple[Capture, str]]) -> None:
    with path.open("wb") as stream:
        writer = WARCWriter(stream, gzip=True)
        digests = {}
        for one in captures:
            head = StatusAndHeaders(one.status, one.fields, protocol="HTTP/1.1")
            record = writer.create_warc_record(
                one.url, "response", payload=io.BytesIO(one.content), http_headers=head,
                warc_headers_dict={"WARC-Date": one.at},
            )  # fmt: skip
            writer.write_record(record)
            digests[one] = record.rec_headers.get_header("WARC-Payload-Digest")
        for one, at in revisits:
            head = StatusAndHeaders(one.status, one.fields, protocol="HTTP/1.1")
            writer.write_record(
                writer.create_revisit_record(
                    one.url,
                    digest=digests[one],
                    refers_to_uri=one.url,
                    refers_to_date=one.at,
                    http_headers=head,
                    warc_headers_dict={"WARC-Date": at},
                )
            )


def environment() -> Path:
    """The Python of an environment with pywb; the test is skipped where it cannot be made."""
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    needs = hashlib.sha256(" ".join(_NEEDS).encode()).hexdigest()[:8]
    folder = Path(tempfile.gettempdir()) / f"provenance-test-pywb-{needs}-py{version}-{os.getuid()}"
    python = folder / "bin" / "python"
    done = folder / "complete"
    if done.exists():
        return python
    # What our own environment is held to is not what pywb works with.
    surroundings = {name: value for name, value in os.environ.items() if name not in {"PIP_CONSTRAINT", "PYTHONPATH"}}
    try:
        venv.create(folder, with_pip=True, clear=True)
        subprocess.run(
            [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *_NEEDS],
            check=True, capture_output=True, timeout=600, env=surroundings,
        )  # fmt: skip
        subprocess.run([python, "-c", "import pywb.apps.frontendapp"], check=True, capture_output=True, timeout=60)
    except (OSError, subprocess.SubprocessError) as error:
        shutil.rmtree(folder, ignore_errors=True)
        pytest.skip(f"needs {_PYWB}, which cannot be installed here: {error}")
    done.touch()
    return python


@contextmanager
def archive(folder: Path, warc: Path) -> Iterator[str]:
    """The archive with the captures of a WARC file; the base of its collection."""
    python = environment()
    (folder / "config.yaml").write_text(_CONFIG, encoding="utf-8")

    def start(name: str, *words: str) -> subprocess.Popen[bytes]:
        code = f"import sys; from pywb.{name} import {'wayback' if name.endswith('cli') else 'main'} as run; run(sys.argv[1:])"
        return subprocess.Popen(
            [python, "-c", code, *words], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )

    for words in (("init", "t"), ("add", "t", str(warc))):
        done = start("manager.manager", *words)
        output, _ = done.communicate(timeout=60)
        assert done.returncode == 0, output
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = (folder / "pywb.log").open("wb")
    code = "import sys; from pywb.apps.cli import wayback; wayback(sys.argv[1:])"
    server = subprocess.Popen(
        [python, "-c", code, "-b", "127.0.0.1", "-p", str(port), "-t", "2"], cwd=folder, stdout=log, stderr=log
    )
    try:
        _wait(f"http://127.0.0.1:{port}/", server, folder / "pywb.log")
        yield f"http://127.0.0.1:{port}/t"
    finally:
        server.terminate()
        server.wait(10)
        log.close()


def _wait(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        assert server.poll() is None, log.read_text(encoding="utf-8", errors="replace")
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except OSError:
            time.sleep(0.1)
    pytest.fail("pywb did not start within a minute")
