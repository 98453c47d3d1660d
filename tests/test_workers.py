"""Pages that are read in other processes: the same findings, and a run that goes on whatever becomes of them."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from textwrap import dedent

import pytest

from provenance.core.judged import Judged
from provenance.core.model import Exchange, Failure, FailureKind, Hop, Known
from provenance.core.siblings import Sibling
from provenance.edge.processes.pool import Pool
from provenance.jobs import workers
from provenance.jobs.judging import all_judged
from tests.command import Command
from tests.log_material import NOON
from tests.site import Site

HOSTS = 40
COUNT = workers._WORTH_IT + 100

pytestmark = pytest.mark.skipif(workers._processors() < 2, reason="needs two processors")


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with Site() as site:
        site.names |= {f"h{n}.test": "127.0.0.1" for n in range(HOSTS)}
        yield site


def many(site: Site, folder: Path) -> Path:
    """Long pages, and some that are short or gone."""
    kinds = ("very-long", "very-long", "very-long", "article", "nowhere")
    urls = [site.url(f"{kinds[n % 5]}?n={n}", host=f"h{n % HOSTS}.test") for n in range(COUNT)]
    path = folder / "list.txt"
    path.write_text("\n".join(urls), encoding="utf-8")
    return path


def children(process: int) -> list[int]:
    """The processes that another has begun, those that only hold its semaphores left out."""
    found = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    return [int(one) for one in found if b"resource_tracker" not in Path(f"/proc/{one}/cmdline").read_bytes()]


def waited_for(process: int) -> list[int]:
    for _ in range(200):
        if found := children(process):
            return found
        time.sleep(0.02)
    pytest.fail("no process was begun")


FOUND = {"alive ok": COUNT * 4 // 5, "dead not_found": COUNT // 5}


def test_the_findings_are_those_of_one_process(site: Site, tmp_path: Path) -> None:
    """Each link once, each with its verdict and its title."""
    command = Command.at(tmp_path, site)
    records = command.records("audit", many(site, tmp_path))
    assert Counter(f"{record['state']} {record['kind']}" for record in records) == FOUND
    assert len({record["url"] for record in records}) == COUNT
    titles = {record["title"] for record in records if "very-long" in record["url"]}
    assert titles == {"The harbour year by year | The Quayside Courier"}


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks for the processes in /proc")
def test_a_script_has_them_too(site: Site, tmp_path: Path) -> None:
    """Without being run by them: it guards nothing by `__main__`."""
    command = Command.at(tmp_path, site)
    script = """
        import os, pathlib, sys, provenance
        urls = pathlib.Path(sys.argv[1]).read_text().split()
        begun = set()
        for number, check in enumerate(provenance.audit(urls, log=None, record=False)):
            begun.update(pathlib.Path(f"/proc/{os.getpid()}/task").glob("*/children"))
            if number == 20:
                print(len(" ".join(path.read_text() for path in begun).split()))
        print(number + 1)
    """
    (tmp_path / "script.py").write_text(dedent(script), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "script.py", many(site, tmp_path)],
        cwd=tmp_path, env=command.environment, text=True, capture_output=True, timeout=60, check=False,
    )  # fmt: skip
    assert (done.stderr, done.stdout.split()) == ("", [str(min(workers._MOST, workers._processors())), str(COUNT)])


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks for the processes in /proc")
@pytest.mark.parametrize("blow", [signal.SIGKILL, signal.SIGTERM])
def test_a_killed_process_costs_no_link(site: Site, tmp_path: Path, blow: signal.Signals) -> None:
    """What it had in hand is read again, here."""
    command = Command.at(tmp_path, site, concurrency=16)
    run = command.start("audit", many(site, tmp_path), "--json")
    assert run.stdout is not None
    first = [run.stdout.readline() for _ in range(20)]
    for process in waited_for(run.pid):
        os.kill(process, blow)
    with run:
        assert run.stderr is not None
        rest, errors = run.stdout.read(), run.stderr.read()
    assert "Traceback" not in errors
    assert len(first) + len(rest.splitlines()) == COUNT
    assert f"{COUNT} of {COUNT} links checked" in errors


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks for the processes in /proc")
def test_ctrl_c_is_not_for_them(site: Site, tmp_path: Path) -> None:
    """A terminal sends it to all of them: one message, the code of an interrupt, and nobody is left behind."""
    command = Command.at(tmp_path, site, concurrency=8)
    run = command.start("audit", many(site, tmp_path), start_new_session=True)
    assert run.stdout is not None
    rows = [run.stdout.readline() for _ in range(20)]
    begun = waited_for(run.pid)
    os.killpg(run.pid, signal.SIGINT)
    with run:
        assert run.stderr is not None
        rows += run.stdout.read().splitlines()
        errors = run.stderr.read()
    assert run.returncode == 130
    assert "Traceback" not in errors
    assert f"{len(rows)} of {COUNT} links checked" in errors
    time.sleep(0.5)
    assert not [process for process in begun if Path(f"/proc/{process}").is_dir()]


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks for the processes in /proc")
def test_they_yield_to_the_one_that_asks(site: Site, tmp_path: Path) -> None:
    """A host that hangs must be asked early; pages can be read while it hangs."""
    command = Command.at(tmp_path, site, concurrency=8)
    with command.start("audit", many(site, tmp_path), "--json") as run:
        assert run.stdout is not None
        for _ in range(20):  # by then they have begun
            run.stdout.readline()
        nice = [os.getpriority(os.PRIO_PROCESS, process) for process in waited_for(run.pid)]
        run.send_signal(signal.SIGINT)
        run.communicate()
    assert len(nice) == min(workers._MOST, workers._processors())
    assert min(nice) >= min(19, os.getpriority(os.PRIO_PROCESS, 0) + workers._NICER)


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks for the processes in /proc")
def test_nothing_outlives_a_killed_command(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither a process nor a page that waits for one."""
    (aside := tmp_path / "aside").mkdir()
    monkeypatch.setenv("TMPDIR", str(aside))
    command = Command.at(tmp_path, site, concurrency=8)
    with command.start("audit", many(site, tmp_path), "--json") as run:
        assert run.stdout is not None
        for _ in range(20):
            run.stdout.readline()
        begun = waited_for(run.pid)
        run.kill()
        run.communicate(timeout=10)  # they have its streams
    for _ in range(100):
        left = [process for process in begun if Path(f"/proc/{process}").is_dir()]
        if not left and not list(aside.glob("provenance-*")):
            break
        time.sleep(0.05)
    else:
        pytest.fail(f"left: {left}, {list(aside.iterdir())}")


