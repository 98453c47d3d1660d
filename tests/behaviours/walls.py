"""Walls in front of pages, at several statuses, and articles that look a little like them and are none."""

from __future__ import annotations

from tests.behaviours.base import Reply, Request, add, article


def small(title: str, body: str = "", head: str = "") -> bytes:
    """A page with no article on it."""
    return f"<!doctype html><html><head><title>{title}</title>{head}</head><body>{body}</body></html>".encode()


def dressed(
    head: str = "", before: str = "", after: str = "", title: str = "Harbour board keeps the old ferry"
) -> bytes:
    """An article with something more in its head, or before or after it."""
    page = article(title).decode()
    page = page.replace("</head>", f"{head}</head>").replace("<body>", f"<body>{before}")
    return page.replace("</body>", f"{after}</body>").encode()


def serve(name: str, verdict: str | None, content: bytes, status: str = "200 OK", *fields: str) -> None:
    add(name, verdict, lambda _, reply: reply.page(content, status, *fields))


def lead(name: str, verdict: str, to: str, host: str = "") -> None:
    """A page that sends its reader to another one, on another host of the site if one is named."""

    def function(_: Request, reply: Reply) -> None:
        base = reply.base.replace("127.0.0.1", host).rstrip("/") if host else ""
        reply.redirect(base + to)

    add(name, verdict, function)


LOGIN = '<form><label>Name<input name="n"></label><label>Password<input type="password" name="p"></label></form>'
SENTENCE = "<p>The lock keeper of Marn has asked for a second lamp at the sluice.</p>"

# One page a line, as in a table.
# fmt: off
# -- bot walls ----------------------------------------------------------------------------------------------------

serve("wall-vercel-429", "unknown blocked", small("Vercel Security Checkpoint"), "429 Too Many Requests", "x-vercel-mitigated: challenge")
serve("wall-aws-202", "unknown blocked", small("", "<div id='c'></div>"), "202 Accepted", "x-amzn-waf-action: challenge")
serve("wall-aws-405", "unknown blocked", small("Human Verification"), "405 Not Allowed", "x-amzn-waf-action: captcha")
serve("wall-aws-field-on-article", "unknown blocked", article(), "200 OK", "x-amzn-waf-action: challenge")
serve("wall-cloudflare-503", "unknown blocked", small("Just a moment...", "<p>Checking.</p>"), "503 Service Unavailable", "server: cloudflare")
serve("wall-cloudflare-200", "unknown blocked", small("Just a moment…", "<p>Ray 7</p>"))
serve("wall-cloudflare-404", "unknown blocked", small("Just a moment...", "<p>Ray 7</p>"), "404 Not Found", "cf-ray: 7")
serve("wall-cloudflare-blocked", "unknown blocked", small("Attention Required! | Cloudflare", "<h1>Sorry, you have been blocked</h1>"), "403 Forbidden", "server: cloudflare")
serve("wall-cloudflare-script", "unknown blocked", small("marn.example", "<p>One more step</p><script>window._cf_chl_opt={a:1}</script>"))
serve("wall-datadome-403", "unknown blocked", small("marn.example", "<p>Please enable JS and disable any ad blocker</p>"), "403 Forbidden", "x-datadome: protected", "server: DataDome")
serve("wall-datadome-200", "unknown blocked", small("marn.example", "<p>Wait</p><script src='https://ct.captcha-delivery.com/c.js'></script>"))
serve("wall-imperva-title", "unknown blocked", small("Pardon Our Interruption", "<p>As you were browsing, something made us think.</p><script src='/_Incapsula_Resource?SWJ=1'></script>"))
serve("wall-imperva-frame", "unknown blocked", small("", "<p>Loading</p><iframe src='/_Incapsula_Resource?CWUDNSAI=9'>Request unsuccessful. Incapsula incident ID: 7-1</iframe>"))
serve("wall-human-403", "unknown blocked", small("Access to this page has been denied", "<div id='px-captcha'></div><p>Press &amp; Hold</p>"), "403 Forbidden")
serve("wall-human-200", "unknown blocked", small("Robot or human?", "<p>Activate and hold the button</p>"))
serve("wall-akamai-403", "unknown blocked", small("Access Denied", "<h1>Access Denied</h1><p>Reference #18.2d1ab8.1557.a4e1</p>"), "403 Forbidden", "server: AkamaiGHost")
serve("wall-akamai-200", "unknown blocked", small("Access Denied", "<p>You don't have permission. Reference #18.2d1ab8.1557.a4e1</p>"))
serve("wall-anubis", "unknown blocked", small("Making sure you&#39;re not a bot!", "<p>Loading</p><script id='anubis_version' type='application/json'>\"v1\"</script>"))
serve("wall-go-away", "unknown blocked", small("Checking you are not a bot", "<p>Wait</p>"), "418 I'm a teapot")
serve("wall-sucuri", "unknown blocked", small("Sucuri WebSite Firewall - Access Denied", "<p>Blocked</p>"), "403 Forbidden", "x-sucuri-id: 11")
serve("wall-f5-200", "unknown blocked", small("Request Rejected", "<p>The requested URL was rejected. Please consult with your administrator.</p>"))
serve("wall-ddos-guard", "unknown blocked", small("DDoS-Guard", "<p>Checking</p>"), "403 Forbidden", "server: ddos-guard")
serve("wall-wordfence-503", "unknown blocked", small("Your access to this site has been limited by the site owner", "<p>Generated by Wordfence</p>"), "503 Service Unavailable")
serve("wall-google-429", "unknown blocked", small("Sorry...", "<p>Our systems have detected unusual traffic from your computer network.</p>"), "429 Too Many Requests")
serve("wall-modsecurity", "unknown blocked", small("Not Acceptable!", "<p>This error was generated by Mod_Security.</p>"), "406 Not Acceptable")
serve("wall-imunify-500", "unknown blocked", small("Wait", "<p>Powered by Imunify360</p>"), "500 Internal Server Error")
serve("wall-radware", "unknown blocked", small("Radware Captcha Page", "<p>Solve</p>"))
serve("wall-siteground", "unknown blocked", small("Wait", "<p>Our system thinks you might be a robot!</p>"))
serve("wall-hostinger", "unknown blocked", small("Checking your browser before accessing. Just a moment...", "<p>Wait</p>"))
serve("wall-kasada-429", "unknown blocked", small("", "<script>KPSDK.scriptStart=KPSDK.now()</script>"), "429 Too Many Requests")
serve("wall-aliyun-405", "unknown blocked", small("405", "<p>Sorry, your request has been blocked as it may cause potential threats to the server's security.</p>"), "405 Method Not Allowed")
serve("wall-reddit", "unknown blocked", small("Blocked", "<p>You've been blocked by network security.</p>"), "403 Forbidden")
serve("wall-nobody-knows", "unknown blocked", small("Verify you are human", "<p>Tick the box.</p>"))
lead("wall-sgcaptcha", "unknown blocked", "/.well-known/captcha/?r=1")
serve(".well-known/captcha", None, small("Robot Challenge Screen", "<p>Wait</p>"))

