"""The pre-commit hook and the GitHub Action: their files are what those programs read, and what they run works."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.command import Command
from tests.site import Site

ROOT = Path(__file__).parent.parent


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as site:
        yield site


@pytest.fixture(scope="module")
def action() -> dict[str, Any]:
    return yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))


def test_hook_runs(site: Site, tmp_path: Path) -> None:
    """The keys are those of pre-commit's own list; its entry is a command of ours that does what the hook says."""
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert set(hook) <= {
        "id", "name", "description", "entry", "args", "language", "types_or", "require_serial",
        "minimum_pre_commit_version",
    }  # fmt: skip
    assert {"id", "name", "entry", "language"} <= set(hook)
    command = Command.at(tmp_path, site)
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    (tmp_path / "empty.md").write_text("# Nothing here\n")
    (tmp_path / "good.md").write_text(f"[there]({site.url('article')})\n")
    name, *words = [*shlex.split(hook["entry"]), *hook["args"]]
    assert name == "provenance"
    done = command(*words, "empty.md", "good.md")
    assert (done.returncode, done.stderr) == (0, "")
    assert not command.log.exists()
    (tmp_path / "bad.md").write_text(f"[gone]({site.url('gone')})\n")
    assert command(*words, "empty.md", "bad.md").returncode == 1


def test_hook_looks_at_changed_lines_alone(site: Site, tmp_path: Path) -> None:
    """As pre-commit calls it: with the names of the staged files, and the folder as it will be committed. `args: []` looks
    at all.
    """
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    command = Command.at(tmp_path, site)
    git = ["git", "-C", tmp_path, "-c", "user.name=Mara Ellison", "-c", "user.email=mara@quayside.example"]
    subprocess.run([*git, "init", "-q"], check=True)
    (tmp_path / "a.md").write_text(f"[gone]({site.url('gone')})\n")
    subprocess.run([*git, "add", "a.md"], check=True)
    subprocess.run([*git, "commit", "-qm", "first"], check=True)
    (tmp_path / "a.md").write_text(f"[gone]({site.url('gone')})\n[new]({site.url('article')})\n")
    (tmp_path / "settings.rst").write_text(f"`kept out <{site.url('not-found')}>`__\n")
    with (tmp_path / "provenance.toml").open("a") as stream:
        stream.write('\nexclude_files = ["settings.rst"]\n')
    subprocess.run([*git, "add", "a.md", "settings.rst"], check=True)
    _, *words = shlex.split(hook["entry"])
    done = command(*words, *hook["args"], "a.md", "settings.rst")
    assert (done.returncode, done.stderr, set(site.hits)) == (0, "", {"/article"})
    assert command(*words, *hook["args"], "settings.rst").returncode == 0, "a commit of nothing but what is left out"
    assert command(*words, "a.md").returncode == 1


def test_action_is_a_composite_one(action: dict[str, Any]) -> None:
    """As "Metadata syntax for GitHub Actions" has it; each input is used, and none of them inside a script."""
    assert set(action) <= {"name", "description", "author", "branding", "inputs", "runs"}
    assert action["runs"]["using"] == "composite"
    text = (ROOT / "action.yml").read_text(encoding="utf-8")
    for name, told in action["inputs"].items():
        assert set(told) <= {"description", "required", "default"}
        assert f"${{{{ inputs.{name} }}}}" in text
    for step in action["runs"]["steps"]:
        assert "uses" in step or step["shell"] == "bash", "a step of a composite action names its shell"
        assert "${{" not in step.get("run", "")
        subprocess.run(["bash", "-n"], input=step.get("run", ""), text=True, check=True)


def run_audit(action: dict[str, Any], command: Command, **inputs: str) -> subprocess.CompletedProcess[str]:
    """The script of the last step, as the runner calls it, with the installed program."""
    step = action["runs"]["steps"][-1]
    variables = {name: told.split("inputs.")[1].removesuffix(" }}") for name, told in step["env"].items()}
    given = {name: inputs.get(name, action["inputs"][key].get("default", "")) for name, key in variables.items()}
    program = command.folder / "runner" / "provenance" / "bin" / "provenance"
    program.parent.mkdir(parents=True, exist_ok=True)
    program.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m provenance "$@"\n')
    program.chmod(0o755)
    own = {"RUNNER_TEMP": str(command.folder / "runner"), "GITHUB_STEP_SUMMARY": str(command.folder / "summary.md")}
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
        cwd=command.folder, env=command.environment | given | own,
        capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.mark.skipif(os.name == "nt", reason="needs bash")
def test_action_annotates(action: dict[str, Any], site: Site, tmp_path: Path) -> None:
    """Patterns find files in folders, spaces in their names included; what is found stands at its line."""
    command = Command.at(tmp_path, site)
    (tmp_path / "docs" / "deep").mkdir(parents=True)
    (tmp_path / "docs" / "deep" / "two words.md").write_text(f"# Head\n\n[gone]({site.url('gone')})\n")
    (tmp_path / "docs" / "none.md").write_text("no links\n")
    (tmp_path / "-x.txt").write_text(site.url("article"))
    done = run_audit(action, command, LISTS="docs/**/*.md\n*.txt\n", REPORTS="html=links.html\ncsv=links.csv\n")
    assert done.returncode == 1, done.stderr
    (line,) = done.stdout.splitlines()
    assert line.startswith("::error file=docs/deep/two words.md,line=3,title=dead%3A gone::http://")
    assert (tmp_path / "links.html").read_text().startswith("<!doctype html>")
    assert (tmp_path / "links.csv").exists()
    with (tmp_path / "provenance.toml").open("a") as stream:
        stream.write('\nfail_on = ["differs"]\n')
    done = run_audit(action, command, LISTS="docs\n", SUMMARY="true")
    assert done.returncode == 0, "the settings say what counts, where the step does not"
    assert "two words.md" in (tmp_path / "summary.md").read_text()
    done = run_audit(action, command, LISTS="docs/**/*.md", FAIL_ON="differs", ARGUMENTS="--retries\n0")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("::warning ")


@pytest.mark.skipif(os.name == "nt", reason="needs bash")
def test_action_runs_nothing_that_is_an_input(action: dict[str, Any], site: Site, tmp_path: Path) -> None:
    """A pattern that finds nothing is a fault; one with commands in it is only a pattern."""
    command = Command.at(tmp_path, site)
    done = run_audit(action, command, LISTS="*.nothing")
    assert done.returncode == 2
    assert done.stdout.startswith("::error title=provenance::no file is named so: *.nothing")
    done = run_audit(action, command, LISTS="$(touch taken)`touch taken`; touch taken", REPORTS="$(touch taken)")
    assert done.returncode == 2
    assert not (tmp_path / "taken").exists()
