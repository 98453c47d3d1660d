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


# -- Locations as they are sent ---------------------------------------------------------------------------------------


def named_in_bytes(request: Request, reply: Reply) -> None:
    """A server whose pages have Latin-1 names, and which says so in its Location."""
    if request.path == "/named-in-bytes/canci%F3n":
        reply.page(article())
    elif request.path == "/named-in-bytes":
        reply.raw(b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: /named-in-bytes/canci\xf3n\r\n\r\n")
    else:
        reply.page(b"", "404 Not Found")


add("named-in-bytes", "alive moved_temp", named_in_bytes)
add("deep/er/relative", "alive moved_temp", lambda _, reply: reply.redirect("../../article"))
add(
    "scheme-relative", "alive moved_temp", lambda _, reply: reply.redirect(reply.base.removeprefix("http:") + "article")
)
add("with-spaces", "alive moved_temp", lambda _, reply: reply.redirect(" /article?a b "))
add("to-itself-with-query", "alive moved_temp", lambda request, reply: reply.page(article()) if "?" in request.path else reply.redirect("?x=1"))  # fmt: skip
add("several-choices", "alive moved_temp", lambda _, reply: reply.redirect("/article", "300 Multiple Choices"))
add(
    "no-choice-made",
    "unknown bad_http",
    lambda _, reply: reply.page(b"<a href=/article>one</a>", "300 Multiple Choices"),
)
add("refresh-field", "alive moved_temp", lambda _, reply: reply.page(b"<p>wait</p>", "200 OK", "Refresh: 0; url=/article"))  # fmt: skip
add("refresh-field-slow", "alive ok", lambda _, reply: reply.page(article(), "200 OK", "Refresh: 300; url=/"))
add("refresh-field-bare", "alive ok", lambda _, reply: reply.page(article(), "200 OK", "Refresh: 5"))
add("refresh-field-pdf", "alive moved_temp", lambda _, reply: reply.page(b"%PDF-1.7", "200 OK", "Refresh: 1;url='/article'", kind="application/pdf"))  # fmt: skip


@behaviour("alive moved_temp")
def with_password(request: Request, reply: Reply) -> None:
    reply.redirect(reply.base.replace("//", "//reader:secret@") + "no-password")


@behaviour()
def no_password(request: Request, reply: Reply) -> None:
    reply.page(b"", "403 Forbidden") if "authorization" in request.fields else reply.page(article())


@behaviour("alive ok")
def cookie_in_letters(request: Request, reply: Reply) -> None:
    """A gate whose cookie is no ASCII, and no UTF-8 either: it has to come back byte for byte."""
    if "name=Z\xfcrich" in request.fields.get("cookie", ""):
        reply.page(article())
    else:
        reply.raw(
            b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nSet-Cookie: name=Z\xfcrich; Path=/\r\nLocation: /cookie-in-letters\r\n\r\n"
        )


@behaviour("dead redirect_loop")
def cookie_each_time(request: Request, reply: Reply) -> None:
    """A gate that sets a new cookie for ever."""
    reply.redirect("/cookie-each-time", "302 Found", f"Set-Cookie: visit={request.seen}; Path=/")


@behaviour("dead redirect_loop")
def there_and_back(request: Request, reply: Reply) -> None:
    reply.redirect("/there-and-back" if request.path.endswith("/2") else "/there-and-back/2")


@behaviour("alive moved_temp")
def twenty_hops(request: Request, reply: Reply) -> None:
    step = int(request.path.rpartition("/")[2]) if request.path.count("/") == 2 else 0
    reply.redirect(f"/twenty-hops/{step + 1}" if step < 19 else "/article")