# -- consent ------------------------------------------------------------------------------------------------------

lead("consent-host", "unknown blocked", "/collect?session=1", "consent.courier.test")
serve("collect", None, small("Your choices", "<p>We and our 800 partners.</p><button>Agree</button>"))
lead("consent-path", "unknown blocked", "/consent/tcf?from=story")
serve("consent/tcf", None, small("The Quayside Courier", "<p>Read with advertising, or subscribe.</p>"))
serve("consent-title", "unknown blocked", small("Before you continue to YouTube", "<button>Agree</button>"))
serve("consent-text", "unknown blocked", small("Marn Mail", "<p>Marn Mail is part of the Yahoo family of brands.</p>"))

# -- logins -------------------------------------------------------------------------------------------------------

lead("sso", "unknown login", "/oauth2/authorize?client_id=marn&redirect_uri=%2Fsso", "sso.courier.test")
serve("oauth2/authorize", None, small("Marn Account", "<p>Loading</p>"))
lead("saml-start", "unknown login", "/idp/profile/SAML2/Redirect/SSO?SAMLRequest=fZ", "idp.courier.test")
serve("idp/profile", None, small("University of Marn"))
add("idp", None, lambda _, reply: reply.page(small("University of Marn", LOGIN)))
lead("members/story", "unknown login", "/users/sign_in")
serve("users/sign_in", "unknown login", small("Sign in | Marn Forum", LOGIN))
lead("staff-only", "unknown login", "/portal?client_id=3&return_to=%2Fstaff-only")
serve("portal", None, small("Marn", "<p>Loading</p>"))
lead("german-login", "unknown login", "/konto/anmelden.php?weiter=1")
serve("konto/anmelden.php", None, small("Marner Bote", LOGIN))
serve("login-page-200", "unknown login", small("Log in – Marn Archive", LOGIN))
serve("login-social", "unknown login", small("Log in to Facebook", "<p>You must log in to continue.</p>"))
serve("login-untitled", "unknown login", small("Marn Archive", LOGIN + "<a href='/lost'>Forgot your password?</a>"))

# -- regions ------------------------------------------------------------------------------------------------------

