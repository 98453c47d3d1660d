"""Git as a process: which lines of a file are not those of an earlier revision, and which files it does not mind."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from provenance.errors import UsageError

_TIMEOUT = 60.0
# The new side of a hunk: its first line, and how many there are if not one (git-diff(1), "combined diff format").
_HUNK = re.compile(rb"^@@ -\S+ \+(\d+)(?:,(\d+))? @@", re.MULTILINE)


def changed_lines(path: str, revision: str) -> list[range] | None:
    """The lines of a file, as it lies in the folder now, that it did not have in a revision; None for all of them, where
    git does not know the file or nothing was committed yet.

    Raises
    ------
    UsageError
        where there is no git, no repository around the file, or no such revision.
    """
    file = Path(path)
    folder = file.parent
    commit = _run(folder, ["rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}"])
    if commit.returncode:
        if _has_no_commit(folder):
            return None
        _complain(folder, path, revision)
    if _run(folder, ["ls-files", "--error-unmatch", "--", file.name]).returncode:
        return None
    name = commit.stdout.decode().strip()
    words = [
        "diff",
        "--unified=0",
        "--no-color",
        "--no-ext-diff",
        "--no-textconv",
        "--no-renames",
        name,
        "--",
        file.name,
    ]
    done = _run(folder, words)
    if done.returncode:
        problem = done.stderr.decode(errors="replace").strip().splitlines()
        raise UsageError(
            f"--only-changed {revision}", f"git diff failed ({' '.join(problem[-1:])})", "Run git diff by hand"
        )
    hunks = [(int(start), int(count) if count else 1) for start, count in _HUNK.findall(done.stdout)]
    return [range(start, start + count) for start, count in hunks if count]


def ignored(paths: Sequence[str]) -> frozenset[str]:
    """Those of the paths, all below one folder, that git is told to ignore; none where there is no git or no repository."""
    if not paths or shutil.which("git") is None:
        return frozenset()
    absolute = {os.path.abspath(path): path for path in paths}  # noqa: PTH100 - links are git's to follow, or not
    given = b"\0".join(map(os.fsencode, absolute))
    done = _run(
        Path(os.path.commonpath([Path(one).parent for one in absolute])), ["check-ignore", "-z", "--stdin"], given
    )
    return frozenset(absolute[name] for one in done.stdout.split(b"\0") if (name := os.fsdecode(one)) in absolute)


def _has_no_commit(folder: Path) -> bool:
    done = _run(folder, ["rev-list", "--max-count=1", "--all"])
    return done.returncode == 0 and not done.stdout.strip()


def _complain(folder: Path, path: str, revision: str) -> None:
    if _run(folder, ["rev-parse", "--is-inside-work-tree"]).returncode:
        raise UsageError(
            f"--only-changed with {path}", "it lies in no git repository", "Leave --only-changed out, or git init first"
        )
    raise UsageError(
        f"--only-changed {revision}",
        "is no commit that git knows here",
        "Give a branch, a tag or a commit (a shallow clone in CI may lack it: fetch-depth: 0)",
    )


def _run(folder: Path, words: list[str], given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    git = shutil.which("git")
    if git is None:
        raise UsageError(
            "--only-changed", "needs git, which is not installed here", "Install it, or leave the option out"
        )
    # What is set for another repository – by a hook that runs us, for one – must not stand in for the file's own; and
    # no answer of git depends on a language.
    environment = {name: value for name, value in os.environ.items() if name not in ("GIT_DIR", "GIT_WORK_TREE")}
    environment |= {"LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0"}
    try:
        return subprocess.run(  # noqa: S603 - no shell; a revision cannot be read as an option
            [git, "-C", str(folder), *words],
            capture_output=True, timeout=_TIMEOUT, check=False, env=environment, input=given,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired, ValueError) as error:
        raise UsageError("--only-changed", f"git could not be run ({error})", "Leave the option out") from None