def exchange(text: str) -> Exchange:
    url = "http://quayside.example/harbour"
    return Exchange(
        original=url, target=url, status_code=200, hops=(Hop(url=url, status_code=200),), retrieved_at=NOON,
        fields=(("content-type", "text/html"),), content=f"<title>{text}</title>".ljust(2_000).encode(),
    )  # fmt: skip


def read_there(texts: list[str], begun: workers.Workers) -> list[Judged]:
    """Answers read by the processes, each of them twice, and let go."""
    neighbour = Sibling(url="http://quayside.example/q", status=404, target="http://quayside.example/q", text="")

    async def read() -> list[Judged]:
        answers = [begun.take(exchange(text), Known(), ()) for text in texts]
        assert all(isinstance(answer.outcome, Exchange) and not answer.outcome.content for answer in answers)
        found = [await answer.judged() for answer in answers]
        found += [await answer.judged(neighbour) for answer in answers]
        for answer in answers:
            answer.close()
        return found

    return asyncio.run(read())


def test_pages_wait_in_files_that_are_used_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A shorter one in the place of a longer one is read to its own end."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with workers.Workers(1) as begun:
        for titles in (["Tide", "Ebb"], ["Flood"], ["Spring", "Neap"]):
            found = read_there(titles, begun)
            assert [one.title for one in found] == titles * 2
        (folder,) = tmp_path.glob("provenance-*")
        assert len(list(folder.iterdir())) == 1
        assert begun.have_room
    assert not list(tmp_path.glob("provenance-*"))


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks for the processes in /proc")
def test_where_one_process_is_killed_the_others_go_on() -> None:
    with workers.Workers(2) as begun:
        assert [one.title for one in read_there(["Tide"], begun)] == ["Tide"] * 2
        first, second = children(os.getpid())
        os.kill(first, signal.SIGKILL)
        for _ in range(3):  # the one that comes to it, and those after
            assert [one.title for one in read_there(["Tide", "Ebb"], begun)] == ["Tide", "Ebb"] * 2
        assert second in children(os.getpid())
        assert begun._pool is not None
        assert begun._pool.has_any


def test_where_the_disk_is_full_pages_are_read_here() -> None:
    with workers.Workers(1) as begun:
        assert begun._parcels is not None
        begun._parcels.close()  # nothing can be written there any more
        assert [one.title for one in read_there(["Tide", "Ebb"], begun)] == ["Tide", "Ebb"] * 2


def test_what_cannot_be_sent_is_told(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """And the process goes on; a lock is of the process that has made it."""
    pool = Pool(1, module="provenance.jobs.judging", folder=tmp_path, nicer=0)
    try:
        with pytest.raises(RuntimeError, match="cannot be sent"):
            pool.submit(threading.Lock).result(30)
        assert pool.submit(len, "abc").result(30) == 3
        assert pool.has_any
    finally:
        pool.close()
    assert capfd.readouterr() == ("", "")


def test_a_fault_is_one_answer_s_alone() -> None:
    """Of answers that are read together, the one that cannot be read spoils no other."""
    refused = Failure(
        original="http://quayside.example/", kind=FailureKind.REFUSED, detail="refused", retrieved_at=NOON
    )
    broken = replace(refused, kind=None)  # type: ignore[arg-type] - no such thing exists
    fault, found = all_judged([(broken, Known(), ()), (refused, Known(), ())])
    assert isinstance(fault, Exception)
    assert isinstance(found, Judged)
    assert found.verdict.kind == "refused"
