"""Faults, as against findings: a dead link is a value, a locked log is an error.

    ProvenanceError
     ├── UsageError            exit 2: the words of the call, or a file that was given
     │    ├── InputError         a file, URL or list that cannot be read
     │    │    └── NoLinks         a list without any link
     │    ├── StyleError         an unknown citation style, locale or format
     │    └── SettingsError      a settings file or option that makes no sense
     ├── ToolError             exit 3: the tool, or the machine it runs on, failed
     │    ├── NetworkDown        the own network is down: nothing was recorded
     │    ├── EngineError        the citation engine failed
     │    ├── ClusterDown        no scheduler, no worker, or none that can do it
     │    └── LogUnavailable     the log cannot be opened, written or locked
     └── LogBroken             exit 4: the log is not what it was, or not a log

Every message has three parts: what was given, what is wrong, what to do.
"""

from __future__ import annotations


class ProvenanceError(Exception):
    """Any fault of this package.

    given: what was given, as the user knows it. problem: what is wrong with it. remedy: what to do.
    """

    exit_code = 3

    def __init__(self, given: str, problem: str, remedy: str) -> None:
        super().__init__(f"{given}: {problem}. {remedy}")
        self.given = given
        self.problem = problem
        self.remedy = remedy

    def __reduce__(self) -> tuple[type[ProvenanceError], tuple[str, str, str]]:
        """Faults come back from other processes."""
        return type(self), (self.given, self.problem, self.remedy)


class UsageError(ProvenanceError):
    """The call, or something named in it, cannot be used as it is."""

    exit_code = 2


class InputError(UsageError):
    """A file, list or URL cannot be read."""


class NoLinks(InputError):
    """A list can be read, and nothing in it is meant as a link."""


class StyleError(UsageError):
    """A citation style, locale or format is not known."""


class SettingsError(UsageError):
    """A settings file or an option makes no sense."""


class ToolError(ProvenanceError):
    """The tool, or the machine it runs on, failed."""


class NetworkDown(ToolError):
    """The own network is down; what was not seen is not recorded."""


class EngineError(ToolError):
    """The citation engine could not be run, or ended with an error."""


class ClusterDown(ToolError):
    """The workers of a cluster cannot be reached, or cannot do what is wanted."""


class LogUnavailable(ToolError):
    """The log cannot be opened, written or locked."""


class LogBroken(ProvenanceError):
    """The file is not a log, comes from a newer version, or is not what it was."""

    exit_code = 4
