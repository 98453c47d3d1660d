"""One frozen Settings from defaults, files, environment and options, in that order; the later wins.

Files: the user's config folder (`provenance.toml`), then the nearest `provenance.toml`, or `[tool.provenance]` of the
nearest `pyproject.toml`, from the working folder upwards. Environment: `PROVENANCE_LOG`, and `PROVENANCE_WAYBACK_KEY`,
which no file may hold. Two settings add up instead: whatever one of them leaves out (`exclude`) stays out, and of the
tables of hosts the later one wins host by host.
"""

from __future__ import annotations

import dataclasses
import ipaddress
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from provenance.core.limits import HostTable, Limits, host_limits
from provenance.errors import SettingsError

# ADDRESS, ADDRESS:PORT or [ADDRESS]:PORT; whether the address is one is seen when it is asked.
_NAME_SERVER = re.compile(r"[0-9.]+(?::\d{1,5})?|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*|\[[0-9a-fA-F:.]+\]:\d{1,5}")
_RESOLVER = re.compile(r"https?://[^\s/?#]+(?:/[^\s?#]*)?")
_SCHEDULER = re.compile(r"(?:tcp|tls)://(?:[^\s/?#@:\[\]]+|\[[0-9a-fA-F:.]+\]):\d{1,5}")
# Here, as pyproject.toml has it from here: to ask the installed package for it takes 6 ms.
VERSION = "0.1.0"
CONTACT = "https://pypi.org/project/source-provenance/"


def package_version() -> str:
    """The version of this package."""
    return VERSION


