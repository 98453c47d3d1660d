"""Several processes at one log, and processes that are killed: no committed row is lost."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time

from provenance.core.logbook import check_event
from provenance.edge.log import open_log, read_log
from tests.log_material import NOON, check

SPAWN = multiprocessing.get_context("spawn")
BATCHES, SIZE = 40, 25


def write_batches(path, name, start):
    """Batches of checks from one process, as fast as it can, the log made by whoever comes first."""
    start.wait()
    with open_log(path, command=name) as log:
        for batch in range(BATCHES):
            urls = (f"https://{name}.example/{batch * SIZE + number}" for number in range(SIZE))
            log.append([check_event(check(url)) for url in urls])


def write_for_ever(path, told):
    """An audit that never ends; each committed number is told."""
    with open_log(path, command="audit") as log:
        run = log.begin_audit(lists=["list.md"], key="list", at=NOON)
        number = 0
        while True:
            events = [check_event(check(f"https://news.example/{number + i}"), audit=run.id) for i in range(SIZE)]
            log.append(events)
            number += SIZE
            told.send(number)


def test_processes_writing_at_once_lose_no_row(tmp_path):
    """Three processes make the log at the same moment and write it: every row is there, in one tree."""
    path = tmp_path / "log.db"
    start = SPAWN.Event()
    names = ("one", "two", "three")
    processes = [SPAWN.Process(target=write_batches, args=(path, name, start)) for name in names]
    for process in processes:
        process.start()
    start.set()
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0, 0, 0]
    with read_log(path) as log:
        report = log.verify()
        assert log.counts() == {"alive": len(names) * BATCHES * SIZE}
    assert report.findings == ()
    assert (report.entries, report.unsealed) == (len(names) * BATCHES * SIZE, 0)


def test_a_killed_audit_loses_nothing_and_can_be_resumed(tmp_path):
    """After SIGKILL in the middle of writing the log verifies, and knows every URL that was told to be done."""
    path = tmp_path / "log.db"
    heard, told = SPAWN.Pipe(duplex=False)
    process = SPAWN.Process(target=write_for_ever, args=(path, told))
    process.start()
    told.close()
    last = 0
    while last < 10 * SIZE:
        last = heard.recv()
    time.sleep(0.03)
    os.kill(process.pid, signal.SIGKILL)
    process.join()
    while heard.poll():
        try:
            last = heard.recv()
        except EOFError:
            break
    heard.close()
    with read_log(path) as log:
        report = log.verify()
        run = log.newest_audit("list")
        assert run is not None
        done = {record["url"] for record in log.audit_checks(run.id)}
    assert report.findings == ()
    assert report.unsealed == report.entries
    assert {f"https://news.example/{number}" for number in range(last)} <= done
    assert len(done) % SIZE == 0  # a batch is whole or not there
    with open_log(path, command="audit --resume") as log:
        log.append([check_event(check(f"https://news.example/{len(done)}"), audit=run.id)])
        log.finish_audit(run.id, at=NOON)
    with read_log(path) as log:
        report = log.verify()
    assert report.sound
    assert report.unsealed == 0
