"""The command as a user runs it: a process of its own, in a folder of its own, with a log of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.site import Site

SETTINGS = """
allow_network = ["127.0.0.0/8"]
name_server = "{name_server}"
control_names = ["control.test"]
backoff = 0.05
spacing = 0.0
timeout = 2.0
deadline = 4.0
"""


@dataclass(frozen=True, slots=True)
class Command:
    """`provenance` in `folder`, where a settings file stands if a site was given."""

    folder: Path

    @classmethod
    def at(cls, folder: Path, site: Site | None = None, **more: Any) -> Command:
        """A command in `folder` that may ask `site`; `more` are further settings."""
        folder.mkdir(parents=True, exist_ok=True)
        text = SETTINGS.format(name_server=site.name_server) if site else ""
        lines = [line for line in text.splitlines() if line.split(" ")[0] not in more]
        lines += [f"{name} = {json.dumps(value)}" for name, value in more.items()]
        (folder / "provenance.toml").write_text("\n".join(lines), encoding="utf-8")
        return cls(folder)

    @property
    def log(self) -> Path:
        """The log that it writes."""
        return self.folder / "log.db"

    @property
    def environment(self) -> Mapping[str, str]:
        """The user's own settings and data stay out of it."""
        own = {"PROVENANCE_LOG": str(self.log), "XDG_CONFIG_HOME": str(self.folder / "config"), "COLUMNS": "200"}
        return os.environ | own | {"XDG_DATA_HOME": str(self.folder / "data"), "PYTHONWARNINGS": "error"}

    def start(self, *words: str | Path, **options: Any) -> subprocess.Popen[str]:
        """Begin and do not wait."""
        return subprocess.Popen(
            [sys.executable, "-m", "provenance", *map(str, words)],
            cwd=self.folder, env=self.environment, text=True, encoding="utf-8",
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options,
        )  # fmt: skip

    def __call__(
        self, *words: str | Path, given: str | None = None, timeout: float = 60
    ) -> subprocess.CompletedProcess[str]:
        """Run to the end. Never a traceback, whatever the words."""
        done = subprocess.run(
            [sys.executable, "-m", "provenance", *map(str, words)],
            cwd=self.folder, env=self.environment, text=True, encoding="utf-8", input=given,
            capture_output=True, timeout=timeout, check=False,
        )  # fmt: skip
        assert "Traceback" not in done.stderr, done.stderr
        return done

    def records(self, *words: str | Path, given: str | None = None) -> list[dict[str, Any]]:
        """What `--json` prints, line by line."""
        done = self(*words, "--json", given=given)
        assert done.stdout, done.stderr
        return [json.loads(line) for line in done.stdout.splitlines()]


def assert_fault(done: subprocess.CompletedProcess[str], code: int, *says: str) -> None:
    """A fault is one message of three parts on standard error, and its exit code; nothing on standard output."""
    assert done.returncode == code, (done.returncode, done.stderr)
    assert not done.stdout
    lines = done.stderr.strip().splitlines()
    assert len(lines) == 2, done.stderr
    assert lines[0].startswith("provenance: ")
    assert lines[1].startswith("  "), "the remedy stands on a line of its own"
    for text in says:
        assert text in done.stderr, done.stderr
