"""The only sender of HTTP to cited sites: pace, retries, limits, address guard. Gives an Outcome."""

from provenance.edge.fetch.fetcher import Fetcher

__all__ = ["Fetcher"]
