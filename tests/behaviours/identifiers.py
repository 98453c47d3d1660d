"""A proxy of the Handle System: what it answers for names that are registered, and for those that are not."""

from __future__ import annotations

import json

from tests.behaviours.base import Reply, Request, add, article

_ADMIN = {"index": 100, "type": "HS_ADMIN", "data": {"format": "admin", "value": {"handle": "0.na/10.5555"}}}


def _value(index: int, kind: str, text: str) -> dict[str, object]:
    return {"index": index, "type": kind, "data": {"format": "string", "value": text}, "ttl": 86400}


def _record(name: str, code: int, *values: dict[str, object]) -> bytes:
    return json.dumps({"responseCode": code, "handle": name, "values": [*values, _ADMIN]}).encode()


_LOCATIONS = (
    '<locations chooseby="locatt,country,weighted"><location id="0" href="https://light.example/" weight="0"/>'
    '<location id="1" href="https://heavy.example/?a=1&amp;b=2" weight="1"/></locations>'
)
_ANSWERS = {
    "10.5555/registered": (_value(1, "URL", "https://journal.example/articles/1"),),
    "10.5555/two-places": (_value(7, "URL", "https://second.example/"), _value(1, "URL", "https://first.example/")),
    "10.5555/locations": (_value(1000, "10320/loc", _LOCATIONS),),
    "10.5555/odd-place": (_value(1, "URL", "http://[::bad/"),),
    "10.5555/no-url": (),
    "10.5555/alias": (_value(1, "HS_ALIAS", "10.5555/registered"),),
    "2027/registered": (_value(1, "URL", "https://library.example/2"),),
}


def api(request: Request, reply: Reply) -> None:
    name = request.path.removeprefix("/api/handles/")
    kind = "application/json;charset=UTF-8"
    if name in _ANSWERS:
        reply.page(_record(name, 1, *_ANSWERS[name]), kind=kind)
    elif name == "10.5555/no-values":
        reply.page(json.dumps({"responseCode": 200, "handle": name}).encode(), kind=kind)
    elif name == "10.5555/broken":
        reply.page(json.dumps({"responseCode": 2, "handle": name}).encode(), "500 Internal Server Error", kind=kind)
    elif name == "10.5555/error-in-200":
        reply.page(json.dumps({"responseCode": 2, "handle": name}).encode(), kind=kind)
    elif name == "10.5555/front-page":
        reply.page(article("Welcome to the resolver"))
    elif name == "10.5555/no-api":
        reply.page(b"<h1>No such page</h1>", "404 Not Found")
    elif name == "10.5555/nest":
        reply.page(b'{"responseCode":' + b"[" * 100_000, kind=kind)
    else:
        reply.page(json.dumps({"responseCode": 100, "handle": name}).encode(), "404 Not Found", kind=kind)


add("api", None, api)
add("10.5555", None, lambda _, reply: reply.redirect("/article"))
