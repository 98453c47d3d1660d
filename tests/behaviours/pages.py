"""Answers that say 200 and are no article; and articles that look as if they were none."""

from __future__ import annotations

from tests.behaviours.base import ARTICLE, Reply, Request, add, article, behaviour, expect

_NAVIGATION = (
    "<nav>"
    + "".join(f'<a href="/{word}">{word.title()}</a> ' for word in ["world", "town", "sport", "ferry"])
    + "</nav>"
)


def message(
    title: str, text: str, *, heading: str | None = None, language: str = "en", site: str = "The Quayside Courier"
) -> bytes:
    """A page with a message and no article."""
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta property="og:site_name" content="{site}"></head><body>{_NAVIGATION}<main><h1>{heading or title}</h1>'
        f"<p>{text}</p></main></body></html>"
    ).encode()


def _front_page() -> bytes:
    stories = "".join(
        f'<li><a href="/story-{n}">Council talks about quay number {n} once more</a></li>' for n in range(60)
    )
    return (
        '<!doctype html><html lang="en"><head><title>The Quayside Courier</title>'
        '<meta property="og:site_name" content="The Quayside Courier"><link rel="canonical" href="/"></head>'
        f"<body>{_NAVIGATION}<ul>{stories}</ul></body></html>"
    ).encode()


@behaviour("alive ok")
def told_in_header_fields(_: Request, reply: Reply) -> None:
    """What the page does not say of itself, the answer says of it."""
    fields = ('Link: </told-in-header-fields/whole>; rel="canonical"', "Content-Language: en-GB",
              "Set-Cookie: session=s3cret", "Last-Modified: Sat, 09 Mar 2024 10:00:00 GMT")  # fmt: skip
    reply.page(article(), "200 OK", *fields)


# -- soft 404 ------------------------------------------------------------------------------------------------------

_SAYINGS = {
    "en": ("Page not found | The Quayside Courier", "We are sorry, the page you were looking for could not be found."),
    "es": ("Página no encontrada - El Muelle", "Lo sentimos, la página que busca no existe o ha sido eliminada."),
    "fr": ("Page introuvable – Le Quai", "La page que vous recherchez n'existe pas ou a été déplacée."),
    "de": ("Seite nicht gefunden · Hafenbote", "Die gewünschte Seite wurde leider nicht gefunden."),
    "it": ("Pagina non trovata | Il Molo", "La pagina che stai cercando non esiste."),
    "pt": ("Página não encontrada", "A página que você procura não existe mais."),
    "nl": ("Pagina niet gevonden", "De pagina die u zoekt bestaat niet of is verplaatst."),
    "pl": ("Nie znaleziono strony", "Strona, której szukasz, nie istnieje."),
    "sv": ("Sidan hittades inte", "Sidan du söker finns inte."),
    "tr": ("Sayfa bulunamadı", "Aradığınız sayfa bulunamadı."),
    "ru": ("Страница не найдена", "Запрашиваемая страница не существует или была удалена."),
    "uk": ("Сторінку не знайдено", "На жаль, сторінку, яку ви шукаєте, не знайдено."),
    "el": ("Η σελίδα δεν βρέθηκε", "Η σελίδα που ζητήσατε δεν υπάρχει."),
    "ar": ("الصفحة غير موجودة", "عذراً، الصفحة التي تبحث عنها غير موجودة."),
    "fa": ("صفحه یافت نشد", "صفحه‌ای که به دنبال آن هستید وجود ندارد."),
    "he": ("הדף לא נמצא", "הדף שחיפשת אינו קיים."),
    "hi": ("पृष्ठ नहीं मिला", "आप जिस पेज की तलाश कर रहे हैं वह मौजूद नहीं है।"),
    "zh": ("页面不存在", "抱歉，您访问的页面不存在或已被删除。"),
    "zh-hant": ("找不到網頁", "很抱歉，您要找的網頁不存在。"),
    "ja": ("ページが見つかりません", "お探しのページは見つかりませんでした。"),
    "ko": ("페이지를 찾을 수 없습니다", "요청하신 페이지를 찾을 수 없습니다."),
    "vi": ("Không tìm thấy trang", "Trang bạn tìm kiếm không tồn tại."),
    "id": ("Halaman tidak ditemukan", "Maaf, halaman yang Anda cari tidak ditemukan."),
    "th": ("ไม่พบหน้าที่คุณต้องการ", "ไม่พบหน้าที่คุณกำลังค้นหา"),
    "cs": ("Stránka nenalezena", "Požadovaná stránka nebyla nalezena."),
    "ro": ("Pagina nu a fost găsită", "Pagina pe care o căutați nu există."),
    "hu": ("Az oldal nem található", "A keresett oldal nem található."),
}


