"""A run over a cluster: the links dealt out to engines on its workers, and what they find collected into one log.

Each engine is given some links at a time and asked several times a second what it has finished. What a lost worker had
not answered is dealt out once more.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from provenance.core.model import Check
from provenance.core.shards import Part, dealt, domain_of, host_of
from provenance.edge.engines import Cluster
from provenance.edge.log import Log
from provenance.errors import ClusterDown
from provenance.jobs.engine import Engine, News, Orders
from provenance.jobs.looking import Target
from provenance.settings import Settings

# Links that an engine has before they are begun, for each that may be at work.
_AHEAD = 4
_LEAST = 256


async def look_across(
    targets: Iterable[Target],
    settings: Settings,
    *,
    recall: Callable[[Target], Target],
    deliver: Callable[[Sequence[Check]], None],
    log: Log | None,  # noqa: ARG001 - for the archives, which come next
) -> tuple[str, ...]:
    """As `looking.look_at_all`, on the workers of `settings.cluster`. What the reader should know of it is given back.

    Raises
    ------
    ClusterDown
        where no scheduler answers, there are no workers, or one of them is not like this machine.
    NetworkDown
        where no worker has a network; what was finished before has been delivered.
    """
    async with Cluster(settings.cluster or "") as cluster:
        run = _Run(cluster, settings, recall=recall, deliver=deliver)
        await run.all(list(targets))
        return ()


class _Run:
    def __init__(
        self,
        cluster: Cluster,
        settings: Settings,
        *,
        recall: Callable[[Target], Target],
        deliver: Callable[[Sequence[Check]], None],
    ) -> None:
        self._cluster = cluster
        self._settings = settings
        self._recall = recall
        self._deliver = deliver

    async def all(self, targets: Sequence[Target]) -> None:
        workers = await self._cluster.workers()
        if not workers:
            raise ClusterDown(
                f"--cluster {self._settings.cluster}", "the scheduler has no workers", "Start some with `dask worker`"
            )
        sizes = Counter(domain_of(host_of(target.url)) for target in targets)
        owners = dealt(sizes, workers)
        parts: dict[str, Part[Target]] = {worker: Part(places=self._at_once) for worker in workers}
        for target in targets:
            parts[owners[domain_of(host_of(target.url))]].add([target])
        places = max(1, self._settings.concurrency // len(workers))
        async with asyncio.TaskGroup() as group:
            for worker, part in parts.items():
                group.create_task(self._one(worker, part, places))

    def _at_once(self, host: str) -> int:
        """Links of one host that an engine may have: more than may be at work, for those wait for it and not for us."""
        return max(8, 4 * self._settings.places_at(host))

    async def _one(self, worker: str, part: Part[Target], places: int) -> None:
        settings = replace(self._settings, log=None, record=False, cluster=None)
        remote = await self._cluster.make(worker, Engine, settings, {})
        most = max(_LEAST, _AHEAD * places)
        while True:
            given = tuple(self._recall(target) for target in part.give(most))
            news: News = await remote.call("turn", Orders(targets=given, places=places, is_last=part.is_given))
            fresh = [check for check in news.checks if part.arrived(check.url) is not None]
            if fresh:
                self._deliver(fresh)
            if news.is_settled:
                break
            if news.is_idle:
                most = min(2 * most, 20_000)
        await remote.call("stop")
