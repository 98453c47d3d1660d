"""A cluster: objects that live on other machines and are called from here. Dask distributed does the work of it.

The only module that knows Dask, which is an extra and imported when a cluster is wanted. An object on a worker is a Dask
actor: made once, called often, and gone with its worker. Calls go through the scheduler, so that its address is the only
one that this machine must reach.
"""

from __future__ import annotations

import asyncio
import warnings
from collections.abc import Callable, Container
from types import TracebackType
from typing import Any, Self

from provenance.errors import ClusterDown, ProvenanceError, SettingsError, ToolError

_DISTRIBUTION = "source-provenance"
# Seconds for a scheduler to answer, and for an object to be made or called on a worker.
_ANSWERS = 5.0
_MADE = 30.0


class Lost(Exception):
    """A worker is gone, or answers no more."""


class Remote:
    """An object on a worker. worker: its address."""

    def __init__(self, worker: str, actor: Any) -> None:
        self.worker = worker
        self._actor = actor

    async def call(self, name: str, *given: Any, seconds: float = _MADE) -> Any:
        """What a method of the object gives.

        Raises
        ------
        Lost
            where the worker is gone, or gives no answer within so many seconds.
        ProvenanceError
            that of the method.
        """
        try:
            async with asyncio.timeout(seconds):
                return await getattr(self._actor, name)(*given)
        except ProvenanceError:
            raise
        except Exception as error:
            raise Lost(f"{type(error).__name__}: {error}") from error


class Cluster:
    """The workers of one scheduler, as an asynchronous context manager. address: `tcp://HOST:PORT` or `tls://HOST:PORT`."""

    def __init__(self, address: str) -> None:
        self.address = address
        self._client: Any = None

    async def __aenter__(self) -> Self:
        """Connect.

        Raises
        ------
        ToolError
            where Dask is not installed.
        SettingsError
            where it is asked over TLS, and there is nothing to ask it with.
        ClusterDown
            where no scheduler answers.
        """
        dask = _dask(self.address)
        if self.address.startswith("tls://") and dask.Security().get_connection_args("client")["ssl_context"] is None:
            raise SettingsError(
                f"cluster {self.address}",
                "is asked over TLS, and Dask has been told no certificates",
                "Name them as Dask wants it: DASK_DISTRIBUTED__COMM__TLS__CA_FILE, …__CLIENT__CERT and …__CLIENT__KEY",
            )
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # what Dask has to say of versions, we say ourselves
                connecting = dask.Client(
                    self.address, asynchronous=True, timeout=_ANSWERS, set_as_default=False, direct_to_workers=False
                )
                self._client = await connecting
        except (OSError, TimeoutError, ValueError) as error:
            raise ClusterDown(
                f"--cluster {self.address}",
                f"no scheduler answers there ({_first_line(error)})",
                "Start one with `dask scheduler`, or correct the address",
            ) from None
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._client.close()

    async def workers(self, *, but: Container[str] = ()) -> dict[str, str | None]:
        """The addresses of the workers, and why one cannot be used: it has another version of provenance, Python or Dask
        than this machine, and objects that travel are read by the same code alone; or it does not answer.

        but: workers that are not asked.

        Raises
        ------
        Lost
            where the scheduler does not answer.
        """
        try:
            async with asyncio.timeout(_ANSWERS):
                there = (await self._client.scheduler.identity(n_workers=-1))["workers"]
        except Exception as error:
            raise Lost(f"{type(error).__name__}: {error}") from error
        asked = sorted(worker for worker in there if worker not in but)
        return dict(zip(asked, await asyncio.gather(*map(self._unlike, asked)), strict=True))

    async def _unlike(self, worker: str) -> str | None:
        from distributed.versions import get_versions

        mine = _versions(get_versions(packages=[_DISTRIBUTION]))
        order = {"op": "versions", "packages": [_DISTRIBUTION]}
        try:
            async with asyncio.timeout(_ANSWERS):
                told = await self._client.scheduler.broadcast(msg=order, workers=[worker])
        except Exception as error:  # noqa: BLE001 - whatever it is, this worker is of no use
            return f"does not answer ({_first_line(error)})"
        for name, version in _versions(told[worker]).items():
            if version != mine[name]:
                has = f"{name} {version}" if version else f"no {name}"
                return f"has {has}, and this machine {name} {mine[name]}"
        return None

    async def make(self, worker: str, make: Callable[..., Any], *given: Any) -> Remote:
        """An object on a worker.

        Raises
        ------
        Lost
            where the worker is gone.
        ProvenanceError
            that of its making.
        """
        try:
            # An actor finds its client by itself, as the one that is current where it arrives.
            async with asyncio.timeout(_MADE):
                with self._client.as_current():
                    future = self._client.submit(
                        make, *given, actor=True, workers=[worker], allow_other_workers=False, pure=False, retries=0
                    )
                    return Remote(worker, await future)
        except ProvenanceError:
            raise
        except Exception as error:
            raise Lost(f"{type(error).__name__}: {error}") from error


def _dask(address: str) -> Any:
    """Dask, silent; it has no types for most of what it has."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import distributed
    except ImportError:
        raise ToolError(
            f"--cluster {address}",
            "needs Dask distributed, which is not installed",
            "pip install 'source-provenance[cluster]', or leave --cluster out",
        ) from None
    _hush()
    return distributed


def _versions(told: Any) -> dict[str, str | None]:
    """What must be the same, of what a machine says of itself."""
    packages = told["packages"]
    python = ".".join(told["host"]["python"].split(".")[:2])
    return {"provenance": packages.get(_DISTRIBUTION), "Python": python, "Dask": packages.get("distributed")}


def _first_line(error: BaseException) -> str:
    return next(iter(str(error).strip().splitlines()), "") or type(error).__name__


def _hush() -> None:
    """Dask tells each lost connection in the log of the program, on standard error; we tell what comes of it."""
    import logging

    for name in [*logging.root.manager.loggerDict]:  # several have levels of their own
        if name.partition(".")[0] == "distributed":
            logging.getLogger(name).setLevel(logging.CRITICAL)
