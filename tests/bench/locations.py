"""Places that a hostile redirect names: every spelling that we know of an address that must not be asked.

Seeded: the same seed gives the same places. No place names a public address, so whatever is dialled beside the allowed
address is a breach.
"""

from __future__ import annotations

import ipaddress
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

ALLOWED = "127.0.0.2"
# Names that the stand-in of the name server leads to the allowed address.
PUBLIC = ("public.example", "other.example", "third.example")

Way = Literal["location", "refresh-tag", "refresh-field"]

_NETWORKS = [
    ipaddress.IPv4Network(text)
    for text in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
        "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
        "224.0.0.0/4", "240.0.0.0/4",
    )
]  # fmt: skip
_FAMOUS = ("127.0.0.1", "127.0.0.1", "127.1.2.3", "0.0.0.0", "169.254.169.254", "100.100.100.200", "192.0.0.192",
           "168.63.129.16", "10.0.0.5", "192.168.0.1", "255.255.255.255")  # fmt: skip
_IPV6 = ("::1", "::1", "::", "fd00:ec2::254", "fd20:ce::254", "fec0::1", "ff02::1", "ff0e::1", "2001:db8::1", "3fff::1", "4000::1",
         "100::1", "5f00::1", "fe80::1", "fc00::1", "2001::1")  # fmt: skip
