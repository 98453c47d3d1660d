"""The usual proxy variables (`HTTPS_PROXY`, `ALL_PROXY`, `NO_PROXY`, …), read once a run."""

from __future__ import annotations

import ipaddress
import os
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    import httpcore


class Proxies:
    """Which proxy, if any, stands before a host."""

    def __init__(self) -> None:
        self._found: dict[str, str] = {}
        if any(name.lower().endswith("_proxy") for name in os.environ):
            import urllib.request

            self._found = urllib.request.getproxies_environment()

    @property
    def any(self) -> bool:
        """Whether there is one at all."""
        return bool(self._found)

    def proxy_for(self, scheme: str, host: str) -> httpcore.Proxy | None:
        """The proxy for this scheme and host, with its credentials; None to go straight."""
        given = self._found.get(scheme) or self._found.get("all")
        if not given or _is_this_machine(host):
            return None
        import urllib.request

        if urllib.request.proxy_bypass(host):
            return None
        parts = urlsplit(given if "://" in given else f"http://{given}")
        auth = (unquote(parts.username), unquote(parts.password or "")) if parts.username else None
        where = parts.netloc.rpartition("@")[2]
        import httpcore

        return httpcore.Proxy(f"{parts.scheme}://{where}", auth=auth)


def _is_this_machine(host: str) -> bool:
    """Loopback means another machine to a proxy, and only without one does the address guard see it."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower().rstrip(".") == "localhost"
