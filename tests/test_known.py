"""What a look is told of its page: from the log, and from the list."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from provenance.core.logbook import Event, capture_event, check_event, page_key, source_event
from provenance.core.model import Known, State
from provenance.edge.log import open_log, read_log
from provenance.jobs.clock import now
from provenance.jobs.known import Memory
from provenance.jobs.looking import Target
from tests.log_material import PAGE, capture, check, source

DAY = timedelta(days=1)
START = now() - 60 * DAY  # checks that are yet to come are left out


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "log.db"


def known_after(path: Path, *events: Event, url: str = PAGE, titles: tuple[str, ...] = ()) -> Known:
    """What is known of a link when the log holds these events."""
    with open_log(path) as log:
        log.append(events)
    with read_log(path) as log:
        return Memory(log, {url: titles, "https://news.example/other": ()})(Target(url=url)).known


def taken(text: str, day: int, state: State) -> list[Event]:
    """A capture and the check that it was taken at, as `add` records them."""
    at = START + day * DAY
    return [capture_event(replace(capture(at=at), text=text)), check_event(check(state=state, at=at))]


def test_source_tells_name_and_language(path: Path) -> None:
    """By the newest version; what the list calls the link is a title too, each title once."""
    old, new = source_event(source(title="Water in the delta"), at=START), source_event(source(), at=START + DAY)
    known = known_after(path, old, new, url=PAGE + "?utm_source=post#top", titles=("The flood", "Flood in the delta"))
    assert known == Known(
        titles=("Flood in the delta",), labels=("The flood", "Flood in the delta"), language="en", site="The Example"
    )


def test_text_is_that_of_the_newest_page_that_was_alive(path: Path) -> None:
    """Not what stood there when the page was gone, and not an older one, whatever came into the log last."""
    events = [
        *taken("The water rose.", 1, State.ALIVE),
        *taken("The water fell.", 2, State.ALIVE),
        *taken("Nothing here.", 3, State.DEAD),
        *taken("No water yet.", 0, State.ALIVE),
    ]
    assert known_after(path, *events).text == "The water fell."


def test_saved_file_is_no_page_that_was_seen(path: Path) -> None:
    """A capture without a check may be anything that somebody saved."""
    assert known_after(path, source_event(source(), at=START), capture_event(capture(), about=0)).text is None


def test_sightings_are_those_since_it_was_alive(path: Path) -> None:
    """The newest first; a page that is alive has none that matter."""
    states = [State.DEAD, State.ALIVE, State.DEAD, State.DEAD, State.DEAD, State.UNKNOWN]
    events = [check_event(check(state=state, at=START + 2 * day * DAY)) for day, state in enumerate(states)]
    days = [(one.checked_at - START).days for one in known_after(path, *events).sightings]
    assert days == [8, 4]
    later = check_event(check(at=START + 20 * DAY))
    assert known_after(path, later).sightings == ()


def test_checks_yet_to_come_are_left_out(path: Path) -> None:
    """A clock that was wrong for a day hides no failures."""
    events = [check_event(check(state=State.DEAD, at=START)), check_event(check(at=now() + 400 * DAY))]
    assert [one.checked_at for one in known_after(path, *events).sightings] == [START]


def test_nothing_known_costs_nothing(path: Path) -> None:
    """No log, an empty one, a page that it never saw: the target is the very one that was given."""
    target = Target(url=PAGE)
    assert Memory(None, {PAGE: ()})(target) is target
    with open_log(path) as log:
        assert Memory(log, {PAGE: ()})(target) is target
        log.append([check_event(check("https://news.example/other", State.DEAD, at=START))])
        assert Memory(log, {PAGE: ()})(target) is target
    titled = Memory(None, {PAGE: ("The flood",)})(target)
    assert titled.known == Known(labels=("The flood",))


def test_more_pages_than_one_question_holds(path: Path) -> None:
    """Each gets its own, in a list of any length; texts that are no URL are asked for like the others."""
    urls = [f"https://news.example/{number}" for number in range(1300)]
    with open_log(path) as log:
        log.append([check_event(check(url, State.DEAD, at=START)) for url in urls[::2]])
        memory = Memory(log, dict.fromkeys([*urls, "http://[::bad/", "\udcff", "nul\0"], ()))
        known = [len(memory(Target(url=url)).known.sightings) for url in urls]
    assert known == [1, 0] * 650


def test_what_is_known_of_a_few_costs_the_same_in_a_long_log(path: Path) -> None:
    """SQLite takes no more steps for three pages among two thousand than among twenty: none is gone through."""
    asked = [page_key(f"https://news.example/{number}") for number in range(3)]

    def steps() -> int:
        count = 0

        def step() -> None:
            nonlocal count
            count += 1

        with read_log(path) as log:
            log._connection.set_progress_handler(step, 10)
            assert len(log.known(asked, until=now())) == len(asked)
            log.captured_alive(asked)
            log.due_at(asked)
        return count

    costs = []
    for first, last in pairwise((0, 20, 2000)):
        with open_log(path) as log:
            urls = [f"https://news.example/{number}" for number in range(first, last)]
            log.append([source_event(source(url), at=START) for url in urls])
            log.append([check_event(check(url, State.DEAD, at=START + DAY)) for url in urls])
        costs.append(steps())
    few, many = costs
    assert many <= few + 5
