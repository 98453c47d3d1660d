"""How hosts are asked, each as the settings have it: patience and pace by host."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How one host is asked. per_host: connections at once. spacing: seconds between the beginnings of two requests.
    timeout: seconds for a connection, and for an answer to begin. deadline: seconds for one link of it, retries and
    redirects included. retries: further looks at a link of it after a passing fault.
    """

    per_host: int
    spacing: float
    timeout: float
    deadline: float
    retries: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HostLimits:
    """What a table of the settings says of a host: as `Limits`, None where it says nothing. skip: links of the host are
    not looked at, where a list holds them.
    """

    per_host: int | None = None
    spacing: float | None = None
    timeout: float | None = None
    deadline: float | None = None
    retries: int | None = None
    skip: bool = False

    def over(self, limits: Limits) -> Limits:
        """The limits, with what is said here in place of theirs."""
        said = {one.name: getattr(self, one.name) for one in dataclasses.fields(Limits)}
        return dataclasses.replace(limits, **{name: value for name, value in said.items() if value is not None})


@dataclass(frozen=True, slots=True)
class HostTable:
    """Limits by host or pattern of hosts (`core.link_patterns.host_pattern`). A host's own table stands before a pattern
    with `*`, and the longer pattern before the shorter; what the first does not say the next may.
    """

    tables: Mapping[str, HostLimits] = field(default_factory=dict)

    def of(self, host: str, limits: Limits) -> Limits:
        """How a host is asked, given how all others are. host: as URLs have it."""
        for _, table in reversed(self._naming(host)):
            limits = table.over(limits)
        return limits

    def skipped(self, host: str) -> str | None:
        """The table by which the links of a host are not looked at."""
        return next((text for text, table in self._naming(host) if table.skip), None)

    @property
    def most_per_host(self) -> int:
        """The most connections that one of them may have; 0 where none says so."""
        return max((table.per_host or 0 for table in self.tables.values()), default=0)

    def _naming(self, host: str) -> list[tuple[str, HostLimits]]:
        """The tables that name a host, the nearest first."""
        from provenance.core.link_patterns import host_pattern  # and with it all that reads URLs

        near = sorted(self.tables, key=lambda text: ("*" in text, -len(text))) if host else ()
        return [(text, self.tables[text]) for text in near if host_pattern(text).fullmatch(host)]


_KINDS: dict[str, tuple[type, ...]] = {
    "per_host": (int,), "spacing": (int, float), "timeout": (int, float), "deadline": (int, float), "retries": (int,),
    "skip": (bool,),
}  # fmt: skip
_MAY_BE_NOTHING = ("spacing", "retries")
# What other tools let their users send along.
_SECRETS = {"headers", "header", "authorization", "cookie", "cookies", "auth", "username", "password", "token"}


def host_limits(host: str, told: Any) -> HostLimits:
    """The table of one host out of a settings file.

    Raises
    ------
    ValueError
        where it is none: what is wrong, and what to do, as two arguments.
    """
    from provenance.core.link_patterns import host_pattern

    try:
        host_pattern(host)
    except ValueError as error:
        raise ValueError(str(error), "Name it as news.example, or *.news.example for those below it") from None
    if not isinstance(told, dict):
        raise ValueError(  # noqa: TRY004 - the value of a file, not of a caller
            "is no table", f'Write [hosts."{host}"] and below it {", ".join(_KINDS)}'
        )
    for name, value in told.items():
        if name.lower() in _SECRETS:
            raise ValueError(
                f"{name}: nothing is sent as somebody", "Leave it out: pages are asked for as any reader would"
            )
        if name not in _KINDS:
            raise ValueError(f"{name} is no setting of a host", f"Those are {', '.join(_KINDS)}")
        if not isinstance(value, _KINDS[name]) or (isinstance(value, bool) and name != "skip"):
            words = {bool: "true or false", int: "a whole number", float: "a number"}
            raise ValueError(f"{name} = {value!r} must be {words[_KINDS[name][-1]]}", "Correct it in that file")
        if name != "skip" and not _is_enough(name, value):
            least = "not be negative" if name in _MAY_BE_NOTHING else "be more than 0"
            raise ValueError(f"{name} = {value} must {least}", "Give a larger number")
    return HostLimits(**told)


def _is_enough(name: str, value: Any) -> bool:
    """Whether a number makes sense; `nan` never does."""
    return bool(value > 0 or (value == 0 and name in _MAY_BE_NOTHING))
