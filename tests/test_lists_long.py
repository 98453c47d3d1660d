"""Lists that are too long for memory are read piece by piece: what comes out is what is read of the whole."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from provenance.core import lists
from provenance.core.long_lists import LongList, NotInPieces
from provenance.core.model import ManyItems
from provenance.errors import InputError
from provenance.jobs.load import load_all

BEGINNING = 65_000
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


def cut(content: bytes, size: int) -> list[bytes]:
    """The content in pieces: a beginning that tells the format, and then short ones."""
    lines = content.splitlines(keepends=True) if b"\n" in content else [content]
    pieces = [b""]
    for line in lines:
        if len(pieces[-1]) >= (BEGINNING if len(pieces) == 1 else size) and pieces[-1].endswith(b"\n"):
            pieces.append(b"")
        pieces[-1] += line
    return pieces


@settings(max_examples=100, deadline=None)
@example(lines=["café"] * 3, ending="\r\n", encoding="cp1252", last=True, size=40)
@example(lines=["# only remarks " * 20, "url", *URLS], ending="\n", encoding="utf-8", last=False, size=1)
@given(
    lines=st.lists(st.one_of(st.sampled_from(URLS), st.sampled_from(LINES)), max_size=60),
    ending=st.sampled_from(["\n", "\r\n", "\r"]),
    encoding=st.sampled_from(["utf-8", "utf-8", "utf-8-sig", "cp1252", "utf-16"]),
    last=st.booleans(),
    size=st.integers(1, 300),
)
def test_pieces_make_the_whole(lines: list[str], *, ending: str, encoding: str, last: bool, size: int) -> None:
    """Whatever stands in it, however its lines end – or it is told that they do not."""
    text = ending.join([*URLS * (BEGINNING // 260), *lines]) + (ending if last else "")
    content = text.encode(encoding, "replace")
    pieces = cut(content, size)
    long = LongList(name="list.txt")
    try:
        items = tuple(long.read(lambda: iter(pieces), again=True))
        loaded = long.loaded(items)
    except NotInPieces:
        assert lines or encoding not in ("utf-8", "utf-8-sig", "cp1252")
        return
    assert loaded == lists.load(content, name="list.txt")


ROWS = [
    *(f'"Title, {number}",{url},2024-07-04,' for number, url in enumerate(URLS)), "", "Short", '"two\nlines",https://quay.example/l,,x',
    '"He said ""no""",https://quay.example/q,,"https://other.example/n, and more"', "No link,-,,", "Words,no link at all,,", "Cut,https://quay.example/a…,,",
    "DOI,,,10.1000/182", "Twice,https://quay.example/a https://quay.example/b,,", 'Formula,"=HYPERLINK(""https://quay.example/f"",""x"")",,',
    "Long,https://quay.example/" + "y" * 3_000 + ",,", "Bare,quay.example/bare,,", "Note,https://quay.example/1,,<https://quay.example/note>;x",
]  # fmt: skip


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(
    rows=[0, 1, 2],
    head="Title,URL,Date,DOI",
    tail='"never closed,https://quay.example/x,,\n',
    encoding="utf-8",
    ending="\n",
)
@example(
    rows=[0, 1, 2],
    head="Title,URL,Date,DOI",
    tail="@article{a, title = {T}, url = {https://quay.example/t}}\n" * 900,
    encoding="utf-8",
    ending="\n",
)
@example(
    rows=[0, 3],
    head="Title,URL,Cover,DOI",
    tail="a,https://quay.example/z,https://quay.example/p.png,\n" * 5_000,
    encoding="utf-8",
    ending="\n",
)
@given(
    rows=st.lists(st.integers(0, len(ROWS) - 1), min_size=1, max_size=12).map([0].__add__),
    head=st.sampled_from(["Title,URL,Date,DOI", "sep=,\nTitle,Link,Published,DOI", "Title,URL,Favicon,DOI", ROWS[0]]),
    tail=st.sampled_from(["", "\n\n", "Last,https://quay.example/last,,"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "cp1252", "utf-16"]),
    ending=st.sampled_from(["\n", "\r\n"]),
)
def test_table_in_pieces(tmp_path: Path, *, rows: list[int], head: str, tail: str, encoding: str, ending: str) -> None:
    """A table is read twice, and never whole; also one with rows that go over the ends of pieces."""
    path = tmp_path / "table.csv"
    lines = [head, *(ROWS[number] for number in rows * (120_000 // sum(len(ROWS[one]) + 1 for one in rows)))]
    path.write_bytes("\n".join([*lines, tail]).replace("\n", ending).encode(encoding, "replace"))
    same(path, held=900)


@pytest.mark.parametrize("name", ["list.txt", "table.csv"])
def test_no_need_to_read_the_whole(name: str) -> None:
    """Of an ordinary list. What is read so is never together in memory."""
    rows = [f"One,{url}" if name == "table.csv" else url for url in URLS]
    content = ("Title,URL\n" * (name == "table.csv") + "\n".join(rows * 1_000)).encode()
    lines = content.splitlines(keepends=True)
    pieces = [b"".join(lines[start : start + 4_000]) for start in range(0, len(lines), 4_000)]
    assert len(pieces) > 2
    long = LongList(name=name)
    items = list(long.read(lambda: iter(pieces), again=True))
    assert long.loaded(tuple(items)) == lists.load(content, name=name)
    with pytest.raises(NotInPieces):
        list(LongList(name=name).read(lambda: iter([pieces[0], b"\xff" * 1_000]), again=True))


def test_list_that_is_larger_than_any_other_may_be(tmp_path: Path) -> None:
    """More than is read whole of a list."""
    path = tmp_path / "list.txt"
    line = f"# {'x' * 1_000_000}\n"
    with path.open("w") as stream:
        stream.writelines(f"https://quay.example/{number}\n{line}" for number in range(101))
    with load_all([str(path)], held=100) as long:
        assert long.count == 101
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
    line = f"# {'x' * 1_000_000}\n"
    given = [f"{URLS[0]}\n{line}"] * 101 + [f"{last}\n"] * 50_000
    program = f"from provenance.jobs.load import load_all; print(load_all(['-'], held={len(given[0])}).count)"
    done = subprocess.run(
        [sys.executable, "-c", program], input="".join(given), capture_output=True, text=True, check=False
    )
    if last in URLS:
        assert done.stdout == "50101\n"
    else:
        assert "standard input: holds more than 100 MB; no more than 100 MB are read" in done.stderr


PROGRAM = """
import re, sys
from pathlib import Path
from provenance.jobs.links import links_of
from provenance.jobs.load import load_all
with load_all([sys.argv[1]], held=1_000) as lists:
    links = links_of(lists)
    drawn = sum(1 for _, targets in links.targets().by_host() for _ in targets)
# `ru_maxrss` would be that of whoever began this process.
print(drawn, links.sources, *re.findall(r"VmHWM:\\s*(\\d+)", Path("/proc/self/status").read_text()))
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="memory is read from /proc, which only Linux has")
@pytest.mark.parametrize("name", ["list.txt", "table.csv"])
def test_memory_is_flat(name: str, tmp_path: Path) -> None:
    """Five times as many links take no more of it, from reading to handing out; the caches are full with the fewer."""
    taken = []
    for count in (24_000, 120_000):
        path = tmp_path / name
        urls = [f"https://quay{number % 50}.example/2024/07/{number}" for number in range(count)]
        path.write_text("".join(f"One,{url}\n" if name == "table.csv" else f"{url}\n" for url in urls))
        done = subprocess.run([sys.executable, "-c", PROGRAM, path], capture_output=True, text=True, check=True)
        drawn, sources, peak = map(int, done.stdout.split())
        assert drawn == sources == count
        taken.append(peak)
    assert taken[1] < 1.2 * taken[0]


@pytest.mark.skipif(sys.platform == "win32", reason="no limit of files to set")
def test_full_disk_is_told(tmp_path: Path) -> None:
    """As a fault of the machine, with what to do."""
    import resource

    path = tmp_path / "list.txt"
    path.write_text("".join(f"https://quay.example/{number}\n" for number in range(150_000)))
    done = subprocess.run(
        [sys.executable, "-m", "provenance", "audit", path, "--no-log"], capture_output=True, text=True, check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000)),
    )  # fmt: skip
    assert done.returncode == 3
    assert "the temporary file of a long list: cannot be used" in done.stderr
    assert "SQLITE_TMPDIR" in done.stderr


def test_fault_half_way_leaves_nothing(tmp_path: Path) -> None:
    """What was read before is not there twice when the list is read whole."""
    path = tmp_path / "list.txt"
    path.write_text("\n".join([*URLS * 900, *["Words, and no link in them."] * 9_000]) + "\n")
    assert same(path, held=4)
