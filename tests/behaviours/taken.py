"""Addresses at which somebody else is now: parked domains, hosters' notices, shops for spam; and articles about them."""

from __future__ import annotations

from tests.behaviours.base import ARTICLE, Reply, Request, add, article, behaviour

# A market for domains; the name server of the tests leads its name to the site itself.
MARKET = "www.hugedomains.com"


def _page(title: str, body: str, head: str = "") -> bytes:
    return f'<!doctype html><html><head><meta charset="utf-8"><title>{title}</title>{head}</head><body>{body}</body></html>'.encode()


def _serve(name: str, verdict: str, content: bytes) -> None:
    add(name, verdict, lambda _, reply: reply.page(content))


def _report(title: str, paragraph: str, times: int = 12) -> bytes:
    return ARTICLE.format(title=title, paragraphs=f"<p>{paragraph}</p>" * times).encode()


# -- parked -------------------------------------------------------------------------------------------------------

_serve("parked-sedo", "dead parked", _page("courier.test", "<h1>courier.test</h1><p>This domain is for sale</p><p>Sponsored listings</p><a href=#>Ferry tickets</a>", '<script src="//img.sedoparking.com/js/main.js"></script>'))  # fmt: skip
_serve("parked-bodis", "dead parked", _page("courier.test", "<div id=target></div>", '<script>window.park = "eyJ1dWlkIjoi"</script>'))  # fmt: skip
_serve("parked-crew", "dead parked", _page("courier.test", "<p>Related searches</p><p>Privacy policy</p>", '<script src="https://www.google.com/adsense/domains/caf.js"></script>'))  # fmt: skip
_serve("parked-lander", "dead parked", b'<!DOCTYPE html><html><head><script>window.onload=function(){window.location.href="/lander"}</script></head></html>')  # fmt: skip
_serve("parked-frames", "dead parked", b'<html><head><title>courier.test</title></head><frameset rows="100%,*"><frame src="http://searchresultsguide.com/?dn=courier.test"></frameset></html>')  # fmt: skip
_serve("parked-words", "dead parked", _page("This domain is for sale!", "<h1>This domain is for sale!</h1><p>Write to the owner.</p>"))  # fmt: skip
_serve("parked-german", "dead parked", _page("courier.test", "<h1>Diese Domain steht zum Verkauf</h1><p>Angebot abgeben</p>"))  # fmt: skip
_serve("parked-russian", "dead parked", _page("Домен продаётся", "<p>Свяжитесь с владельцем</p>"))
_serve("parked-japanese", "dead parked", _page("このドメインは売り出し中です", "<p>お問い合わせ</p>"))
_serve("parked-registrar", "dead parked", _page("courier.test", "<p>This web page is parked FREE, courtesy of Registrar.</p>"))  # fmt: skip
_serve("parked-expired", "dead parked", _page("courier.test", "<p>This domain has expired. If you are the owner of this domain, log in to renew.</p>"))  # fmt: skip
# Nothing but the name of its host shows what it is.
add("market", None, lambda _, reply: reply.page(article()))


@behaviour("dead parked")
def parked_at_market(_: Request, reply: Reply) -> None:
    port = reply.base.rsplit(":", 1)[1].strip("/")
    reply.redirect(f"http://{MARKET}:{port}/market/domain_profile.cfm?d=courier")


# -- what hosters show --------------------------------------------------------------------------------------------

_serve("host-suspended", "dead parked", _page("Account Suspended", "<h1>This Account has been suspended.</h1><p>Contact your hosting provider for more information.</p>"))  # fmt: skip
_serve("host-nginx", "dead parked", _page("Welcome to nginx!", "<h1>Welcome to nginx!</h1><p>If you see this page, the nginx web server is successfully installed and working.</p>"))  # fmt: skip
_serve("host-apache", "dead parked", _page("Apache2 Ubuntu Default Page: It works", "<h1>It works!</h1><p>This is the default welcome page.</p>"))  # fmt: skip
_serve("host-apache-old", "dead parked", b"<html><body><h1>It works!</h1></body></html>")
_serve("host-cpanel", "dead parked", _page("Default Web Site Page", "<p>Sorry! If you are the owner of this website, please contact your hosting provider.</p>"))  # fmt: skip
_serve("host-iis", "dead parked", _page("IIS Windows Server", '<a href="http://iis.example"><img src="iis.png" alt="IIS"> IIS</a>'))  # fmt: skip
_serve("host-files", "dead parked", _page("Index of /", "<h1>Index of /</h1><pre>Name Last modified Size Description</pre>"))  # fmt: skip

