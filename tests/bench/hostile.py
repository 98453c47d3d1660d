"""Do hostile redirects reach what they name? `python -m tests.bench.hostile [--count N] [--seed N]`.

A site on 127.0.0.2, which alone is allowed, redirects to places that must not be asked, straight and through a proxy.
Traps count connections; 0 is the only good number. Ends with 1 otherwise.
"""

from __future__ import annotations

import argparse
import ipaddress
import os
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import provenance
from provenance.core.model import Check
from tests.bench.locations import ALLOWED, places
from tests.bench.stage import Dialled, Stage

# What a check of such a link may find. Anything that was answered must have been answered by the allowed address.
_NOT_ASKED = frozenset({"refused_policy", "malformed", "bad_http", "dns_nxdomain", "dns_temp", "redirect_loop"})
# The allowed address was asked on a port where nothing, or something else, listens.
_IN_VAIN = frozenset({"refused", "reset", "tls_protocol", "unreachable"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What came of it. answered: checks that were answered by the allowed site; faults: what must not be, in words."""

    checks: int
    seconds: float
    kinds: Counter[str] = field(default_factory=Counter)
    answered: int = 0
    faults: tuple[str, ...] = ()


def play(count: int, *, seed: int, proxy: bool = False) -> Tally:
    """Check `count` links that lead to hostile places."""
    with Stage() as stage:
        stage.places = list(places(count, seed=seed, site=stage.port, traps=stage.traps))
        urls = [stage.url(number) for number in range(count)]
        begun = time.perf_counter()
        with _variables(f"http://{ALLOWED}:{stage.proxy}" if proxy else None), Dialled() as dialled:
            checks = list(provenance.audit(urls, **settings_on(stage)))
        seconds = time.perf_counter() - begun
        stage.prove()
        faults = [f"trap {place}: {hits} connections" for place, hits in stage.caught.items()]
        faults += [f"dialled {place}: {hits} times" for place, hits in dialled.breaches.items()]
        faults += [f"the proxy was asked for {host}" for host in stage.proxied if _must_not_be_asked(host)]
        if proxy and not stage.proxied:
            faults.append("the proxy was never asked")
        if len(checks) != count:
            faults.append(f"{count} links, {len(checks)} findings")
        by_url = {stage.url(number): place for number, place in enumerate(stage.places)}
        faults += [f"{text} – {by_url[check.url]}" for check in checks if (text := _wrong(check))]
    return Tally(
        checks=len(checks),
        seconds=seconds,
        kinds=Counter(check.verdict.kind for check in checks),
        answered=sum(not hasattr(check.outcome, "kind") for check in checks),
        faults=tuple(faults),
    )


def settings_on(stage: Stage) -> dict[str, Any]:
    """As a user would write them, for a list of links to one site."""
    return {
        "allow_network": (f"{ALLOWED}/32",),
        "name_server": stage.name_server,
        "control_names": ("control.test",),
        "record": False,
        "per_host": 16,
        "spacing": 0.0,
        "backoff": 0.01,
        "timeout": 5.0,
    }


def _wrong(check: Check) -> str | None:
    """What is wrong with a finding, in words."""
    kind, outcome = check.verdict.kind, check.outcome
    elsewhere = [hop.address for hop in outcome.hops if hop.address not in (None, ALLOWED, f"::ffff:{ALLOWED}")]
    if elsewhere:
        return f"{kind}, and {elsewhere} was dialled"
    if hasattr(outcome, "kind"):
        return None if kind in _NOT_ASKED | _IN_VAIN else f"{kind}: {check.verdict.because}"
    if any(hop.address is None for hop in outcome.hops):
        return f"{kind}, and nobody knows who answered"
    return None


def _must_not_be_asked(host: str) -> bool:
    """A proxy looks names up itself, so it may be asked for them; for an address, or for its own machine, never."""
    host = host.strip("[]").rstrip(".").lower()
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return str(ipaddress.ip_address(host)) != ALLOWED
    except ValueError:
        return False


@contextmanager
def _variables(proxy: str | None) -> Iterator[None]:
    """The proxy variables, and no others, for the length of the block."""
    before = dict(os.environ)
    for name in [name for name in before if name.lower().endswith("_proxy")]:
        del os.environ[name]
    if proxy:
        os.environ["HTTP_PROXY"] = os.environ["HTTPS_PROXY"] = os.environ["http_proxy"] = os.environ["https_proxy"] = (
            proxy
        )
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def main() -> None:
    """Play both, and print the table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--count", type=int, default=10_000)
    options.add_argument("--seed", type=int, default=1)
    given = options.parse_args()
    wrong = False
    print("| way | redirects | breaches | answered by the allowed site | s | kinds |\n|---|---|---|---|---|---|")
    for name, count, proxy in (("straight", given.count, False), ("through a proxy", given.count // 5, True)):
        tally = play(count, seed=given.seed + proxy, proxy=proxy)
        kinds = ", ".join(f"{kind} {number}" for kind, number in tally.kinds.most_common())
        print(
            f"| {name} | {tally.checks} | {len(tally.faults)} | {tally.answered} | {tally.seconds:.0f} | {kinds} |",
            flush=True,
        )
        for fault in tally.faults[:20]:
            print(f"  - {fault}")
        wrong = wrong or bool(tally.faults)
    raise SystemExit(wrong)


if __name__ == "__main__":
    main()