def default_user_agent() -> str:
    """Honest: who asks, and where to complain (RFC 9110 section 10.1.5)."""
    return f"provenance/{package_version()} (+{CONTACT})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All that a run can be told.

    log: path of the SQLite log, None for the user's data folder. record: False for `--no-log`.
    deadline: seconds that one link may take, retries and redirects included. timeout: seconds for one connection, and
    for one answer to begin. concurrency: links at work at once. per_host: connections to one host at once. per_address:
    requests to one IP address at once, whatever hosts stand there, and never fewer than one of those may have: an eighth
    of what a web server takes by default (MaxRequestWorkers 256 of Apache's httpd 2.4), and enough for an address of a CDN with a
    thousand sites on it; behind a proxy no address is known, and none is counted. spacing: seconds between
    the beginnings of two requests to one host. crawl_delay: keep the
    Crawl-delay of a site's robots.txt too, up to 30 s. retries: further looks after a passing fault; backoff: seconds before the first of
    them, doubled for the next. retry_after_cap: longest
    Retry-After, in seconds, that is waited for. max_bytes: cap of a decoded body. max_redirects: hops that are followed.
    allow_network: networks (CIDR) that may be asked although they are not public. name_server: `ADDRESS[:PORT]` of a
    DNS server to ask instead of the system's resolver. doi_resolver, handle_resolver: proxies of the Handle System that
    are asked for DOIs and other handles. control_names: names that are looked up to tell a dead name
    from a dead network. user_agent: the name under which sites are asked; ours, with a contact, if empty. ca: file of
    further trusted certificates (PEM).
    use_archives: look for archived copies of links that are dead or moved. archives: which ones to ask, and in which
    order (`core.archives`); those of the table if empty. archive_deadline: seconds that the copies of one page may cost.
    archive_pause: seconds of a pause where an archive asks for one and does not say for how long.
    include, exclude: patterns of links (`core.link_patterns`): of a list, or of what is due, those are looked at that
    `include` covers – all where it is empty – and `exclude` does not. exclude_files: patterns of files that no list is
    read from (`core.file_names`). held_links: so many links of lists are held in memory; more of them lie in a temporary
    file while they are looked at. hosts: other limits for some hosts; they stand before the numbers above, options of a call
    included. fail_on: what counts against a list (`core.audited.counting`), the usual if empty. baseline: the file of
    findings that do not count.
    style, locale: of citations. infer: False for `--no-infer`. key: pattern of citation keys (`core.csl.keys`).
    cluster: the scheduler whose workers look at the links of a list, `tcp://HOST:PORT`; None for this machine alone.
    """

    log: Path | None = None
    record: bool = True
    deadline: float = 30.0
    timeout: float = 12.0
    concurrency: int = 64
    per_host: int = 2
    per_address: int = 32
    spacing: float = 0.05
    crawl_delay: bool = False
    retries: int = 2
    backoff: float = 0.5
    retry_after_cap: float = 5.0
    max_bytes: int = 5_000_000
    max_redirects: int = 20
    allow_network: tuple[str, ...] = ()
    name_server: str | None = None
    doi_resolver: str = "https://doi.org"
    handle_resolver: str = "https://hdl.handle.net"
    control_names: tuple[str, ...] = ("example.com", "iana.org")
    user_agent: str = ""
    ca: Path | None = None
    use_archives: bool = False
    archives: tuple[str, ...] = ()
    archive_deadline: float = 60.0
    archive_pause: float = 60.0
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    exclude_files: tuple[str, ...] = ()
    held_links: int = 20_000
    hosts: HostTable = dataclasses.field(default_factory=HostTable)
    fail_on: tuple[str, ...] = ()
    baseline: Path | None = None
    style: str = "apa"
    locale: str | None = None
    infer: bool = True
    key: str | None = None
    cluster: str | None = None

    def __post_init__(self) -> None:
        for network in self.allow_network:
            try:
                ipaddress.ip_network(network, strict=False)
            except ValueError:
                raise SettingsError(
                    f"allow_network {network!r}", "is not a network", "Write it as CIDR: 127.0.0.0/8, ::1/128"
                ) from None
        if self.name_server is not None and not _NAME_SERVER.fullmatch(self.name_server):
            raise SettingsError(
                f"name_server {self.name_server!r}",
                "is not an address",
                "Write 192.0.2.53, 192.0.2.53:5353 or [2001:db8::53]:53",
            )
        for name in ("doi_resolver", "handle_resolver"):
            if not _RESOLVER.fullmatch(getattr(self, name)):
                raise SettingsError(
                    f"{name} {getattr(self, name)!r}", "is not the address of a resolver", "Write it as https://doi.org"
                )
        if self.cluster is not None and not _SCHEDULER.fullmatch(self.cluster):
            raise SettingsError(
                f"cluster {self.cluster!r}", "is not the address of a scheduler", "Write it as tcp://scheduler:8786"
            )
        _check_archives(self.archives)
        for name in ("include", "exclude"):
            _check_patterns(name, getattr(self, name))
        _check_file_patterns(self.exclude_files)
        self._check_numbers()

    def _check_numbers(self) -> None:
        for name in (
            "deadline", "timeout", "archive_deadline", "concurrency", "per_host", "per_address", "max_bytes", "held_links",
        ):  # fmt: skip
            if not getattr(self, name) > 0:  # nor is it `nan`
                raise SettingsError(f"{name} = {getattr(self, name)}", "must be more than 0", "Give a larger number")
        for name in ("spacing", "retries", "backoff", "retry_after_cap", "max_redirects", "archive_pause"):
            if not getattr(self, name) >= 0:
                raise SettingsError(f"{name} = {getattr(self, name)}", "must not be negative", "Give 0 or more")

    def but(self, **changes: Any) -> Settings:
        """These settings with some of them changed; a value of None changes nothing."""
        return dataclasses.replace(self, **{name: value for name, value in changes.items() if value is not None})

    def limits_of(self, host: str) -> Limits:
        """How a host is asked: as its own table says, and else as all are. host: as URLs have it."""
        limits = Limits(
            per_host=self.per_host, spacing=self.spacing, timeout=self.timeout, deadline=self.deadline,
            retries=self.retries,
        )  # fmt: skip
        return self.hosts.of(host, limits) if self.hosts.tables else limits

    def places_at(self, host: str) -> int:
        """Connections that a host may have at once."""
        return self.limits_of(host).per_host

    @property
    def most_per_host(self) -> int:
        """Connections that any host may have at once."""
        return max(self.per_host, self.hosts.most_per_host)


def _check_file_patterns(patterns: tuple[str, ...], *, where: str = "") -> None:
    from provenance.core.file_names import file_pattern

    for text in patterns:
        try:
            file_pattern(text)
        except ValueError as error:
            raise SettingsError(
                f"{where}exclude_files {text!r}", str(error), "Write drafts, CHANGELOG.md or docs/old/*.md"
            ) from None


def _check_patterns(name: str, patterns: tuple[str, ...], *, where: str = "") -> None:
    if not patterns:
        return
    from provenance.core.link_patterns import link_pattern

    for text in patterns:
        try:
            link_pattern(text)
        except ValueError as error:
            raise SettingsError(
                f"{where}{name} {text!r}",
                str(error),
                "Write a host, a host with a path, * for any characters in either, or a regular expression between slashes",
            ) from None


def _check_archives(named: tuple[str, ...]) -> None:
    if not named:
        return
    from provenance.core.archives import archives

    try:
        archives(named)
    except ValueError as error:
        raise SettingsError("archives", str(error), "Name them in the order in which they are to be asked") from None


_FIELDS = {field.name: field for field in dataclasses.fields(Settings)}
_PATHS = ("log", "ca", "baseline")
_TUPLES = ("allow_network", "control_names", "archives", "include", "exclude", "exclude_files", "fail_on")


def load_settings(**options: Any) -> Settings:
    """Settings for a run that starts in the working folder; options that are None leave what the files say.

    Raises
    ------
    SettingsError
        for a file that is not TOML, a name that is not a setting, or a value of the wrong kind.
    """
    found: dict[str, Any] = {}
    for path, table in _tables():
        found |= {name: _value(path, name, value, before=found.get(name)) for name, value in table.items()}
    if log := os.environ.get("PROVENANCE_LOG"):
        found["log"] = Path(log)
    settings = Settings(**found)
    if options.get("exclude"):
        options["exclude"] = (*settings.exclude, *options["exclude"])
    return settings.but(**options)


def table_folders() -> tuple[Path, ...]:
    """The folders with the user's own tables of outlets that exist, the nearest first: `outlets` beside the settings file
    of the project, or in the working folder where there is none, and in the user's config folder.
    """
    from platformdirs import user_config_path

    user = user_config_path("provenance")
    projects = [path.parent for path, _ in _tables() if path.parent != user]
    try:
        near = projects or [Path.cwd()]
    except OSError:  # the working folder was removed under us
        near = []
    return tuple(folder for base in (*near, user) if (folder := base / "outlets").is_dir())


def _tables() -> list[tuple[Path, Mapping[str, Any]]]:
    from platformdirs import user_config_path

    tables: list[tuple[Path, Mapping[str, Any]]] = []
    user = user_config_path("provenance") / "provenance.toml"
    if user.is_file():
        tables.append((user, _toml(user)))
    try:
        here = Path.cwd()
    except OSError:  # the working folder was removed under us
        return tables
    for folder in (here, *here.parents):
        own, project = folder / "provenance.toml", folder / "pyproject.toml"
        if own.is_file():
            return [*tables, (own, _toml(own))]
        if project.is_file() and (table := _toml(project).get("tool", {}).get("provenance")) is not None:
            return [*tables, (project, table)]
    return tables


def _toml(path: Path) -> dict[str, Any]:
    import tomllib  # most have no settings file

    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(
            str(path), f"cannot be read as settings: {error}", "Mend the file, or move it away"
        ) from None


def _value(path: Path, name: str, value: Any, *, before: Any = None) -> Any:
    """A value as the settings have it. before: what an earlier file says under the name."""
    if name not in _FIELDS:
        raise SettingsError(f"{path}: {name}", "is not a setting", f"Settings are {', '.join(_FIELDS)}")
    if name == "hosts":
        return _hosts(path, value, before or HostTable())
    if name in _PATHS and isinstance(value, str):
        return path.parent / Path(value).expanduser()
    if name in _TUPLES:
        return _texts(path, name, value, before=before)
    kind = str(_FIELDS[name].type).removesuffix(" | None")
    accepted: dict[str, tuple[type, ...]] = {"float": (int, float), "int": (int,), "bool": (bool,), "str": (str,)}
    if not isinstance(value, accepted.get(kind, ())) or (kind != "bool" and isinstance(value, bool)):
        raise SettingsError(
            f"{path}: {name} = {value!r}", f"must be {_IN_WORDS.get(kind, kind)}", "Correct it in that file"
        )
    return value


_IN_WORDS = {
    "float": "a number", "int": "a whole number", "bool": "true or false", "str": "a text", "Path": "the name of a file",
}  # fmt: skip


def _texts(path: Path, name: str, value: Any, *, before: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(part, str) for part in value):
        raise SettingsError(f"{path}: {name} = {value!r}", "must be a list of texts", f'Write {name} = ["…", "…"]')
    texts = tuple(value)
    if name in ("include", "exclude"):
        _check_patterns(name, texts, where=f"{path}: ")
    if name == "exclude_files":
        _check_file_patterns(texts, where=f"{path}: ")
    if name == "fail_on":
        from provenance.core.audited import counting

        try:
            counting(texts)
        except ValueError as error:
            raise SettingsError(f"{path}: {name}", *error.args) from None
    return (*(before or ()), *texts) if name == "exclude" else texts


def _hosts(path: Path, value: Any, before: HostTable) -> HostTable:
    if not isinstance(value, dict):
        raise SettingsError(
            f"{path}: hosts", "is no table of hosts", 'Write [hosts."news.example"] and settings below it'
        )
    tables = dict(before.tables)
    for host, told in value.items():
        try:
            tables[host] = host_limits(host, told)
        except ValueError as error:
            remedy = error.args[1] if len(error.args) > 1 else "Correct it in that file"
            raise SettingsError(f"{path}: hosts.{host!r}", str(error.args[0]), remedy) from None
    return HostTable(tables)


def wayback_key() -> str | None:
    """`ACCESS:SECRET` of an account with the Internet Archive, from the environment alone: words of a call are seen by
    everybody on the machine, and settings files are shared.
    """
    return os.environ.get("PROVENANCE_WAYBACK_KEY", "").strip() or None


def log_path(settings: Settings) -> Path:
    """Where the log is: `--log`, then `$PROVENANCE_LOG`, then settings files, then the user's data folder."""
    if settings.log is not None:
        return settings.log
    from platformdirs import user_data_path

    return user_data_path("provenance") / "log.db"