# -- shops for spam -----------------------------------------------------------------------------------------------

_serve("taken-indonesian", "dead hijacked", _page("PELABUHAN88: Situs Slot Gacor Hari Ini Gampang Maxwin", "<h1>Daftar Situs Slot Gacor Terpercaya</h1>" + "<p>PELABUHAN88 merupakan situs slot gacor terpercaya yang sudah melayani pemain sejak lama dengan bonus new member untuk setiap anggota. Cukup daftar sekarang melalui link alternatif, lalu isi saldo dengan deposit pulsa dan mainkan slot online gampang menang kapan saja dan di mana saja.</p>" * 6))  # fmt: skip
_serve("taken-turkish", "dead hijacked", _page("Limanbet Güncel Giriş 2031 - Canlı Bahis ve Casino", "<h1>Deneme Bonusu Veren Siteler</h1>" + "<p>Limanbet, üyelerine deneme bonusu ve hoşgeldin bonusu sunan güvenilir bahis siteleri arasında yer alır. Güncel giriş adresi üzerinden hemen üye ol, canlı bahis ve slot oyunları ile kazanmaya bugün başla. Her hafta kayıp bonusu da hesabınıza geçer.</p>" * 6))  # fmt: skip
_serve("taken-english", "dead hijacked", _page("Best Online Casino Bonuses and Free Spins", "<h1>Top casinos of the year</h1>" + "<p>Our experts compared every online casino so that you can play now with a no deposit bonus. Claim your bonus at the best online casino, collect free spins on new online slots and enjoy instant withdrawal of everything that you win tonight.</p>" * 6))  # fmt: skip
_serve("taken-chinese", "dead hijacked", _page("港口娱乐城官网_真人娱乐_百家乐", "<h1>港口娱乐城</h1>" + "<p>港口娱乐城是亚洲领先的博彩平台，为玩家提供百家乐、老虎机和体育投注。新会员立即注册送彩金，首存即享优惠活动，官方网站支持手机版下载，出金迅速。</p>" * 8))  # fmt: skip
_serve("taken-pharmacy", "dead hijacked", _page("Buy Viagra Online Without Prescription", "<h1>Generic Viagra</h1>" + "<p>Order now and get generic viagra at the lowest prices with free shipping. No prescription needed, discreet packaging, cialis and levitra in stock all year.</p>" * 6))  # fmt: skip

# -- articles about all this --------------------------------------------------------------------------------------

_serve("about-sales", "alive ok", _report("“This domain is for sale”: how names are hoarded", "This domain is for sale, the page says; buy this domain, says the button. A broker on the quay keeps nine thousand names and sells four a year."))  # fmt: skip
_serve("about-sponsor", "alive ok", _report("Harbour board thanks its sponsors", "The board thanked all who gave. At the foot of its page stands: this domain is for sale, ask the harbour master."))  # fmt: skip
_serve("about-nginx", "alive ok", _report("Welcome to nginx!", "Welcome to nginx! So greets the server that a pupil set up for the ferry. Open its configuration, name the folder of the site, and load it again."))  # fmt: skip
_serve("about-suspension", "alive ok", _report("Account suspended", "“This account has been suspended”, the mayor read when he wanted to write of the ferry. He has asked the company for its reasons and got a form."))  # fmt: skip
_serve("about-casinos", "alive ok", _report("The online casino that nobody owns", "The Courier followed an online casino that advertises with free spins and a welcome bonus. Its owner is a letter box, and its players wait for months."))  # fmt: skip
_serve("about-slots", "alive ok", _report("Polisi tangkap bandar judi online", "Polisi menangkap tujuh orang yang mengelola situs judi online dan mempromosikan slot gacor kepada para pelajar. Pengadilan mulai memeriksa perkara itu bulan depan."))  # fmt: skip
_serve("about-pills", "alive ok", _report("Agency warns of viagra sold without prescription", "Inspectors ordered tablets sold as viagra and cialis without prescription from forty shops. In thirty-one parcels there was another substance."))  # fmt: skip
