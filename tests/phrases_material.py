"""Wordings that were written before the table of phrases was, and that no row of it was made from: a measure of what it misses.

One a line: language and wording; for the other groups the group, `h` for a heading or `s` for a sentence, language, wording.
"""

from __future__ import annotations

HEADINGS = """
en | We can't find that page | Quay Courier
en | Uh oh, this page is missing
en | Story no longer available - Harbour Post
en | Whoops! Page doesn't exist
en | Error: Page Cannot Be Found
en | This content isn't available anymore
en | HTTP Status 404 – Not Found
en | Nothing here
es | Ups, no encontramos la página
es | Error 404 | Página inexistente
es | La noticia que buscas ya no está disponible - El Faro
fr | Oups, cette page n'existe pas
fr | Erreur 404 : page introuvable – Le Quai
fr | Article introuvable
de | Diese Seite gibt es leider nicht
de | Fehler 404: Artikel nicht mehr verfügbar
de | Ups! Seite nicht auffindbar | Hafenblatt
it | Ops! La pagina non esiste
it | Contenuto non trovato - La Banchina
it | Articolo non più disponibile
pt | Página não existe
pt | Ops! Não encontramos essa página
pt | Notícia não encontrada | O Cais
nl | Oeps, deze pagina bestaat niet
nl | Pagina niet gevonden | De Kade
nl | Artikel niet (meer) beschikbaar
sv | Sidan finns inte | Kajbladet
sv | Hoppsan! Vi hittar inte sidan
sv | Artikeln hittades inte
da | Siden blev ikke fundet
da | Ups! Siden findes ikke - Havnebladet
da | Artiklen findes ikke længere
nb | Fant ikke siden
nb | Oi! Siden finnes ikke | Kaiavisa
nb | Artikkelen er ikke tilgjengelig
fi | Sivua ei löytynyt – Laituri
fi | Hups! Etsimääsi sivua ei löydy
fi | Artikkelia ei löytynyt
is | Síða fannst ekki
is | Þessi síða er ekki til
pl | Nie znaleziono strony - Kurier Portowy
pl | Ups! Taka strona nie istnieje
pl | Błąd 404. Artykuł nie istnieje
cs | Stránka nenalezena | Přístavní list
cs | Tato stránka neexistuje
cs | Chyba 404 – článek nebyl nalezen
sk | Stránka sa nenašla
sk | Článok neexistuje
hu | Az oldal nem található
hu | Hiba 404 – a keresett oldal nem létezik
ro | Pagina nu a fost găsită
ro | Articolul nu există - Cheiul
bg | Страницата не е намерена
bg | Грешка 404 | Страницата не съществува
el | Η σελίδα δεν βρέθηκε
el | Σφάλμα 404 - Το άρθρο δεν υπάρχει
ru | Страница не найдена — Причал
ru | Ошибка 404. Такой страницы нет
ru | Новость не найдена или удалена
uk | Сторінку не знайдено
uk | Помилка 404: сторінка не існує | Пристань
sr | Страница није пронађена
sr | Stranica ne postoji
hr | Stranica nije pronađena | Riva
hr | Ups! Članak nije pronađen
sl | Strani ni mogoče najti
sl | Stran ne obstaja – Pomol
bs | Tražena stranica ne postoji
sq | Faqja nuk u gjet
sq | Gabim 404 - Faqja nuk ekziston
tr | Sayfa bulunamadı
tr | Hata 404 - Aradığınız sayfa bulunamadı | Rıhtım
tr | Haber bulunamadı
az | Səhifə tapılmadı
ka | გვერდი ვერ მოიძებნა
hy | Էջը չի գտնվել
ar | عذراً، الصفحة غير موجودة
ar | خطأ 404 | لم يتم العثور على الصفحة
ar | الصفحة المطلوبة غير متوفرة - جريدة الرصيف
fa | صفحه مورد نظر یافت نشد
fa | خطای ۴۰۴ - صفحه پیدا نشد
fa | خبر مورد نظر وجود ندارد
he | הדף לא נמצא
he | אופס! העמוד לא קיים | הרציף
he | הכתבה לא נמצאה
ur | صفحہ نہیں ملا
ur | معذرت، یہ صفحہ موجود نہیں ہے
hi | पेज नहीं मिला
hi | क्षमा करें, यह पृष्ठ उपलब्ध नहीं है
bn | পৃষ্ঠাটি পাওয়া যায়নি
bn | দুঃখিত, পেজটি খুঁজে পাওয়া যায়নি
ta | பக்கம் கிடைக்கவில்லை
te | పేజీ కనబడలేదు
th | ไม่พบหน้าที่คุณต้องการ
th | ขออภัย ไม่พบหน้าเว็บ
vi | Không tìm thấy trang
vi | Lỗi 404 - Trang không tồn tại | Bến Cảng
id | Halaman tidak ditemukan
id | Maaf, berita tidak ditemukan - Dermaga
ms | Halaman tidak dijumpai
tl | Hindi makita ang pahina
sw | Ukurasa haukupatikana
zh-Hans | 页面不存在
zh-Hans | 404 - 抱歉,您访问的页面找不到了
zh-Hans | 文章已被删除
zh-Hant | 找不到網頁
zh-Hant | 很抱歉,您要找的頁面不存在 | 碼頭日報
ja | ページが見つかりません
ja | お探しのページは見つかりませんでした|波止場新聞
ja | 記事が見つかりません
ko | 페이지를 찾을 수 없습니다
ko | 존재하지 않는 페이지입니다
ko | 요청하신 기사를 찾을수 없습니다 - 부두일보
ca | No s'ha trobat la pàgina
ca | Pàgina no trobada | El Moll
eu | Ez da orria aurkitu
eu | Orria ez da existitzen
gl | Páxina non atopada
et | Lehte ei leitud
lv | Lapa nav atrasta
lt | Puslapis nerastas
mt | Il-paġna ma nstabitx
ga | Níor aimsíodh an leathanach
cy | Heb ddod o hyd i'r dudalen
cy | Nid yw'r dudalen yn bodoli
"""

