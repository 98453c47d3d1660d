"""Politeness: how many requests a host gets at once, how far apart they begin, and what a link's time is spent on."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Awaitable, Callable
from types import TracebackType
from typing import Self

from provenance.core.limits import Limits
from provenance.core.model import FailureKind
from provenance.core.strain import AT_EASE, Plea, eased, gap, is_shut, pressed, wait_when_shut
from provenance.edge.fetch.causes import Unanswered
from provenance.edge.fetch.places import Addresses, Deadline, Places

# Hosts that are remembered before those are forgotten of which nothing has to be.
_MANY = 1024


class _Host:
    """What a run knows of one host. begun: when its last turn began, or will begin. sent: when a request last went out:
    connections take unlike times to come about, and it is requests that a server counts.
    """

    __slots__ = ("begun", "delay", "limits", "places", "sent", "strain")

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.places = Places(limits.per_host)
        self.begun = self.sent = -math.inf
        self.delay = 0.0
        self.strain = AT_EASE

    @property
    def gap(self) -> float:
        return max(self.delay, gap(self.strain, spacing=self.limits.spacing))

    def settle(self) -> None:
        """Have as many places as the host may have now."""
        self.places.most = 1 if self.strain.level or self.delay else self.limits.per_host
        self.places.call()

    def is_forgettable(self, now: float) -> bool:
        return (
            self.strain is AT_EASE
            and not self.delay
            and self.places.is_idle
            and max(self.begun, self.sent) + self.gap <= now
        )


class Pace:
    """Turns at hosts. A redirect to another host takes a turn of that host.

    limits: how a host is asked. backoff, cap: as in the settings, in seconds.
    """

    def __init__(self, limits: Callable[[str], Limits], *, backoff: float, cap: float) -> None:
        self._limits = limits
        self._backoff = backoff
        self._cap = cap
        self._hosts: dict[str, _Host] = {}
        self._sweep_at = _MANY

    def turn(self, host: str, deadline: Deadline) -> Turn:
        """Wait for a place at `host`, for the gap after the request before and for the end of a pause that it asked for,
        then hold the place. The deadline is put off by as long as that took.

        Raises
        ------
        Unanswered
            on entering, where the host is left alone for longer than a run waits.
        """
        found = self._hosts.get(host)
        if found is None:
            self._sweep()
            found = self._hosts[host] = _Host(self._limits(host))
        return Turn(self, host, found, deadline)

    def keep_apart(self, host: str, seconds: float) -> None:
        """One request to the host at a time from now on, and so many seconds between two beginnings."""
        found = self._hosts.setdefault(host, _Host(self._limits(host)))
        found.delay = max(found.delay, seconds)
        found.settle()

    def places_at(self, host: str) -> int:
        """How many links a host may have at work now."""
        found = self._hosts.get(host)
        return found.places.most if found is not None else self._limits(host).per_host

    def rests_for(self, host: str) -> float:
        """Seconds until a further link of a host can be asked for; 0 where it can be at once, or will not be at all."""
        found = self._hosts.get(host)
        if found is None:
            return 0.0
        now = asyncio.get_running_loop().time()
        if is_shut(found.strain, now=now):
            return 0.0
        return max(0.0, found.begun + found.gap - now, found.strain.free_at - now)

    def heard(self, found: _Host, plea: Plea | None, *, begun: float) -> None:
        """Take in what a host answered. plea: None for a good answer."""
        now = asyncio.get_running_loop().time()
        if plea is not None:
            found.strain = pressed(found.strain, plea, begun=begun, now=now, backoff=self._backoff, cap=self._cap)
        else:
            found.strain = eased(found.strain, spacing=found.limits.spacing)
        found.settle()

    def _sweep(self) -> None:
        """Forget hosts of which nothing has to be remembered: a long list has more of them than there is room for."""
        if len(self._hosts) < self._sweep_at:
            return
        now = asyncio.get_running_loop().time()
        self._hosts = {name: host for name, host in self._hosts.items() if not host.is_forgettable(now)}
        self._sweep_at = max(_MANY, 2 * len(self._hosts))


class Turn:
    """A turn at a host, from `async with` to the end of the block. deadline: of the link. limits: how the host is asked,
    by the settings. begun: when the request began.
    """

    __slots__ = ("_found", "_host", "_pace", "begun", "deadline", "limits")

    def __init__(self, pace: Pace, host: str, found: _Host, deadline: Deadline) -> None:
        self._pace = pace
        self._host = host
        self._found = found
        self.deadline = deadline
        self.limits = found.limits
        self.begun = -math.inf

    async def __aenter__(self) -> Self:
        loop = asyncio.get_running_loop()
        came, found = loop.time(), self._found
        self._refuse_shut()
        await found.places.enter()
        try:
            while True:
                self._refuse_shut()
                now = loop.time()
                self.begun = begin = max(now, found.begun + found.gap, found.strain.free_at)
                found.begun = begin
                if begin <= now:
                    break
                await asyncio.sleep(begin - now)
                if not is_shut(found.strain, now=begin) and found.strain.free_at <= begin:
                    break
        except BaseException:
            found.places.leave()
            raise
        self.deadline.at += loop.time() - came
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._found.places.leave()

    def wait_before_sending(self) -> float:
        """Seconds until a request may go out to the host; 0 if it may now, and then it counts as sent.

        Raises
        ------
        Unanswered
            where the host has been left alone meanwhile.
        """
        self._refuse_shut()
        found, now = self._found, asyncio.get_running_loop().time()
        ready = max(found.sent + found.gap, found.strain.free_at)
        if ready > now:
            return ready - now
        self.begun = found.sent = now
        return 0.0

    def heard(self, plea: Plea | None) -> None:
        """Take in what the host answered. plea: None for a good answer."""
        if plea is not None or self._found.strain is not AT_EASE:
            self._pace.heard(self._found, plea, begun=self.begun)

    def _refuse_shut(self) -> None:
        strain, now = self._found.strain, asyncio.get_running_loop().time()
        if is_shut(strain, now=now):
            often = " again and again" if strain.gave_up else ""
            detail = f"not asked again: {self._host} asks for patience{often}"
            raise Unanswered(FailureKind.RATE_LIMITED, detail, retry_in=wait_when_shut(strain, now=now))


class Place:
    """The place of one request at the address that it goes to. The deadline is put off while it waits.

    limit: what ends the request at the deadline.
    """

    __slots__ = ("_addresses", "_at", "_limit", "_turn")

    def __init__(self, addresses: Addresses, turn: Turn, limit: asyncio.Timeout) -> None:
        self._addresses = addresses
        self._turn = turn
        self._limit = limit
        self._at: str | None = None

    async def at(self, address: str | None) -> None:
        """Have a place at this address, in place of one that is held at another; None where no address is known."""
        if address == self._at or address is None:
            return
        self.leave()
        places = self._addresses.of(address, least=self._turn.limits.per_host)
        if places.is_free:
            places.taken += 1
        else:
            await self._wait(places.enter())
        self._at = address

    async def send(self, address: str | None) -> None:
        """As `at`, and wait until a request may go out.

        Raises
        ------
        Unanswered
            where the host has been left alone meanwhile.
        """
        await self.at(address)
        while (seconds := self._turn.wait_before_sending()) > 0:
            await self._wait(asyncio.sleep(seconds))

    async def pause(self, seconds: float) -> None:
        """Wait for something that is our own doing."""
        await self._wait(asyncio.sleep(seconds))

    def leave(self) -> None:
        """Give back what is held."""
        if self._at is not None:
            self._addresses.leave(self._at)
            self._at = None

    async def _wait(self, for_what: Awaitable[None]) -> None:
        loop, deadline = asyncio.get_running_loop(), self._turn.deadline
        came = loop.time()
        self._limit.reschedule(None)
        await for_what
        deadline.at += loop.time() - came
        self._limit.reschedule(deadline.at)