def _saying(language: str) -> None:
    title, text = _SAYINGS[language]
    page = message(title, text, language=language)
    add(f"missing-{language}", "dead soft_404", lambda _, reply: reply.page(page))


for _language in _SAYINGS:
    _saying(_language)

add("missing-windows-1256", "dead soft_404", lambda _, reply: reply.page(message(*_SAYINGS["ar"], language="ar").decode().replace('charset="utf-8"', 'charset="windows-1256"').encode("cp1256"), kind="text/html; charset=windows-1256"))  # fmt: skip
add("to-error-page", "dead soft_404", lambda _, reply: reply.redirect("/404.html"))
add("404.html", None, lambda _, reply: reply.page(message("Oh dear", "This is not where you wanted to go.")))
add("to-error-query", "dead soft_404", lambda _, reply: reply.redirect("/oops/?aspxerrorpath=/to-error-query"))
add("oops", None, lambda _, reply: reply.page(message("Something is wrong", "Please begin again at the front page.")))
add("mute-heading", "dead soft_404", lambda _, reply: reply.page(message("404", "Ferry, quay and town, every day.")))
add("gone-quietly", "dead soft_404", lambda _, reply: reply.page(message("The Quayside Courier", "Sorry, this article is no longer available.", heading="The Quayside Courier")))  # fmt: skip


@behaviour()
def catch_all(request: Request, reply: Reply) -> None:
    """One and the same front page for every address below."""
    reply.page(_front_page())


expect("catch-all/2019/05/mayor-opens-the-new-bridge", "dead soft_404")


@behaviour()
def numbered(request: Request, reply: Reply) -> None:
    """A site that reads the number in its addresses and not the words behind it."""
    known = request.path.startswith("/numbered/48213/")
    reply.page(article()) if known else reply.page(b"<h1>No such story</h1>", "404 Not Found")


expect("numbered/48213/old-ferry-kept", "alive ok")


def _long(title: str, sentence: str) -> bytes:
    paragraph = (
        f"<p>{sentence} Whoever has worked on a newspaper's site knows the letters that such a page brings in.</p>"
    )
    return article(title).replace(b"</article>", (paragraph * 12).encode() + b"</article>")


add("how-we-redesigned-our-404-page", "alive ok", lambda _, reply: reply.page(_long("How we redesigned our 404 Page not found page", "The old one said “Sorry, the page you were looking for could not be found” and nothing more.")))  # fmt: skip
add("page-not-found-a-history", "alive ok", lambda _, reply: reply.page(_long("Page not found: a history of the error 404", "“The page you requested does not exist”, said the first of them.")))  # fmt: skip
add("change-log", "alive ok", lambda _, reply: reply.page(_long("Change log of the harbour code", "The class Ferry has been removed and is no longer available.")))  # fmt: skip
add("child-not-found-after-storm", "alive ok", lambda _, reply: reply.page(_long("Child not found after storm", "The search went on through the night.")))  # fmt: skip
add("very-long", "alive ok", lambda _, reply: reply.page(_long("The harbour year by year", "It rained. " * 60)))  # fmt: skip

# -- one address, one text after another ----------------------------------------------------------------------------

