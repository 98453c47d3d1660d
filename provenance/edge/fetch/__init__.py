"""The only sender of HTTP to cited sites: pace, retries, limits, address guard. Gives an Outcome."""

import sys

if "httpx" not in sys.modules:
    # httpx brings its own command line with it where Rich is installed: click, Pygments and Rich, two thirds of the
    # time of its import. A module that is None cannot be imported (Python reference, section 5.3.1), and httpx does
    # without; afterwards nothing stands in the way of whoever wants it.
    sys.modules["httpx._main"] = None  # type: ignore[assignment]
    import httpx  # noqa: F401 - here first, for all of this room

    del sys.modules["httpx._main"]

from provenance.edge.fetch.fetcher import Fetcher

__all__ = ["Fetcher"]