_WRAPPED = (
    "::ffff:{v4}", "::{v4}", "::ffff:0:{v4}", "64:ff9b::{v4}", "64:ff9b:1::{v4}", "2002:{hi}:{lo}::1", "2001:0:{hi}:{lo}::",
    "2001:0:808:808::{not_v4}", "2600:1f00::5efe:{v4}", "2600:1f00::200:5efe:{v4}", "fe80::5efe:{v4}",
)  # fmt: skip
_DIGITS = ("０１２３４５６７８９", "⓪①②③④⑤⑥⑦⑧⑨", "⁰¹²³⁴⁵⁶⁷⁸⁹", "₀₁₂₃₄₅₆₇₈₉", "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗", "𝟶𝟷𝟸𝟹𝟺𝟻𝟼𝟽𝟾𝟿", "٠١٢٣٤٥٦٧٨٩")
_STOPS = "。．｡"
_NOTHING = ("\u00ad", "\u200b", "\u2060", "\ufeff", "\u200d", "\ufe0f")
_OTHER_SCHEMES = (
    "file:///etc/passwd", "file://{host}/etc/passwd", "ftp://{host}/", "gopher://{host}:6379/_PING", "dict://{host}:6379/info",
    "data:text/html,<p>hello</p>", "javascript:location='http://{host}/'", "view-source:http://{host}/", "ws://{host}/",
    "blob:http://{host}/1", "ldap://{host}/", "jar:http://{host}!/", "about:blank", "mailto:a@{host}", "feed:http://{host}/",
    "unix:/run/docker.sock", "http+unix://%2frun%2fdocker.sock/", "netdoc:///etc/passwd", "tftp://{host}/x", "localhost:{port}/x",
)  # fmt: skip
_BEGINNINGS = (
    *("http://",) * 24, "https://", "https://", "HTTP://", "//", "//", "\\\\", "/\\", "http:\\\\", "http:/", "http:///", "http:////",
    "ht\ttp://", "\thttp://", "http://\t", "http:\t//", "h\tt\tt\tp:/\t/", "<http://", "URL:http://", '"http://', "http:", "https:",
)  # fmt: skip
_AUTHORITIES = (
    *("{host}{port}",) * 24,
    "{public}@{host}{port}", "{public}:secret@{host}{port}", "{public}:{site}@{host}{port}", "a@{public}@{host}{port}",
    "{public}%40{host}{port}", "{host}{port}\\@{public}:{site}", "{host}{port}/@{public}:{site}", "{public}:{site}#@{host}{port}",
    "{public}:{site}?@{host}{port}", "{public}:{site}\\@{host}{port}", "{host}%00.{public}:{site}", "{host}%23.{public}:{site}",
    "{host};{public}:{site}", "{public}:{site}\t@{host}{port}", "%40{host}{port}", "@{host}{port}", ":@{host}{port}",
    "{host}{port}:80", "{public} {host}{port}", "{host}%2f.{public}:{site}", "{host}%5c.{public}:{site}",
)  # fmt: skip
_PATHS = ("", "/", "/latest/meta-data/", "/x?y#z", "/../..//", "/%2e%2e/%00", "?http://public.example/", "#fragment")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One hostile redirect. before: hops over allowed hosts before it; status: of the redirect that names it."""

    reference: str
    way: Way
    before: int
    status: int


def places(count: int, *, seed: int, site: int, traps: tuple[int, ...]) -> Iterator[Place]:
    """`count` different places. site: port of the allowed site; traps: ports on which something else listens."""
    chance = random.Random(seed)
    seen: set[tuple[str, str]] = set()
    while len(seen) < count:
        way = chance.choices(("location", "refresh-tag", "refresh-field"), (16, 3, 1))[0]
        reference = _reference(chance, site, traps)
        if (way, reference) in seen:
            continue
        seen.add((way, reference))
        before = chance.choices(range(6), (10, 2, 2, 2, 1, 1))[0]
        yield Place(reference=reference, way=way, before=before, status=chance.choice((301, 302, 303, 307, 308)))


def _reference(chance: random.Random, site: int, traps: tuple[int, ...]) -> str:
    host = chance.choice((_ipv4_host, _ipv4_host, _ipv6_host, _name))(chance)
    if chance.random() < 0.06:
        return chance.choice(_OTHER_SCHEMES).format(host=host, port=chance.choice(traps))
    port = chance.choice(
        ("", "", f":{site}", f":{site}", *(f":{trap}" for trap in traps), ":22", ":0", ":", ":65536", f":0{site}")
    )
    authority = chance.choice(_AUTHORITIES).format(host=host, port=port, public=chance.choice(PUBLIC), site=site)
    return f"{chance.choice(_BEGINNINGS)}{authority}{chance.choice(_PATHS)}"


def _ipv4(chance: random.Random) -> ipaddress.IPv4Address:
    """An address that must not be asked."""
    while True:
        if chance.random() < 0.5:
            return ipaddress.IPv4Address(chance.choice(_FAMOUS))
        network = chance.choice(_NETWORKS)
        address = network[chance.randrange(network.num_addresses)]
        if str(address) != ALLOWED:
            return address


# -- spellings ----------------------------------------------------------------------------------------------------


def _ipv4_host(chance: random.Random) -> str:
    spelt = _in_numbers(chance, _ipv4(chance))
    dress = chance.choice((_plain, _plain, _plain, _percent, _other_digits, _other_stops, _with_nothing, _with_dot))
    return dress(chance, spelt)


def _in_numbers(chance: random.Random, address: ipaddress.IPv4Address) -> str:
    """One to four numbers, each decimal, octal or hexadecimal (WHATWG URL, "IPv4 parser"; inet_aton)."""
    octets = address.packed
    parts = chance.choice((4, 4, 4, 1, 2, 3))
    values = [*octets[: parts - 1], int.from_bytes(octets[parts - 1 :])]
    spell: Callable[[int], str] = chance.choice(
        (
            str,
            str,
            "0{:o}".format,
            "0x{:x}".format,
            "0X{:X}".format,
            "0x{:010x}".format,
            "000{:o}".format,
            lambda value: _any(chance, value),
        )
    )
    if chance.random() < 0.03:
        values[-1] += 256 ** (5 - parts)  # one too many: some readers let it overflow
    return ".".join(spell(value) for value in values)


def _any(chance: random.Random, value: int) -> str:
    return chance.choice(("{}", "0{:o}", "0x{:x}")).format(value)


def _plain(chance: random.Random, host: str) -> str:
    return host


def _percent(chance: random.Random, host: str) -> str:
    return "".join(f"%{ord(sign):02x}" if sign.isascii() and chance.random() < 0.5 else sign for sign in host)


def _other_digits(chance: random.Random, host: str) -> str:
    digits = chance.choice(_DIGITS)
    return "".join(digits[int(sign)] if sign.isdigit() and chance.random() < 0.8 else sign for sign in host)


def _other_stops(chance: random.Random, host: str) -> str:
    return "".join(chance.choice(_STOPS) if sign == "." else sign for sign in host)


def _with_nothing(chance: random.Random, host: str) -> str:
    at = chance.randrange(len(host) + 1)
    return host[:at] + chance.choice(_NOTHING) + host[at:]


def _with_dot(chance: random.Random, host: str) -> str:
    return host + chance.choice((".", ".", "..", "。"))


def _ipv6_host(chance: random.Random) -> str:
    v4 = _ipv4(chance)
    hi, lo = divmod(int(v4), 65536)
    wrapped = chance.choice(_WRAPPED).format(
        v4=chance.choice((str(v4), f"{hi:x}:{lo:x}")),
        hi=f"{hi:x}",
        lo=f"{lo:x}",
        not_v4=f"{hi ^ 0xFFFF:x}:{lo ^ 0xFFFF:x}",
    )
    text = chance.choice((wrapped, wrapped, chance.choice(_IPV6)))
    if "." not in text:
        text = chance.choice((str, lambda text: ipaddress.IPv6Address(text).exploded, str.upper))(text)
    zone = chance.choice(("", "", "", "", "%25lo", "%lo", "%25eth0", "%251"))
    return chance.choice((f"[{text}{zone}]",) * 8 + (f"[{text}", f"{text}", f"[v1.{text}]", f"%5b{text}%5d"))


def _name(chance: random.Random) -> str:
    """A name that the stand-in of the name server knows; see `Names`."""
    v4 = f"{int(_ipv4(chance)):08x}"
    local = (
        "localhost",
        "localhost.",
        f"a{chance.randrange(99)}.localhost",
        "localhost.localdomain",
        "LocalHost",
        "ip6-localhost",
    )
    made = (
        f"in-{v4}.test", f"in-{v4}.test.", f"six-{v4}.test", f"both-{v4}.test", f"pair-{v4}.test",
        f"chain-{chance.randint(1, 20)}-{v4}.test", f"flip-{chance.randrange(10**6)}.test", f"flip-{chance.randrange(10**6)}.test",
        f"flop-{chance.randrange(10**6)}.test", f"nobody-{v4}.test", f"servfail-{v4}.test",
    )  # fmt: skip
    name = chance.choice((chance.choice(local), *(chance.choice(made) for _ in range(3))))
    return chance.choice((_plain, _plain, _plain, _percent, _wide, _other_stops, _upper, _with_nothing))(chance, name)


def _wide(chance: random.Random, name: str) -> str:
    """Letters that IDNA maps to plain ones: full-width, or in circles."""
    first = chance.choice((0xFF41, 0x24D0))
    return "".join(chr(first + ord(sign) - 97) if "a" <= sign <= "z" else sign for sign in name)


def _upper(chance: random.Random, name: str) -> str:
    return "".join(sign.upper() if chance.random() < 0.5 else sign for sign in name)