_MORNING = (
    "<p>Fog lay over the estuary at dawn, and the pilots waited until nine before they brought the first coaster in.</p>"
    "<p>Two trawlers landed mackerel, of which the buyers from inland took nearly everything within half an hour.</p>"
    "<p>The crane on the north side stands still for repairs; timber is unloaded by hand until Thursday.</p>"
)
_EVENING = (
    "<p>A gale warning closed the outer basin this afternoon, so that yachts had to turn back to the lock.</p>"
    "<p>Pupils of the sailing school painted the old lightship, while their teachers argued about the right red.</p>"
    "<p>From tomorrow tickets for the island cost forty pence more, says a notice beside the fish market.</p>"
)


@behaviour("alive ok")
def rolling(request: Request, reply: Reply) -> None:
    """A report under one title that is written anew for each visit."""
    text = _EVENING if request.seen % 2 else _MORNING
    reply.page(ARTICLE.format(title="Harbour today", paragraphs=text).encode())


# -- scripts -------------------------------------------------------------------------------------------------------

add("script-away", "unknown js_redirect", lambda _, reply: reply.page(b"<html><head><script>window.location.replace('/');</script></head><body></body></html>"))  # fmt: skip
add("script-href", "unknown js_redirect", lambda _, reply: reply.page(b"<title>Please wait</title><script>var u = '/x'; document.location.href = u;</script><p>One moment</p>"))  # fmt: skip
add("app-shell", "unknown js_only", lambda _, reply: reply.page(b'<!doctype html><html><head><title>Courier</title><script src="/app.js"></script></head><body><noscript>You need to enable JavaScript to run this app.</noscript><div id="root"></div></body></html>'))  # fmt: skip
add("silent-shell", "unknown js_only", lambda _, reply: reply.page(b'<!doctype html><html><head><title>Courier</title><script src="/app.js"></script></head><body><div id="app"></div></body></html>'))  # fmt: skip
add("described-shell", "alive ok", lambda _, reply: reply.page(b'<!doctype html><html><head><title>Old ferry kept</title><script type="application/ld+json">{"@type": "NewsArticle", "headline": "Old ferry kept until the bridge is done"}</script><script src="/app.js"></script></head><body><div id="app"></div></body></html>'))  # fmt: skip
add("scripted-article", "alive ok", lambda _, reply: reply.page(article().replace(b"</head>", b"<script>if (old) { location.href = '/app'; }</script><noscript>Please enable JavaScript.</noscript></head>")))  # fmt: skip

# -- access --------------------------------------------------------------------------------------------------------

_LOCKED = b'<script type="application/ld+json">{"@context": "https://schema.org", "@type": "NewsArticle", "headline": "Old ferry kept", "isAccessibleForFree": "False"}</script>'
add(
    "subscribers-only",
    "alive paywall",
    lambda _, reply: reply.page(article().replace(b"</head>", _LOCKED + b"</head>")),
)
add("metered", "alive ok", lambda _, reply: reply.page(message("Old ferry kept, metered", "The harbour board met on Tuesday. Subscribe to continue reading.").replace(b"</head>", b"<meta name=robots content=noarchive></head>")))  # fmt: skip

# -- where it led --------------------------------------------------------------------------------------------------

