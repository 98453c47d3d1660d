"""Reading what the user names, and writing so that nothing is half written."""

from __future__ import annotations

import io
import os
import random
import stat
import time
from pathlib import Path

import pytest

from provenance.core.decode import binary_kind
from provenance.edge.files import read_bytes, write_atomic
from provenance.errors import InputError


def fault(path: str, **options: int) -> InputError:
    with pytest.raises(InputError) as caught:
        read_bytes(path, **options)
    assert all((caught.value.given, caught.value.problem, caught.value.remedy))
    return caught.value


def test_a_file_is_read_as_it_is(tmp_path: Path) -> None:
    """The bytes come back unchanged, line ends included."""
    file = tmp_path / "list.txt"
    file.write_bytes(b"\xef\xbb\xbfa\r\nb\x00")
    assert read_bytes(str(file)) == b"\xef\xbb\xbfa\r\nb\x00"


def test_standard_input_is_a_dash(monkeypatch: pytest.MonkeyPatch) -> None:
    """`-` reads standard input in binary."""
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"\xff\xfe")))
    assert read_bytes("-") == b"\xff\xfe"


def test_standard_input_stops_at_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """An endless pipe is refused as soon as it passes the limit."""

    class Endless(io.RawIOBase):
        def readable(self) -> bool:
            return True

        def readinto(self, buffer: bytearray) -> int:
            return len(buffer)

    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BufferedReader(Endless())))
    assert "standard input" in fault("-", limit=3_000_000).given


def test_a_missing_file_a_folder_and_a_bad_name_are_said(tmp_path: Path) -> None:
    """Each of the three has its own words and its own remedy."""
    assert "no such file" in fault(str(tmp_path / "none.md")).problem
    assert "folder" in fault(str(tmp_path)).problem
    assert "not a file name" in fault("a\0b").problem


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_said(tmp_path: Path) -> None:
    """A file that may not be read is not taken for a missing one."""
    file = tmp_path / "list.txt"
    file.touch(mode=0o000)
    assert "may not be read" in fault(str(file)).problem


def test_a_file_behind_a_file_is_said(tmp_path: Path) -> None:
    """Any other fault of the system comes with the system's own words."""
    (tmp_path / "list.txt").touch()
    assert "Not a directory" in fault(str(tmp_path / "list.txt" / "x")).problem


def test_two_hundred_megabytes_are_refused_unread(tmp_path: Path) -> None:
    """The size is measured, not read, and the message names it and the limit."""
    file = tmp_path / "huge.csv"
    with file.open("wb") as stream:
        stream.truncate(200_000_000)
    begun = time.perf_counter()
    error = fault(str(file))
    assert time.perf_counter() - begun < 0.5
    assert "200 MB" in error.problem
    assert "100 MB" in error.problem


def test_the_limit_itself_is_read(tmp_path: Path) -> None:
    """A file exactly as large as the limit is within it."""
    file = tmp_path / "list.txt"
    file.write_bytes(b"12345")
    assert read_bytes(str(file), limit=5) == b"12345"
    assert "no more than" in fault(str(file), limit=4).problem


def test_writing_keeps_permissions_and_leaves_nothing_behind(tmp_path: Path) -> None:
    """The new bytes stand in the file with its old mode, and no temporary file is left."""
    file = tmp_path / "list.md"
    file.write_bytes(b"old")
    file.chmod(0o640)
    write_atomic(str(file), b"new")
    assert file.read_bytes() == b"new"
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert [path.name for path in tmp_path.iterdir()] == ["list.md"]


def test_a_new_file_gets_the_rights_of_the_mask(tmp_path: Path) -> None:
    """A new file is as readable as any other that the user makes."""
    (tmp_path / "other").touch()
    write_atomic(str(tmp_path / "new"), b"x")
    assert (tmp_path / "new").stat().st_mode == (tmp_path / "other").stat().st_mode


def test_a_link_is_followed(tmp_path: Path) -> None:
    """Writing through a symbolic link changes the file it names and keeps the link."""
    (tmp_path / "real").write_bytes(b"old")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    write_atomic(str(tmp_path / "link"), b"new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_bytes() == b"new"


def test_a_failed_write_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the disk fails, the old bytes stand, the fault is said, and no temporary file is left."""
    file = tmp_path / "list.md"
    file.write_bytes(b"old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(InputError, match="No space left"):
        write_atomic(str(file), b"new")
    assert file.read_bytes() == b"old"
    assert len(list(tmp_path.iterdir())) == 1


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    """Writing into a missing folder is the user's to mend."""
    with pytest.raises(InputError, match="cannot be written"):
        write_atomic(str(tmp_path / "none" / "list.md"), b"x")


def test_random_bytes_are_never_taken_for_text() -> None:
    """Compressed and random data has control characters in one byte of ten; texts have next to none."""
    for seed in range(400):
        assert binary_kind(random.Random(seed).randbytes(5000)) == "binary data"
    assert binary_kind("Ferry kept, said the board.\tÄ\n".encode() * 40 + b"\0") is None
