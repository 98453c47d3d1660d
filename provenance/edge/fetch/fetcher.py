"""One URL in, one Outcome out: redirects by hand, cookies for the one walk, patience, a deadline over all of it."""

from __future__ import annotations

import asyncio
import math
import random
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from types import TracebackType
from typing import TYPE_CHECKING, Self

from provenance.core.addresses import networks
from provenance.core.identifiers import located
from provenance.core.model import Exchange, Failure, FailureKind, Hop, Outcome
from provenance.core.patience import wait_before
from provenance.core.urls import Address, BadUrl, read_link, read_url
from provenance.edge.fetch.causes import Unanswered
from provenance.edge.fetch.certificates import REFUSED, SecondLook
from provenance.edge.fetch.errands import Errand, Errands, Returned, run_errand, sent_elsewhere
from provenance.edge.fetch.network import GuardedNetwork
from provenance.edge.fetch.open_files import limit, room_for
from provenance.edge.fetch.places import Deadline
from provenance.edge.fetch.proxies import Proxies
from provenance.edge.fetch.reach import Probe
from provenance.edge.fetch.resolve import NameServerResolver, SystemResolver
from provenance.edge.fetch.sender import Sender
from provenance.edge.fetch.tls import Contexts
from provenance.edge.fetch.transport import MOST_IDLE, Transport
from provenance.edge.fetch.walk import Answer, Manner, Walk, following
from provenance.settings import Settings

if TYPE_CHECKING:
    from provenance.edge.fetch.robots import CrawlDelays

# Failures after which compression is left out: some servers, and boxes before them, break only what they compress.
_MANGLED = frozenset({FailureKind.RESET, FailureKind.BAD_HTTP})
# A host may ask for more years than a calendar has.
_LONGEST_PATIENCE = timedelta(days=365)


