"""The public names, as README shows them."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

import provenance
from provenance.core.model import Exchange, Hop
from provenance.errors import InputError, NetworkDown
from provenance.jobs.clock import now
from tests.behaviours.base import article
from tests.site import Site


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with Site() as site:
        yield site


@pytest.fixture
def settings(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Settings of a call; the user's own files stay out of it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.delenv("PROVENANCE_LOG", raising=False)
    return {
        "log": tmp_path / "log.db", "allow_network": ("127.0.0.0/8",), "backoff": 0.05, "spacing": 0.0,
        "name_server": site.name_server, "control_names": ("control.test",),
    }  # fmt: skip


def test_import_costs_nothing() -> None:
    """`import provenance` brings no library, and each public name can be had."""
    code = (
        "import sys, provenance\n"
        "heavy = {'httpx', 'typer', 'sqlite3', 'selectolax', 'asyncio', 'numpy', 'pydantic', 'rich'}\n"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)\n"
        "assert all(getattr(provenance, name) for name in provenance.__all__)\n"
        "assert set(provenance.__all__) == set(dir(provenance))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("words", "absent"),
    [
        (["--help"], {"httpx", "rich", "sqlite3", "selectolax", "asyncio", "numpy", "pydantic", "tldextract"}),
        (["check", "mailto:x@quayside.example"], {"sqlite_utils", "numpy", "pydantic", "tldextract", "trafilatura", "bibtexparser", "markdown_it"}),
        (["list"], {"httpx", "sqlite_utils", "numpy", "pydantic", "tldextract", "selectolax"}),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else "",
)  # fmt: skip
def test_commands_import_what_they_need(tmp_path: Path, words: list[str], absent: set[str]) -> None:
    """Nothing heavy is imported before it is needed."""
    code = (
        f"import sys\nsys.argv = ['provenance', *{words!r}]\nfrom provenance.cli import main\n"
        f"try:\n    main()\nfinally:\n    print(sorted({absent!r} & set(sys.modules)), file=sys.stderr)\n"
    )
    environment = os.environ | {"PROVENANCE_LOG": str(tmp_path / "log.db"), "XDG_CONFIG_HOME": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, env=environment, cwd=tmp_path
    )
    assert done.stderr.endswith("[]\n"), done.stderr


def test_unknown_names_are_an_attribute_error() -> None:
    """As for any module."""
    with pytest.raises(AttributeError, match="guess"):
        _ = provenance.guess


def test_check_and_log(site: Site, settings: dict[str, Any]) -> None:
    """A check is recorded, from a plain call and from a coroutine alike."""
    found = provenance.check(site.url("gone"), **settings)
    assert (found.verdict.state, found.verdict.kind, found.verdict.confirmed) == ("dead", "gone", True)
    assert asyncio.run(provenance.acheck(site.url("article"), **settings)).verdict.state == "alive"
    with provenance.open_log(settings["log"]) as log:
        assert log.counts() == {"alive": 1, "dead": 1}
        assert log.verify().sound


def test_check_without_a_record(site: Site, settings: dict[str, Any]) -> None:
    """record=False keeps no log."""
    provenance.check(site.url("article"), **settings | {"record": False})
    assert not settings["log"].exists()


def test_dead_network_is_raised(site: Site, settings: dict[str, Any]) -> None:
    """A fault, not a finding."""
    with pytest.raises(NetworkDown):
        provenance.check(site.url("x", host="gone.test"), **settings | {"control_names": ("nobody.test",)})


def test_audit_gives_checks_as_they_finish(site: Site, settings: dict[str, Any]) -> None:
    """Items of a list, or plain URLs; each once."""
    loaded = provenance.load(f"{site.url('article')}\n{site.url('not-found')}\n".encode(), name="list.txt")
    found = {check.url: check for check in provenance.audit(loaded.items, **settings)}
    assert {check.verdict.kind for check in found.values()} == {"ok", "not_found"}
    assert str(found[site.url("not-found")].origins[0]) == "list.txt:2"
    again = list(provenance.audit([site.url("moved")] * 2, **settings))
    assert [check.verdict.kind for check in again] == ["moved"]
    plain, part = site.url("article"), f"{site.url('article')}#part"
    told = {check.url: check.same_as for check in provenance.audit([plain, part, site.url("moved")], **settings)}
    assert [spelling.url for spelling in told[part]] == [plain]
    assert told[site.url("moved")] == ()


def test_audit_of_more_than_memory_holds(site: Site, settings: dict[str, Any]) -> None:
    """Whatever gives the links; the same checks, and the same run to whoever goes on with it."""
    names = ["article", "not-found", "moved", "article#part", "gone", "article"]
    runs = []
    for held in (2, 100):
        log = settings["log"].with_name(f"{held}.db")
        given = (site.url(name) for name in names)
        checks = provenance.audit(given, **settings | {"held_links": held, "log": log})
        runs.append(sorted((check.url, check.verdict.kind, check.origins, check.same_as) for check in checks))
        with closing(sqlite3.connect(log)) as connection:
            runs[-1] += connection.execute("SELECT key, lists, items FROM audits").fetchall()
    assert runs[0] == runs[1]
    assert len(runs[0]) == 6


def test_audit_that_nobody_waits_for_ends(site: Site, settings: dict[str, Any]) -> None:
    """A caller may stop half-way."""
    urls = [site.url(f"unhurried?n={n}") for n in range(200)]
    checks = provenance.audit(urls, **settings)
    assert next(checks).verdict.kind == "ok"
    checks.close()
    for thread in threading.enumerate():
        if thread.name == "audit":
            thread.join(10)
    assert "audit" not in {thread.name for thread in threading.enumerate()}
    assert sum(count for path, count in site.hits.items() if path.startswith("/unhurried")) < 200


def test_judge_is_pure() -> None:
    """An outcome in, a verdict out."""
    url = "https://quayside.example/ferry"
    seen = Exchange(
        original=url, target=url, status_code=200, hops=(Hop(url=url, status_code=200),), content=article(),
        fields=(("content-type", "text/html"),), retrieved_at=now(),
    )  # fmt: skip
    assert provenance.judge(seen).kind == "ok"


def test_read_and_cite() -> None:
    """Bytes to a source, a source to a citation."""
    source = provenance.read(article(), url="https://quayside.example/2024/05/07/ferry")
    assert source.title.value == "Harbour board keeps the old ferry"
    citation = provenance.cite(source, style="apa")
    assert citation.text.startswith("Ellison, M. (2024, May 7). Harbour board keeps the old ferry.")
    assert citation.engine


def test_load_names_what_it_cannot_read() -> None:
    """A fault in three parts."""
    with pytest.raises(InputError) as caught:
        provenance.load("no-such-list.txt")
    assert (caught.value.given, caught.value.exit_code) == ("no-such-list.txt", 2)
