"""Answers that no server should send: whatever comes, there is a finding, and it is not a fault of ours."""

from __future__ import annotations

import asyncio
import random
from collections import Counter

from provenance.edge.fetch import Fetcher
from provenance.jobs.clock import now
from provenance.jobs.looking import Target, look
from tests.behaviours.base import BEHAVIOURS, Reply, Request
from tests.site import Site
from tests.test_fetch import settings_for

SEEDS = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 30\r\n\r\n<title>x</title><p>hello there",
    b"HTTP/1.1 302 Found\r\nLocation: /x\r\nSet-Cookie: a=b; Path=/; Expires=Wed, 09 Jun 2021 10:18:14 GMT\r\nContent-Length: 0\r\n\r\n",
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n\r\n5\r\n\x1f\x8b\x08\x00\x00\r\n0\r\n\r\n",
    b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
    b"HTTP/1.1 503 X\r\nRetry-After: 99999999999999999999\r\nContent-Length: 0\r\n\r\n",
    b"HTTP/1.1 429 X\r\nRetry-After: Thu, 99 Foo 20000 25:61:61 GMT\r\nContent-Length: 0\r\n\r\n",
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-7\r\nConnection: close\r\n\r\n<meta http-equiv=refresh content='0;url=//[bad'>\xff\xfe",
)  # fmt: skip
PIECES = (
    b"\r\n", b"\n", b"\0", b": ", b"Content-Length: -1\r\n", b"Location: \r\n", b"Set-Cookie: \xff=\x01; Max-Age=x\r\n",
    b"Location: http://\xff\xfe/\r\n", b"Location: //a..b/\r\n", b"Location: http://xn--a/\r\n", b"Location: ///\r\n",
    b"Content-Encoding: deflate\r\n", b"Location: http://[fe80::1%25lo]/\r\n", b"Content-Type: text/html; charset=base64\r\n",
)  # fmt: skip


def mutated(seed: int) -> bytes:
    """An answer, changed in a few places; the same seed gives the same answer."""
    chance = random.Random(seed)
    answer = bytearray(chance.choice(SEEDS))
    for _ in range(chance.randint(0, 6)):
        at = chance.randint(0, len(answer))
        match chance.randint(0, 3):
            case 0:
                answer[at:at] = chance.choice(PIECES)
            case 1:
                answer[at:at] = chance.randbytes(chance.randint(1, 8))
            case 2:
                del answer[at : at + chance.randint(1, 12)]
            case _:
                end = chance.randint(0, len(answer))
                answer[at:end] = answer[at:end][::-1]
    return bytes(answer)


def mutant(request: Request, reply: Reply) -> None:
    """Any path below it; the connection ends with the answer, or the reader would wait for more."""
    reply.raw(mutated(int(request.path.partition("?")[2] or 0)))
    reply.writer.close()


def test_any_answer_is_a_finding() -> None:
    """1,500 mutated answers: no exception, no `fault`, none beyond its deadline."""
    BEHAVIOURS["mutant"] = mutant
    kinds: Counter[str] = Counter()
    slowest = 0

    async def run(site: Site) -> None:
        nonlocal slowest
        settings = settings_for(site, retries=0, timeout=1.0, deadline=2.0, per_host=20)
        async with Fetcher(settings, clock=now) as fetcher:
            places = asyncio.Semaphore(20)

            async def one(seed: int) -> None:
                nonlocal slowest
                async with places:
                    found = await look(Target(url=site.url(f"mutant?{seed}")), fetcher)
                kinds[found.verdict.kind] += 1
                slowest = max(slowest, found.elapsed_ms)
                assert found.verdict.kind != "fault", (seed, found.verdict.because)

            await asyncio.gather(*(one(seed) for seed in range(1500)))

    with Site() as site:
        asyncio.run(run(site))
    assert kinds.total() == 1500
    assert len(kinds) >= 5, kinds
    assert slowest < 4000
