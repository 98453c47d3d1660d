"""Lists that are too long for memory are read piece by piece: what comes out is what is read of the whole."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from provenance.core.model import ManyItems
from provenance.errors import InputError
from provenance.jobs.load import load_all

URLS = [f"https://quay.example/{number}" for number in range(12)]
LINES = [
    *URLS, "", "  ", "# remark", "// https://quay.example/aside", "- https://quay.example/bullet", "https://a.example,https://b.example",
    "no link", "url", "quay.example/bare", "https://quay.example/x # seen on Monday", "https://quay.example/cut…/off", "10.1000/182",
    "<https://quay.example/a(b)>", "https://quay.example/é", "café", "1. https://quay.example/one", "title,https://quay.example/comma", "\x0c",
    "https://quay.example/a\u2028https://quay.example/b", '"https://quay.example/quoted"', "[a](https://quay.example/m)", "doi:10.1000/1",
]  # fmt: skip


def same(path: Path, held: int) -> bool:
    """Whether it is the same, and whether it lies in a spool."""
    whole = load_all([str(path)])
    with load_all([str(path)], held=held) as long:
        (one,), (other,) = whole.loads, long.loads
        assert list(other.items) == list(one.items)
        assert (other.problems, other.format, other.records, other.notes) == (
            one.problems, one.format, one.records, one.notes,
        )  # fmt: skip
        assert (len(other.items), other.scanned) == (len(one.items), one.scanned)
        assert (long.key, long.names, long.paths) == (whole.key, whole.names, whole.paths)
        return isinstance(other.items, ManyItems)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(lines=[*URLS, *["café"] * 3, *URLS], ending="\r\n", encoding="cp1252", last=True)
@example(lines=[*URLS, "# only remarks " * 20, "url", *URLS], ending="\n", encoding="utf-8", last=False)
@given(
    lines=st.lists(st.one_of(st.sampled_from(URLS), st.sampled_from(LINES)), min_size=1, max_size=60).filter(
        lambda lines: any("quay" in line for line in lines)
    ),
    ending=st.sampled_from(["\n", "\r\n", "\r"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "cp1252", "utf-16"]),
    last=st.booleans(),
)
def test_pieces_make_the_whole(tmp_path: Path, lines: Sequence[str], ending: str, encoding: str, last: bool) -> None:
    """Whatever stands in it, however its lines end."""
    path = tmp_path / "list.txt"
    text = ending.join(lines) + (ending if last else "")
    path.write_bytes(text.encode(encoding, "replace"))
    same(path, held=1)


def test_long_list_is_in_pieces(tmp_path: Path) -> None:
    """A list of URLs is, and its links lie in the spool; a list of another format is read whole, and lies there too."""
    path = tmp_path / "list.txt"
    path.write_text("\n".join(["# head", *URLS * 40, "no link"]) + "\n")
    assert same(path, held=4)
    assert not same(path, held=10_000)
    table = tmp_path / "table.csv"
    table.write_text("Title,URL\n" + "".join(f"One,{url}\n" for url in URLS))
    assert same(table, held=4)


def test_list_that_is_larger_than_any_other_may_be(tmp_path: Path) -> None:
    """More than is read whole of a list."""
    path = tmp_path / "list.txt"
    line = f"https://quay.example/{'x' * 1_000_000}\n"
    with path.open("w") as stream:
        stream.writelines(f"https://quay.example/{number}\n{line}" for number in range(101))
    with load_all([str(path)], held=100) as lists:
        assert lists.count == 202
    with pytest.raises(InputError, match="no more than 100 MB are read"):
        load_all([str(path)])


@pytest.mark.parametrize("ending", ["\n", "\r"])
def test_endless_line_is_read_whole(tmp_path: Path, ending: str) -> None:
    """In the middle of a list, and where all lines are one to whoever looks for line feeds."""
    path = tmp_path / "list.txt"
    path.write_text((f"{URLS[0]}{ending}" * 100 + "x" * 6_000_000 + ending) * 2, newline="")
    same(path, held=10)


@pytest.mark.parametrize("last", [URLS[0], "Words, and no link in them."])
def test_pipe_has_its_limit(last: str, tmp_path: Path) -> None:
    """A list of URLs has none; of what has to be read whole no more is kept than is read."""
    line = f"https://quay.example/{'x' * 1_000_000}\n"
    given = [f"{URLS[0]}\n{line}"] * 101 + [f"{last}\n"] * 100_000
    program = f"from provenance.jobs.load import load_all; print(load_all(['-'], held={len(given[0])}).count)"
    done = subprocess.run(
        [sys.executable, "-c", program], input="".join(given), capture_output=True, text=True, check=False
    )
    if last in URLS:
        assert done.stdout == "100202\n"
    else:
        assert "standard input: holds more than 100 MB; no more than 100 MB are read" in done.stderr


def test_fault_half_way_leaves_nothing(tmp_path: Path) -> None:
    """What was read before is not there twice when the list is read whole."""
    path = tmp_path / "list.txt"
    path.write_text("\n".join([*URLS * 20, *["Words, and no link in them."] * 100]) + "\n")
    assert same(path, held=4)