serve("geo-451", "unknown geo_block", small("451: Unavailable due to legal reasons", "<p>We recognize you are attempting to access this website from a country belonging to the European Economic Area (EEA).</p>"), "451 Unavailable For Legal Reasons")
serve("geo-200", "unknown geo_block", small("Marn Tribune", "<p>Unfortunately, our website is currently unavailable in most European countries.</p>"))
serve("geo-cloudflare", "unknown geo_block", small("Access denied | marn.example used Cloudflare to restrict access", "<p>The owner has banned the country or region your IP address is in.</p>"), "403 Forbidden", "server: cloudflare")
serve("geo-spanish", "unknown geo_block", small("Marn TV", "<p>Este contenido no está disponible en tu país.</p>"))
serve("geo-field", "unknown geo_block", small("Marn TV", "<p>No.</p>"), "403 Forbidden", "x-geo-blocked: true")

# -- no walls -----------------------------------------------------------------------------------------------------

CLOUDFLARE = ("server: cloudflare", "cf-ray: 8c1-CDG")
serve("article-behind-cloudflare", "alive ok", dressed("<script src='/cdn-cgi/challenge-platform/scripts/jsd/main.js'></script>"), "200 OK", *CLOUDFLARE)
serve("article-behind-imperva", "alive ok", dressed("<script src='/_Incapsula_Resource?SWJ=1'></script>"), "200 OK", "x-iinfo: 9-1", "set-cookie: visid_incap_2=x")
serve("article-behind-datadome", "alive ok", dressed("<script src='https://js.datadome.co/tags.js'></script>"), "200 OK", "x-datadome: protected", "set-cookie: datadome=x")
serve("article-behind-human", "alive ok", dressed("<script>window._pxAppId='PX1'</script>"), "200 OK", "set-cookie: _pxhd=x")
serve("article-on-a-moment", "alive ok", article("Just a moment..."))
serve("article-on-challenges", "alive ok", dressed(after="<p>The page says “Just a moment...” or “Attention Required! | Cloudflare”; Akamai prints Reference #18. and asks: please verify you are a human. Incapsula incident ID. _cf_chl_opt</p>", title="How walls against bots work"))
serve("article-on-gdpr", "alive ok", dressed(after="<p>Readers saw “451: Unavailable due to legal reasons” and “this content is not available in your region”.</p>", title="Papers shut Europe out"))
serve("article-on-logins", "alive ok", article("Log in, sign in, login: what is right?"))
serve("article-with-login-box", "alive ok", dressed(before=f"<header>Log in {LOGIN} Forgot your password?</header>"))
serve("article-with-cookie-banner", "alive ok", dressed(before="<div id='cookies'>We value your privacy. Before you continue, accept all cookies.</div>"))
serve("article-with-recaptcha", "alive ok", dressed(after="<form class='comment'><div class='g-recaptcha'></div><script src='https://www.google.com/recaptcha/api.js'></script></form>"))
serve("article-csp-names-captchas", "alive ok", article(), "200 OK", "content-security-policy: script-src https://www.google.com/recaptcha/ https://challenges.cloudflare.com")
serve("article-geo-list-empty", "alive ok", article(), "200 OK", "x-geo-block-list: ", "x-geo-blocked: false")
serve("brief-behind-cloudflare", "alive ok", small("Second lamp for Marn", f"<h1>Second lamp for Marn</h1>{SENTENCE * 3}", "<script src='/cdn-cgi/challenge-platform/scripts/jsd/main.js'></script>"), "200 OK", *CLOUDFLARE)
serve("brief-with-turnstile", "alive ok", small("Second lamp for Marn", f"{SENTENCE}<script src='https://challenges.cloudflare.com/turnstile/v0/api.js'></script>"))
serve("not-found-behind-cloudflare", "dead not_found", dressed("<script src='/cdn-cgi/challenge-platform/scripts/jsd/main.js'></script>", title="Page not found"), "404 Not Found", *CLOUDFLARE)
serve("not-found-plain-cloudflare", "dead not_found", small("404 Not Found", "<h1>404</h1>"), "404 Not Found", *CLOUDFLARE)
serve("not-found-with-login-box", "dead not_found", small("Not found", LOGIN), "404 Not Found")
serve("gone-behind-cloudflare", "dead gone", small("Gone", "<h1>Gone</h1>"), "410 Gone", *CLOUDFLARE)
serve("error-behind-cloudflare", "unknown server_error", small("marn.example | 522: Connection timed out", "<p>Cloudflare Ray ID: 7</p>"), "522 Timed Out", *CLOUDFLARE)
serve("limited-behind-cloudflare", "unknown rate_limited", small("Slow down"), "429 Too Many Requests", "retry-after: 86400", *CLOUDFLARE)
serve("busy-behind-cloudflare", "unknown server_error", small("Down for a moment"), "503 Service Unavailable", *CLOUDFLARE)
lead("moved-to-id-host", "alive moved_temp", "/berita/lampu?next=2", "id.courier.test")
serve("berita", None, article("Lampu kedua di Marn"))
lead("moved-to-login-story", "alive moved_temp", "/stories/login/marn")
serve("stories/login/marn", None, article("Marn loses its login"))
# fmt: on
