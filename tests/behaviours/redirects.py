"""Answers that lead elsewhere."""

from __future__ import annotations

from tests.behaviours.base import Reply, Request, add, article, behaviour

add("moved", "alive moved", lambda _, reply: reply.redirect("/article", "301 Moved Permanently"))
add("moved-308", "alive moved", lambda _, reply: reply.redirect("/article", "308 Permanent Redirect"))
add("moved-temp", "alive moved_temp", lambda _, reply: reply.redirect("/article", "302 Found"))
add("see-other", "alive moved_temp", lambda _, reply: reply.redirect("/article", "303 See Other"))
add("moved-mixed", "alive moved_temp", lambda _, reply: reply.redirect("/moved-temp", "301 Moved Permanently"))
add("to-home", "dead moved_home", lambda _, reply: reply.redirect("/", "301 Moved Permanently"))
add("to-locale-home", "dead moved_home", lambda _, reply: reply.redirect("/en/", "302 Found"))
add("to-index", "dead moved_home", lambda _, reply: reply.redirect("/index.php", "302 Found"))
add("section/2019/lost", "unknown moved_section", lambda _, reply: reply.redirect("/section/", "302 Found"))
add("section", None, lambda _, reply: reply.page(article("All stories")))
add("", None, lambda _, reply: reply.page(article("Front page")))
add("en", None, lambda _, reply: reply.page(article("Front page")))
add("index.php", None, lambda _, reply: reply.page(article("Front page")))
add("story/amp", "alive moved", lambda _, reply: reply.redirect("/story", "301 Moved Permanently"))
add("story", None, lambda _, reply: reply.page(article()))
add("home", "alive moved", lambda _, reply: reply.redirect("/", "301 Moved Permanently"))
add(
    "s3kq",
    "alive moved",
    lambda _, reply: reply.redirect(reply.base.replace("127.0.0.1", "courier.test"), "301 Moved Permanently"),
)
add("loop", "dead redirect_loop", lambda _, reply: reply.redirect("/loop"))
add("to-nowhere", "unknown bad_http", lambda _, reply: reply.redirect(""))
add("to-file", "unknown refused_policy", lambda _, reply: reply.redirect("file:///etc/passwd"))
add("to-script", "unknown refused_policy", lambda _, reply: reply.redirect("javascript:alert(1)"))
add("to-nonsense", "unknown bad_http", lambda _, reply: reply.redirect("http://[::bad/"))
add(
    "to-metadata", "unknown refused_policy", lambda _, reply: reply.redirect("http://169.254.169.254/latest/meta-data/")
)
add("to-private", "unknown refused_policy", lambda _, reply: reply.redirect("http://10.0.0.5/admin"))
add("to-decimal", "unknown refused_policy", lambda _, reply: reply.redirect("http://167772165/"))
add("to-mapped", "unknown refused_policy", lambda _, reply: reply.redirect("http://[::ffff:10.0.0.5]/"))
add(
    "refresh",
    "alive moved_temp",
    lambda _, reply: reply.page(b'<meta http-equiv="Refresh" content="0; URL=\'/article\'">'),
)
add("refresh-home", "dead moved_home", lambda _, reply: reply.page(b"<meta http-equiv=refresh content='2;url=/'>"))
add(
    "refresh-self",
    "alive ok",
    lambda _, reply: reply.page(b'<meta http-equiv="refresh" content="3; url=/refresh-self">' + article()),
)
add(
    "refresh-script",
    "alive ok",
    lambda _, reply: reply.page(b'<meta http-equiv="refresh" content="0; url=javascript:go()">' + article()),
)
add(
    "refresh-noscript",
    "alive ok",
    lambda _, reply: reply.page(
        b'<head><noscript><meta http-equiv="refresh" content="0; url=/"></noscript></head>' + article()
    ),
)
add(
    "refresh-slow",
    "alive ok",
    lambda _, reply: reply.page(b'<meta http-equiv="refresh" content="600; url=/">' + article()),
)


@behaviour("dead redirect_loop")
def endless(request: Request, reply: Reply) -> None:
    reply.redirect(f"/endless?n={request.seen}")


@behaviour("alive ok")
def cookie_gate(request: Request, reply: Reply) -> None:
    if "passed=yes" in request.fields.get("cookie", ""):
        reply.page(article())
    else:
        reply.redirect("/cookie-gate", "302 Found", "Set-Cookie: passed=yes; Path=/")


@behaviour("alive moved_temp")
def to_utf8(request: Request, reply: Reply) -> None:
    reply.raw(
        b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: /accents/canci\xc3\xb3n (1).html?q=\xc3\xbc\r\n\r\n"
    )