add("town/mayor-speaks", "unknown moved_section", lambda _, reply: reply.redirect("/search?q=mayor+speaks"))
add("search", None, lambda _, reply: reply.page(_front_page()))
add("es/articulo-perdido", "dead moved_home", lambda _, reply: reply.redirect("/?lang=en", "301 Moved Permanently"))
add("cut-at-once", "unknown truncated", lambda _, reply: (reply.raw(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 9000\r\n\r\n<html><head><title>Old ferry</title></head><body><p>The har"), reply.writer.close())[1])  # fmt: skip
add(
    "endless-nothing",
    "unknown oversize",
    lambda _, reply: reply.page(b"<title>Old ferry</title><!--" + b" " * 6_000_000 + b"--><p>text"),
)

# -- notices in place of an article, and what looks like them -------------------------------------------------------


def _notice(name: str, verdict: str, content: bytes) -> None:
    """One page for every address: a neighbour proves nothing here."""
    add(name, None, lambda _, reply: reply.page(content))
    expect(f"{name}/2019/05/ferry-keeps-running", verdict)


_notice("kept-from-europe", "unknown geo_block", message("Quay TV", "Our European visitors are important to us. This site is currently unavailable to visitors from the European Economic Area."))  # fmt: skip
_notice("prove-yourself", "unknown blocked", message("Quay TV", "Verifying you are human. This may take a few seconds."))  # fmt: skip
_notice("robot-in-russian", "unknown blocked", message("Вы не робот?", "Подтвердите, что запросы отправляли вы, а не робот.", language="ru"))  # fmt: skip
_notice("back-soon", "unknown server_error", message("Site maintenance", "We'll be back soon! We are performing some maintenance at the moment."))  # fmt: skip
_notice("broken-program", "unknown server_error", b"<br />\n<b>Fatal error</b>:  Uncaught Error: Call to undefined function open_quay() in /srv/quay.php:12")  # fmt: skip
_notice("by-order", "unknown legal_block", message("Доступ ограничен", "Доступ к информационному ресурсу ограничен на основании закона.", language="ru"))  # fmt: skip
_notice("sign-in-please", "unknown login", message("Members only", 'Please sign in to read this.<form><input name="u"><input type="password" name="p"></form>', heading="Please sign in to read this"))  # fmt: skip
_notice("loading-shell", "unknown js_only", b'<html><head><title>Quay</title></head><body><app-root>Loading...</app-root><script src="main.js"></script></body></html>')  # fmt: skip
_notice(
    "same-words",
    "unknown blocked",
    message("Quay", "You are now in line. When it is your turn, you will have ten minutes."),
)


_TEASERS = "".join(f"<article><h3><a href='/n/{n}'>{title}</a></h3><p>It is on page {n} of the paper today.</p></article>" for n, title in enumerate(["Ferry keeps running for another year", "Tides", "Owls ringed in the tower"]))  # fmt: skip


def _among_teasers(title: str, text: str) -> bytes:
    page = message(title, text).decode()
    return page.replace("</main>", f"</main><section>{_TEASERS * 6}</section>").encode()


_notice("missing-among-teasers", "dead soft_404", _among_teasers("Page not found | The Quayside Courier", "The page you requested does not exist."))  # fmt: skip


@behaviour("unknown moved_section")
def ferry_keeps_running(request: Request, reply: Reply) -> None:
    """Sent on to a list on which the story is announced."""
    reply.redirect("/tag/ferry")


add("tag", None, lambda _, reply: reply.page(_among_teasers("Ferry", "All that we wrote on it.")))


def _brief(title: str, *sentences: str, more: str = "") -> bytes:
    paragraphs = "".join(f"<p>{sentence}</p>" for sentence in sentences)
    return (
        f'<!doctype html><html lang="en"><head><title>{title} | The Quayside Courier</title></head>'
        f"<body>{_NAVIGATION}<main><article><h1>{title}</h1>{paragraphs}{more}</article></main></body></html>"
    ).encode()


add("n/410233", "alive ok", lambda _, reply: reply.page(_brief("Village buys back its name from a dealer", "For three years the old address had shown the words “this domain is for sale” and sponsored listings for loans.", "The clerk had forgotten to renew it. Domain trading is lawful, said the registry, and a calendar costs less than nine hundred crowns.")))  # fmt: skip
add("n/410234", "alive ok", lambda _, reply: reply.page(_brief("Mayor loses his handle", "“This account has been suspended,” said the site on Monday, after a joke about herring that few had liked.", "He will appeal. His deputy has offered him the use of a blackboard in the market hall until then.")))  # fmt: skip
add("n/410235", "alive ok", lambda _, reply: reply.page(_brief("Harbour seals counted", "Volunteers counted 312 grey seals on the sandbanks, forty more than last year, from two boats and a kite.", "The count takes place each spring at low water, and nobody is paid for it.", more="<noscript>Please enable JavaScript and cookies to continue</noscript><form>Verify you are not a robot <textarea></textarea></form>")))  # fmt: skip
add("n/410236", "alive ok", lambda _, reply: reply.page(_brief("Viewers fight geo-blocking", "“This content is not available in your region” is the only thing that they see on Saturdays, they write.", "Broadcasters say that rights are sold by country. A report is due in the autumn, and few expect much of it.")))  # fmt: skip
