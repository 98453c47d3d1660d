"""What a call brings into memory. A heavy library that comes too early is paid for at every call."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from tests.command import Command
from tests.site import Site

# Prints the modules of third parties, and our own rooms, that a call has brought; last of all, on standard error.
_TELLING = """
import atexit, sys
before = set(sys.modules)
atexit.register(lambda: print("BROUGHT", *sorted(set(sys.modules) - before), file=sys.stderr))
sys.argv = ["provenance", *sys.argv[1:]]
from provenance.cli import main
main()
"""
_TYPER = {"typer", "annotated_doc", "shellingham"}
# ada_url brings _cffi_backend; the log needs only what Python has.
_LOG = {*_TYPER, "ada_url", "_cffi_backend", "platformdirs"}
# Cython names a module of its own into the table for selectolax, under its version.
_FETCH = {*_LOG, "httpx", "h11", "idna", "selectolax", "cython_runtime", "_cython"}


@pytest.fixture(scope="module")
def command(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Command, Site]]:
    """A log with one source in it, and a site that can be asked."""
    with Site() as site:
        # No name server is named: asking one takes a library of its own.
        made = Command.at(tmp_path_factory.mktemp("startup"), allow_network=["127.0.0.0/8"])
        saved = (
            "# Ferry kept\n\nQuay, July 4, 2024 (QC)-- The board kept the ferry.\n\n<https://quayside.example/ferry>\n"
        )
        (made.folder / "saved.md").write_text(saved, encoding="utf-8")
        assert made("cite", "saved.md").returncode == 0
        yield made, site


def brought(command: Command, *words: str | Path) -> set[str]:
    """All modules that a call brings."""
    done = subprocess.run(
        [sys.executable, "-c", _TELLING, *map(str, words)],
        cwd=command.folder, env=command.environment, capture_output=True, text=True, check=True, encoding="utf-8",
    )  # fmt: skip
    return set(done.stderr.rpartition("BROUGHT ")[2].split())


def told(command: Command, site: Site, words: Iterable[str]) -> list[str]:
    """The words of a call, `article` for a page that is there, and `article.txt` for a list of it."""
    (command.folder / "article.txt").write_text(f"{site.url('article')}\n", encoding="utf-8")
    return [site.url(word) if word == "article" else word for word in words]


def strangers(modules: set[str]) -> set[str]:
    """The packages of third parties among modules."""
    tops = {name.partition(".")[0] for name in modules}
    own = {"provenance", "__main__", "__mp_main__", "_distutils_hack", "sitecustomize"}
    return {"_cython" if top.startswith("_cython") else top for top in tops - set(sys.stdlib_module_names) - own}


@pytest.mark.parametrize(
    ("words", "allowed"),
    [
        (("--help",), _TYPER),
        (("list",), _LOG),
        (("show", "s0"), _LOG),
        (("cite", "s0"), _LOG),
        (("check", "article"), _FETCH),
        (("audit", "article.txt"), _FETCH),
    ],
    ids=["--help", "list", "show", "cite", "check", "audit"],
)
def test_third_parties(command: tuple[Command, Site], words: tuple[str, ...], allowed: set[str]) -> None:
    """A call brings what it needs and nothing beside."""
    made, site = command
    assert strangers(brought(made, *told(made, site, words))) <= allowed


def test_help_brings_no_command(command: tuple[Command, Site]) -> None:
    """A command is imported when it is called, and jobs, the edge and the core inside of it."""
    modules = brought(command[0], "--help")
    ours = {name.removeprefix("provenance.") for name in modules if name.startswith("provenance.")}
    assert ours == {"cli", "cli.app", "cli.later", "errors"}
    assert "pydantic" not in modules
    assert "asyncio" not in modules


def test_a_command_brings_no_other_command(command: tuple[Command, Site]) -> None:
    """One is imported, and its options are read; not those of its neighbours."""
    commands = {name.removeprefix("provenance.cli.") for name in brought(command[0], "list") if ".cli." in name}
    assert commands == {"app", "later", "listing", "options"}


@pytest.mark.parametrize(
    ("words", "unneeded"),
    [
        # What reads tables of ours, mails and certificates, or starts processes.
        (("list",), {"importlib.resources", "asyncio", "socket", "email", "html"}),
        (
            ("cite", "s0"),
            {
                "email",
                "asyncio",
                "ssl",
                "importlib.metadata",
                "provenance.core.memento",
                "provenance.core.same",
            },
        ),
        (
            ("check", "article"),
            {"multiprocessing", "importlib.metadata", "importlib.resources", "sqlite_utils", "pickle"},
        ),
        # Formats that the list is not of, and reports that nobody wants.
        (
            ("audit", "article.txt"),
            {
                "importlib.metadata",
                "importlib.resources",
                "sqlite_utils",
                "provenance.core.annotate",
                "provenance.core.audit_reports",
                "provenance.core.csl.types",
                "provenance.core.formats.bibtex",
                "provenance.core.formats.html",
                "provenance.core.formats.packed.docx",
                "provenance.core.outlets",
            },
        ),
    ],
    ids=["list", "cite", "check", "audit"],
)
def test_of_python_itself(command: tuple[Command, Site], words: tuple[str, ...], unneeded: set[str]) -> None:
    """Some of its modules take milliseconds, and few calls need them."""
    made, site = command
    assert not unneeded & brought(made, *told(made, site, words))


def test_check_brings_nothing_that_reads_metadata(command: tuple[Command, Site]) -> None:
    """Archives, agreement with a list and the reading of dates wait until they are asked for."""
    made, site = command
    modules = brought(made, "check", site.url("article"))
    unneeded = {"jobs.copies", "edge.archives", "core.agreement", "core.extract.source", "core.extract.days"}
    assert not {f"provenance.{name}" for name in unneeded} & modules


def test_the_collector_waits_only_for_the_start() -> None:
    """A long run has it: rubbish does not pile up, and only what is rubbish is looked for again."""
    told = """
import gc
from provenance.cli import _keep_the_collector_off_the_start
_keep_the_collector_off_the_start()
before = gc.get_stats()[0]["collections"]
kept = [[] for _ in range(90_000)]
print(gc.get_stats()[0]["collections"] == before)
kept += [[] for _ in range(20_000)]
print(gc.get_freeze_count() > 90_000, gc.callbacks)
for _ in range(200_000):
    rubbish = []
    rubbish.append(rubbish)
print(len(gc.get_objects()) < 40_000)
"""
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert done.stdout.split("\n")[:3] == ["True", "True []", "True"]