class Fetcher:
    """The only sender of HTTP to cited sites. Use it as an asynchronous context manager; share one for a whole run.

    clock: the time of day, for `retrieved_at`. at_once: links that can be at work together, as the settings say or as there
    are files for. errands: who keeps which host, where several processes share them.
    """

    def __init__(self, settings: Settings, *, clock: Callable[[], datetime], errands: Errands | None = None) -> None:
        self._errands = errands
        self._settings = settings
        self._clock = clock
        room = room_for(settings.concurrency, idle=MOST_IDLE)
        self.at_once = room.links
        self._resolver: SystemResolver | NameServerResolver = (
            NameServerResolver(settings.name_server, timeout=settings.timeout)
            if settings.name_server
            else SystemResolver(timeout=settings.timeout)
        )
        self._network = GuardedNetwork(self._resolver, networks(settings.allow_network))
        self._transport = Transport(self._network, per_host=settings.most_per_host, proxies=Proxies(), idle=room.idle)
        self._contexts = Contexts(settings.ca)
        self._sender = Sender(settings, self._transport, clock=clock)
        self._second_look = SecondLook(self._sender, self._contexts, clock=clock)
        self._delays = self._crawl_delays() if settings.crawl_delay else None
        self._probe = Probe(self._resolver, settings.control_names)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._delays is not None:
            await self._delays.aclose()
        await self._transport.aclose()
        self._resolver.close()

    @property
    def remarks(self) -> tuple[str, ...]:
        """What a reader should know of how the run was made."""
        if self.at_once >= self._settings.concurrency:
            return ()
        files = f"this program may have no more than {limit()} files open (`ulimit -n` raises it)"
        return (f"{files}, so {self.at_once} links were at work at once and not {self._settings.concurrency}",)

    def places_at(self, host: str) -> int:
        """How many links a host may have at work now: one, where it asked for patience or a delay."""
        return self._sender.pace.places_at(host)

    def rests_for(self, host: str) -> float:
        """Seconds until a further link of a host can be asked for; 0 where it can be at once, or will not be at all."""
        return self._sender.pace.rests_for(host)

    async def network_is_up(self, kind: FailureKind) -> bool:
        """Whether a failure of this kind is the site's and not our own network's. See `reach`."""
        return await self._probe.network_is_up(kind, resolved_ago=self._network.resolved_ago())

    async def fetch(self, given: str, *, page: bool = False, retries: int | None = None) -> Outcome:
        """Ask for a URL until the answer is clear, within the deadline. Findings are returned; nothing is raised.

        page: ask for the page that a DOI or handle leads to, and not for its record in the Handle System. retries: further
        looks at most; those of the settings if None.
        """
        settings = self._settings
        try:
            address = read_link(
                given, doi_resolver=settings.doi_resolver, handle_resolver=settings.handle_resolver, page=page
            )
        except BadUrl as error:
            kind = FailureKind.UNSUPPORTED if error.unsupported else FailureKind.MALFORMED
            return Failure(original=given, kind=kind, detail=str(error), retrieved_at=self._clock())
        limits = settings.limits_of(address.host)
        most = limits.retries if retries is None else retries
        deadline = Deadline(limits.deadline)
        manner = Manner()
        look = 0
        outcome = await self._walked(address, deadline, manner)
        while look < most and (wait := self._wait(outcome, look, deadline)) is not None:
            await asyncio.sleep(wait)
            look += 1
            manner = Manner(fresh=True, plain=manner.plain or _is_mangled(outcome))
            outcome = _better(outcome, await self._walked(address, deadline, manner))
        return located(_asked_as(outcome, given))

    async def ask(
        self, given: str, *, seconds: float, fields: tuple[tuple[str, str], ...] = (), form: bytes | None = None
    ) -> Outcome:
        """One request to a service, such as an archive; redirects are followed, and a passing fault is not tried again.

        seconds: the time that it may take. fields, form: as `Manner`.
        """
        try:
            address = read_url(given)
        except BadUrl as error:
            return Failure(original=given, kind=FailureKind.MALFORMED, detail=str(error), retrieved_at=self._clock())
        outcome = await self._walked(address, Deadline(seconds), Manner(strict=True, fields=fields, form=form))
        return _asked_as(outcome, given)

    async def run_errand(self, errand: Errand) -> Returned:
        """One request of a walk of another process, to a host that this one keeps."""
        return await run_errand(errand, self._ask_here, self.network_is_up)

    def _wait(self, outcome: Outcome, look: int, deadline: Deadline) -> float | None:
        settings = self._settings
        wait = wait_before(outcome, look=look, backoff=settings.backoff, cap=settings.retry_after_cap)
        if wait is None:
            return None
        wait *= 1 + random.random() / 4  # never earlier than asked for, and not all at once
        return wait if asyncio.get_running_loop().time() + wait < deadline.at else None

    async def _walked(self, address: Address, deadline: Deadline, manner: Manner) -> Outcome:
        walk = Walk(original=address.href, manner=manner, notes=list(address.notes))
        while True:
            visit = walk.visit(address)
            if visit in walk.seen:
                return self._failure(walk, FailureKind.REDIRECT_LOOP, "the same URL came again")
            if len(walk.hops) > self._settings.max_redirects:
                return self._failure(walk, FailureKind.REDIRECT_LOOP, f"more than {len(walk.hops) - 1} redirects")
            walk.seen.add(visit)
            try:
                answer = await self._ask(walk, address, deadline)
            except Unanswered as error:
                walk.hops.append(Hop(url=address.href, address=error.address))
                walk.note(error.notes)
                return self._failure(walk, error.kind, error.detail, retry_in=error.retry_in)
            walk.hops.append(answer.hop)
            try:
                target = following(walk, address, answer)
            except BadUrl as error:
                kind = FailureKind.REFUSED_POLICY if error.unsupported else FailureKind.BAD_HTTP
                return self._failure(walk, kind, f"the redirect leads to {error.finding}")
            if target is None:
                return self._exchange(walk, address, answer)
            address = target

    async def _ask(self, walk: Walk, address: Address, deadline: Deadline) -> Answer:
        """One answer, by the process that keeps the host."""
        if self._errands is not None and not self._errands.is_ours(address.host):
            answer = await sent_elsewhere(self._errands, walk, address, deadline)
            if answer is not None:
                return answer
        return await self._ask_here(walk, address, deadline)

    async def _ask_here(self, walk: Walk, address: Address, deadline: Deadline) -> Answer:
        """One answer, over a certificate that is accepted or, where none is, as the second look finds it."""
        if self._delays is not None and not walk.manner.strict:
            await self._delays.learn(walk, address, deadline)
        if address.origin in walk.unverified:
            return await self._second_look.unverified(walk, address, deadline)
        tls = self._contexts.of(address.origin) if address.scheme == "https" else None
        try:
            answer = await self._sender.send(
                address, deadline=deadline, tls=tls, cookies=walk.cookies, manner=walk.manner_at(address)
            )
        except Unanswered as error:
            if error.kind not in REFUSED or walk.manner.strict:
                raise
            return await self._second_look.answer(walk, address, deadline, error)
        self._second_look.completed_before(walk, address)
        return answer

    def _crawl_delays(self) -> CrawlDelays:
        from provenance.edge.fetch.robots import LONGEST_ROBOTS, CrawlDelays

        async def ask(url: str, host: str) -> Outcome:
            deadline = Deadline(self._settings.limits_of(host).timeout)
            return await self._walked(read_url(url), deadline, Manner(strict=True, cap=LONGEST_ROBOTS))

        return CrawlDelays(ask, self._sender.pace, user_agent=self._settings.user_agent)

    def _exchange(self, walk: Walk, address: Address, answer: Answer) -> Exchange:
        return Exchange(
            original=walk.original,
            target=address.href,
            status_code=answer.status_code,
            hops=tuple(walk.hops),
            fields=answer.fields,
            content=answer.content,
            body=answer.body,
            address=answer.hop.address,
            certificate=walk.fault,
            notes=tuple(walk.notes),
            retrieved_at=self._clock(),
        )

    def _failure(self, walk: Walk, kind: FailureKind, detail: str, *, retry_in: float | None = None) -> Failure:
        retry_at = None
        if retry_in is not None:
            retry_at = self._clock() + min(timedelta(seconds=math.ceil(retry_in)), _LONGEST_PATIENCE)
            detail = f"{detail}, not before {retry_at:%Y-%m-%d %H:%M} UTC"
        if walk.unverified and walk.fault is not None and kind not in REFUSED:
            # Where a server that nobody vouches for sends its reader says nothing of the page.
            walk.note([f"read without verification, it led on, and there {detail}"])
            kind, detail = walk.fault.kind, walk.fault.detail
        return Failure(
            original=walk.original,
            kind=kind,
            detail=detail,
            hops=tuple(walk.hops),
            notes=tuple(walk.notes),
            retry_at=retry_at,
            retrieved_at=self._clock(),
        )


def _asked_as(outcome: Outcome, given: str) -> Outcome:
    """The outcome under the name by which it was asked for; most are their own, and a copy takes as long as a look-up."""
    return outcome if outcome.original == given else replace(outcome, original=given)


def _is_mangled(outcome: Outcome) -> bool:
    if isinstance(outcome, Failure):
        return outcome.kind in _MANGLED
    return outcome.body == "undecodable"


def _better(earlier: Outcome, later: Outcome) -> Outcome:
    """The later of two looks, unless it saw less than the earlier: the page, only not whole, or why nothing came."""
    if not isinstance(later, Failure):
        return later
    if later.kind is FailureKind.RATE_LIMITED:  # nobody was asked
        return earlier
    if isinstance(earlier, Exchange):
        return earlier if 200 <= earlier.status_code < 300 else later
    # Time that runs out in a later look says less than what an earlier one saw.
    return earlier if later.kind is FailureKind.TIMEOUT else later