SENTENCES = """
en | Sorry, but we couldn't locate the page you were after. It may have been archived.
en | The link you followed is broken or the page has been taken down.
en | The story you are trying to reach has expired and is no longer on our site.
en | Looks like this page has gone missing. Try searching for what you need.
en | Unfortunately the article you requested is no longer available on our website.
en | You may have typed the address incorrectly or you may have used an outdated link.
en | It seems we can't find what you're looking for.
es | Lo sentimos, la página que está buscando no existe o ha cambiado de dirección.
es | El artículo solicitado ya no se encuentra disponible en nuestra web.
es | Es posible que el enlace esté roto o que la página haya sido eliminada.
fr | La page que vous cherchez n'existe plus ou a été déplacée.
fr | Désolé, l'article que vous souhaitez consulter n'est plus disponible.
fr | Nous n'avons pas trouvé la page que vous recherchez.
de | Die von Ihnen gesuchte Seite existiert leider nicht mehr.
de | Leider konnten wir den gewünschten Artikel nicht finden.
de | Möglicherweise haben Sie einen veralteten Link angeklickt oder sich bei der Adresse vertippt.
it | Siamo spiacenti, la pagina che stai cercando non esiste o è stata spostata.
it | L'articolo richiesto non è più disponibile sul nostro sito.
pt | A página que procura não existe ou foi removida.
pt | Desculpe, não conseguimos encontrar a página que você está procurando.
nl | De pagina die je zoekt bestaat niet (meer) of is verplaatst.
nl | Helaas kunnen we de pagina die u zoekt niet vinden.
sv | Sidan du söker finns inte längre eller har flyttats.
sv | Vi kunde tyvärr inte hitta sidan du letade efter.
da | Den side, du leder efter, findes ikke længere.
da | Vi kan desværre ikke finde den side, du søger.
nb | Siden du leter etter finnes ikke lenger.
nb | Beklager, vi fant ikke siden du lette etter.
fi | Valitettavasti hakemaasi sivua ei löytynyt.
is | Því miður fannst síðan sem þú leitaðir að ekki.
pl | Strona, której szukasz, nie istnieje lub została przeniesiona.
pl | Przepraszamy, nie możemy znaleźć strony, której szukasz.
cs | Omlouváme se, ale požadovaná stránka nebyla nalezena.
cs | Stránka, kterou hledáte, už neexistuje.
sk | Ľutujeme, požadovaná stránka sa nenašla.
hu | Sajnáljuk, a keresett oldal nem található.
ro | Ne pare rău, pagina pe care o căutați nu există.
bg | Съжаляваме, страницата, която търсите, не съществува.
el | Λυπούμαστε, η σελίδα που ζητήσατε δεν υπάρχει.
ru | К сожалению, запрашиваемая вами страница не существует.
ru | Возможно, страница была удалена или вы ошиблись в адресе.
uk | На жаль, сторінка, яку ви шукаєте, не існує або була видалена.
sr | Жао нам је, страница коју тражите не постоји.
hr | Nažalost, stranica koju ste tražili ne postoji.
sl | Žal strani, ki jo iščete, ni mogoče najti.
sq | Na vjen keq, faqja që po kërkoni nuk ekziston.
tr | Üzgünüz, aradığınız sayfa kaldırılmış veya taşınmış olabilir.
az | Axtardığınız səhifə mövcud deyil.
ar | عفواً، الصفحة التي تبحث عنها غير موجودة أو تم حذفها.
ar | لا يمكن العثور على الصفحة التي طلبتها.
fa | متأسفانه صفحه‌ای که به دنبال آن هستید وجود ندارد.
he | הדף שחיפשת אינו קיים או שהוסר מהאתר.
hi | आप जो पेज ढूंढ रहे हैं वह मौजूद नहीं है।
bn | আপনি যে পাতাটি খুঁজছেন তা পাওয়া যায়নি।
th | ขออภัย ไม่พบหน้าที่คุณกำลังมองหา
vi | Rất tiếc, trang bạn đang tìm kiếm không tồn tại hoặc đã bị xóa.
id | Maaf, halaman yang Anda cari tidak dapat ditemukan.
ms | Maaf, halaman yang anda cari tidak wujud.
zh-Hans | 很抱歉,您访问的页面不存在或已被删除。
zh-Hant | 抱歉,您所瀏覽的網頁不存在或已被移除。
ja | 申し訳ございませんが、お探しの記事は掲載期間が終了したか、削除されました。
ja | ご指定のページは存在しないか、移動した可能性があります。
ko | 요청하신 페이지가 삭제되었거나 주소가 변경되었습니다.
ca | Ho sentim, la pàgina que busqueu no existeix.
eu | Barkatu, bilatzen ari zaren orria ez da existitzen.
gl | Sentímolo, a páxina que buscas non existe.
et | Kahjuks otsitavat lehekülge ei leitud.
lv | Diemžēl meklētā lapa nav atrasta.
lt | Atsiprašome, puslapis, kurio ieškote, neegzistuoja.
cy | Mae'n ddrwg gennym, ni ellir dod o hyd i'r dudalen.
"""

