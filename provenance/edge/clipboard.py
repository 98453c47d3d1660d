"""The clipboard of the desktop, by the program that each system has for it."""

from __future__ import annotations

import os
import shutil
import subprocess

from provenance.errors import ToolError

_TIMEOUT = 5.0
# Each with its arguments, and the variable without which it has no desktop to speak to.
_PROGRAMS = (
    (("wl-copy",), "WAYLAND_DISPLAY"),
    (("xclip", "-selection", "clipboard"), "DISPLAY"),
    (("xsel", "--clipboard", "--input"), "DISPLAY"),
    (("pbcopy",), None),
    (("clip.exe",), None),
)


def put(text: str) -> None:
    """Put a text on the clipboard.

    Raises
    ------
    ToolError
        where there is no clipboard, or its program fails.
    """
    for command, needs in _PROGRAMS:
        path = shutil.which(command[0])
        if path is None or (needs is not None and not os.environ.get(needs)):
            continue
        # clip.exe takes bytes with a mark for UTF-16, and nothing else beyond ASCII.
        content = text.encode("utf-16") if command[0] == "clip.exe" else text.encode()
        _run([path, *command[1:]], content)
        return
    raise ToolError(
        "--copy",
        "there is no clipboard here (no wl-copy, xclip, xsel, pbcopy or clip.exe that could reach a desktop)",
        "Install one of them, or leave --copy out; the citation was printed",
    )


def _run(command: list[str], content: bytes) -> None:
    try:
        # Its output is not waited for: xclip and wl-copy stay behind to serve what was copied.
        done = subprocess.run(  # noqa: S603 - no shell, and one of the programs above
            command,
            input=content,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=_TIMEOUT,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise ToolError("--copy", f"{command[0]} could not be used: {error}", "Leave --copy out") from None
    if done.returncode:
        raise ToolError("--copy", f"{command[0]} ended with {done.returncode}", "Leave --copy out")