OTHER_GROUPS = """
geo | s | en | We're sorry, this website is unavailable from your location.
geo | s | en | Our European visitors are important to us, but we cannot grant access at this time due to GDPR.
geo | s | en | This video isn't available in your country.
geo | s | de | Dieser Inhalt steht in Ihrem Land leider nicht zur Verfügung.
geo | s | fr | Ce contenu n'est pas accessible depuis votre pays.
geo | s | es | Este sitio no está disponible en su región.
geo | s | it | Questo contenuto non è disponibile nella tua area geografica.
geo | s | pt | Este conteúdo não está disponível na sua região.
geo | s | ru | Этот материал недоступен в вашем регионе.
geo | s | ja | お住まいの地域ではこのコンテンツをご利用いただけません。
geo | s | zh-Hans | 抱歉,该内容在您所在的地区不可用。
geo | s | nl | Deze inhoud is niet beschikbaar in jouw land.
login | h | en | Log in to your account | Quay Courier
login | h | en | Please sign in
login | h | de | Anmelden | Hafenblatt
login | h | fr | Connexion - Le Quai
login | h | es | Iniciar sesión | El Faro
login | h | it | Accedi - La Banchina
login | h | pt | Entrar na sua conta
login | h | pl | Zaloguj się
login | h | ru | Вход на сайт
login | h | ar | تسجيل الدخول
login | h | ja | ログイン | 波止場新聞
login | h | ko | 로그인
login | h | tr | Giriş yap
login | h | sv | Logga in
login | s | en | You need to log in to view this article.
login | s | de | Bitte melden Sie sich an, um diesen Artikel zu lesen.
login | s | fr | Vous devez être connecté pour accéder à cette page.
login | s | es | Debe iniciar sesión para ver este contenido.
login | s | ru | Чтобы просмотреть эту страницу, необходимо войти.
subscribe | s | en | To keep reading, please subscribe.
subscribe | s | en | You've read all your free articles this month.
subscribe | s | en | This story is exclusively for our subscribers.
subscribe | s | de | Sie möchten weiterlesen? Jetzt Abo abschließen. Dieser Artikel ist nur für Abonnenten.
subscribe | s | fr | La suite est réservée aux abonnés.
subscribe | s | fr | Il vous reste 80% de cet article à lire.
subscribe | s | es | Contenido exclusivo para suscriptores.
subscribe | s | it | Questo articolo è riservato agli abbonati.
subscribe | s | nl | Dit artikel is alleen voor abonnees.
subscribe | s | sv | Den här artikeln är endast för prenumeranter.
subscribe | s | pl | Ten artykuł jest dostępny tylko dla prenumeratorów.
subscribe | s | pt | Conteúdo exclusivo para assinantes.
subscribe | s | ja | この記事は有料会員限定です。残り1200文字
subscribe | s | ru | Материал доступен только подписчикам.
subscribe | s | da | Artiklen er kun for abonnenter.
consent | h | en | Before you continue to Quay
consent | h | de | Mit Werbung weiterlesen oder Pur-Abo
consent | s | en | We and our partners store and/or access information on a device.
consent | s | de | Um diese Seite zu nutzen, stimmen Sie bitte der Verwendung von Cookies zu.
consent | h | fr | Le respect de votre vie privée est notre priorité
consent | h | es | Nos importa tu privacidad
consent | h | it | La tua privacy è importante per noi
consent | h | nl | Wij geven om uw privacy
consent | h | pt | A sua privacidade é importante para nós
consent | h | pl | Dbamy o Twoją prywatność
script | s | en | This site requires JavaScript to be enabled in your browser.
script | s | en | Sorry, your browser does not support JavaScript!
script | s | de | Bitte aktivieren Sie JavaScript, um diese Seite anzuzeigen.
script | s | fr | Veuillez activer JavaScript pour continuer.
script | s | es | Es necesario habilitar JavaScript para utilizar esta página.
script | s | it | Per utilizzare questo sito è necessario abilitare JavaScript.
script | s | pt | Ative o JavaScript no seu navegador.
script | s | ru | Пожалуйста, включите JavaScript в вашем браузере.
script | s | pl | Włącz obsługę JavaScript w przeglądarce.
script | s | ja | JavaScriptを有効にしてください。
script | s | zh-Hans | 请启用 JavaScript 以继续。
script | s | ko | 자바스크립트를 활성화해 주세요.
script | s | nl | Schakel JavaScript in om deze site te gebruiken.
maintenance | h | en | Site under maintenance | Quay Courier
maintenance | s | en | We are currently performing scheduled maintenance and will be back shortly.
maintenance | h | de | Wartungsarbeiten
maintenance | s | de | Unsere Website ist wegen Wartungsarbeiten vorübergehend nicht erreichbar.
maintenance | h | fr | Site en maintenance
maintenance | h | es | Sitio en mantenimiento - El Faro
maintenance | s | it | Il sito è temporaneamente in manutenzione.
maintenance | s | pt | Estamos em manutenção. Voltamos em breve.
maintenance | h | ru | Технические работы
maintenance | s | ru | На сайте ведутся технические работы.
maintenance | h | pl | Przerwa techniczna
maintenance | s | ja | ただいまメンテナンス中です。
maintenance | s | ko | 현재 시스템 점검 중입니다.
maintenance | h | tr | Site bakımda
maintenance | s | zh-Hans | 网站正在维护中,请稍后再试。
"""
