"""What a page says of itself: the wordings of the table, wordings it has not, and headlines that only look like them."""

from __future__ import annotations

import re
import subprocess
import sys
import unicodedata
from collections.abc import Callable, Iterator, Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.core import tables
from provenance.core.phrases import LOOKED_AT, WORDS, as_heading, as_written, in_text, normal
from tests import phrases_material
from tests.bench import phrase_words

GROUPS = ("not_found", "geo", "login", "subscribe", "consent", "script", "maintenance", "legal", "robot")

# Titles of articles, invented, that share words with pages of error.
HEADLINES = """
Police: missing girl not found after three days
Lost and found
404 Media raises two million from its readers
Error in judgment
Page found in attic is by Bach
Nothing to see here, says mayor
Der Fehler 404 wird 30
Sorry seems to be the hardest word
How we redesigned our 404 page
404: The story of an error
Page not found – Why the web forgets
Page not found – Eleven editors tell of the pages they lost and of the readers who wrote in
404: a history of the web's most famous error
Error 404: Democracy Not Found
404 - Democracy Not Found
Page not found: how newspapers lose their archives
Why "page not found" still haunts the web
The page that was not found in the archive
Missing page of Darwin notebook found after 20 years
Article 50 no longer available as option, says minister
The article that does not exist: inside a hoax
Story of the year
This story has been updated
Content removed from platform after complaint
Weapon not found, police say
Body not found in river search
Not found guilty: the trial that changed a town
Oops! Mayor reads out wrong speech
Oops: council pays same bill twice
Sorry, we're closed: the end of the corner shop
Unavailable for comment
Nothing found on Mars, probe confirms
The lost pages of a diary
Gone with the wind returns to cinemas
Error rates fall in new census
Error 404 at the ministry: website fails on deadline day
The 404 bus returns to the quay
Highway 404 closed after crash
Room 404
Peugeot 404: a car for the desert
Flight 404 lands safely
Dead link between two murders, detectives say
Broken link in the supply chain
Expired visas: thousands wait
Website for missing children launched
Document not found among seized files, court told
Page 3 is no more
Log in: how foresters measure timber
Sign in the window says it all
Maintenance of bridges neglected for decades
We value your privacy, says company after leak
Subscribe to nothing: life without subscriptions
La página perdida de Cervantes aparece en Sevilla
No encontrado: el poeta que nunca volvió
El artículo 155 ya no existe en el debate
Error 404: la historia de un número
Lo sentimos, no hay vacunas
La noticia que no fue
No se encontró el arma del crimen
L'article 49.3 n'est plus disponible pour le gouvernement
La page se tourne au club de football
Introuvable depuis trois jours, le randonneur a été sauvé
Erreur 404 : pourquoi ce chiffre ?
Désolé, je ne parle pas allemand
Eine neue Seite aufgeschlagen
Vermisster Wanderer nicht gefunden
Die Seite eins des Tages
Leider nein: Verein verpasst Aufstieg
Artikel 13 verschoben
Fehler im System
Hoppla, Herr Minister!
Non trovato il corpo del pescatore
La pagina più bella del ciclismo
Scusate il ritardo
Página virada: clube muda de treinador
Não foi encontrado o corpo do pescador
Niet gevonden: de schat van Terschelling
De pagina die Anne Frank dichtplakte
Sidan 4: så minns vi flickan
Страница истории: не найден ответ
Пропавший рыбак не найден
Ошибка стоила клубу победы
Сторінка історії міста
Nie znaleziono ciała nurka
Strona internetowa gminy działa znowu
الصفحة الأخيرة من كتاب مفقود
لم يتم العثور على ناجين من الغرق
خطأ فادح في المباراة
صفحه تازه در روابط دو کشور
کودک گمشده پیدا نشد اما جستجو ادامه دارد
העמוד האחרון ביומן שנמצא
לא נמצאו ניצולים בהתרסקות
失踪男孩三天后仍未找到
404航班安全降落
页面设计大赛在上海举行
找不到工作的年轻人
行方不明の少女、三日たっても見つからず
ページをめくる楽しみ
記事が消えた日
실종된 소녀 사흘째 찾지 못해
404호의 비밀
Kayıp kız üç gündür bulunamadı
Trang sách cũ không tìm thấy chủ nhân
Halaman rumah itu tidak lagi hijau
Η σελίδα του ημερολογίου που δεν βρέθηκε ποτέ στο αρχείο
पृष्ठ पलटते ही इतिहास बदल गया
লাপাত্তা কিশোরী তিন দিনেও পাওয়া যায়নি
"""

# Sentences of articles, invented; none speaks of the page it stands on.
ARTICLES = """
The old configuration format has been removed and the flag is no longer available.
Removed: the deprecated endpoint. Fixed: error 404 on the upload page.
A spokesman said that the page had been found in the attic and would be shown in spring.
The search turned up nothing, and the girl was not found until Thursday.
Readers who followed the story know that the minister never apologised.
The museum's website was down for a day, and visitors saw an error.
He turned the page, and there was nothing there.
The article, published in 1998, has never been corrected.
The document was not found among the papers, the court heard.
The newspaper removed the article after a complaint, and its editor apologised.
The designer drew a new error page with a picture of a lost dog for the harbour museum.
The link between the two cases could not be proven, the judge said.
The address the police searched turned out to be empty.
The story may have been invented, but it is still told on the quay.
Content moderators said the video was taken down within an hour.
They could not find the page on which the captain had signed.
The law says content must be removed within a day, and no longer within a week.
Der Artikel wurde 1998 veröffentlicht und später in einem Buch nachgedruckt.
Die Seite des Tagebuchs wurde erst im Frühjahr gefunden.
Die Polizei konnte das Mädchen nicht finden, die Suche geht weiter.
L'article de loi a été supprimé par le Sénat la semaine dernière.
La page du journal intime a été retrouvée dans le grenier.
El artículo de la ley fue eliminado por el Senado.
La página del diario apareció en el desván de la casa.
La pagina del diario è stata trovata in soffitta.
A página do diário foi encontrada no sótão.
De pagina uit het dagboek werd op zolder gevonden.
Страница дневника была найдена на чердаке, сообщил музей.
Статья закона была удалена депутатами во втором чтении.
عثر الباحثون على صفحة من المخطوطة في المتحف ولم تنشر من قبل.
صفحه‌ای از دفتر خاطرات در موزه پیدا شد.
研究人员在阁楼里找到了日记的一页,该文章将于春季发表。
日記のページが屋根裏で見つかり、春に公開される。
일기의 한 쪽이 다락에서 발견되어 봄에 공개된다.
Dziennik znaleziono na strychu, a jego strona trafi do muzeum.
Günlüğün bir sayfası tavan arasında bulundu ve müzeye verildi.
"""


def lines(block: str) -> list[str]:
    """The lines of a block of text."""
    return block.strip().splitlines()


def wordings(row: Mapping[str, str]) -> Iterator[str]:
    """Wordings of a row in which each choice is taken once, the others as they come first."""
    parts = [
        choice.split("|") if choice else [plain]
        for choice, plain in re.findall(r"\{([^}]*)\}|([^{}]+)", row["phrase"].replace("*", " "))
    ]
    for number, part in enumerate(parts):
        for choice in part:
            yield "".join([each[0] for each in parts[:number]] + [choice] + [each[0] for each in parts[number + 1 :]])


def spoken(text: str) -> str:
    """The letters and digits of a text in normal form."""
    return "".join(re.findall(r"[^\W_]+", normal(text)))


def test_the_table_is_well_formed() -> None:
    """Known groups and strengths, a language and a source in every row, braces that close, no row twice."""
    rows = tables.rows("phrases.csv")
    assert {row["group"] for row in rows} == set(GROUPS)
    assert {row["strength"] for row in rows} == {"title", "bare", "filler", "sentence"}
    assert all(re.fullmatch(r"[a-z]{2,3}(-[A-Z][a-z]{3})?", row["language"]) and row["note"] for row in rows)
    assert all(re.fullmatch(r"(?:\{[^{}]+\}|[^{}|]+)+", row["phrase"]) for row in rows)
    keys = [(row["group"], row["strength"], row["phrase"]) for row in rows]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("group", GROUPS)
def test_every_wording_of_the_table_is_found(group: str) -> None:
    """A sentence in the midst of a text, from its first word on; a title or a bare wording as a heading."""
    missed = []
    for row in tables.rows("phrases.csv"):
        for wording in wordings(row) if row["group"] == group else ():
            if row["strength"] == "sentence":
                found = in_text(f"Xx. {wording}. Xx", group)
                if not found or not spoken(found[0].text).startswith(spoken(wording)):
                    missed.append(wording)
            elif row["strength"] != "filler" and as_heading(wording, group) is None:
                missed.append(wording)
    assert missed == []


@pytest.mark.parametrize(
    "spelled",
    [
        str.upper,
        lambda text: unicodedata.normalize("NFD", text),
        lambda text: "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in text),
        lambda text: text.replace("'", "\u2019").replace(" ", "\u00a0 "),
        "\u00ad".join,
        lambda text: text.replace("\u064a", "\u06cc").replace("\u0643", "\u06a9").replace("\u0627", "\u0627\u0640"),
        lambda text: "".join(f"{sign}\u05b0" if "\u05d0" <= sign <= "\u05ea" else sign for sign in text),
    ],
    ids=["upper case", "decomposed", "wide", "apostrophes and spaces", "soft hyphens", "Persian letters", "points"],
)
def test_spelling_does_not_matter(spelled: Callable[[str], str]) -> None:
    """Case, composition, width, invisible signs and optional marks leave a wording what it is."""
    for row in tables.rows("phrases.csv"):
        wording = next(wordings(row))
        if row["group"] == "not_found" and row["strength"] == "sentence":
            assert in_text(spelled(f"Xx. {wording}. Xx")), (row["language"], wording)


@pytest.mark.parametrize(
    "same",
    [
        (
            "\u06cc\u0627\u0641\u062a\u200c\u0646\u0634\u062f",
            "\u064a\u0627\u0641\u062a \u0646\u0634\u062f",
            "\u06cc\u0627\u0641\u062a\u0646\u0634\u062f",
        ),
        (
            "\u0627\u0644\u0635\u0641\u062d\u0629",
            "\u0627\u0644\u0635\u0640\u0641\u062d\u0647",
            "\u0627\u0644\u0635\u064e\u0641\u062d\u0629",
        ),
        ("Página  no\tencontrada", "PAGINA NO ENCONTRADA", "pa\u0301gina no encontrada"),
        ("can\u2019t", "can't", "can\u00b4t", "CAN`T"),
        ("找不到 網頁", "找不到網頁", "找不到\u3000網頁"),
        ("Hata 404", "hata ٤٠٤", "hata ４０４"),
        ("\u05d4\u05d3\u05e3", "\u05d4\u05b7\u05d3\u05bc\u05b7\u05e3"),
        ("İstenen", "istenen", "ıstenen"),
        ("ё", "е", "е\u0301"),
    ],
)
def test_normal_makes_spellings_equal(same: tuple[str, ...]) -> None:
    """One form for each group of spellings."""
    assert len({normal(each) for each in same}) == 1


def test_normal_keeps_letters_apart() -> None:
    """Letters that a reader takes for others stay others."""
    assert normal("й") != normal("и")
    assert normal("が") != normal("か")
    assert normal("ї") != normal("і")


@given(st.text())
def test_normal_is_idempotent(text: str) -> None:
    """A second time changes nothing, and no text makes anything fail."""
    once = normal(text)
    assert normal(once) == once
    as_heading(text)
    in_text(text)


def test_normal_is_idempotent_for_every_letter() -> None:
    """Each letter and mark alone, and between letters that could join over it; but for the long plain blocks."""
    for code in (*range(0x3400), *range(0xA000, 0xAC00), *range(0xF900, 0x11000), *range(0x1D000, 0x1F200)):
        for text in (chr(code), f"\u09c7{chr(code)}\u09be"):
            once = normal(text)
            assert normal(once) == once, hex(code)


@pytest.mark.parametrize(
    "title",
    [
        "404",
        "Error 404",
        "Not Found",
        "Oops!",
        "Page not found | Quay Courier",
        "404 - Seite nicht gefunden",
        "Página no encontrada — El Faro",
        "Quay Courier: Error 404 (Not Found)!!1",
        "404 | Quay Courier",
        "404 — harbour.example",
        "404. That\u2019s an error.",
        "404-页面不存在_码头日报",
        "Page Not Found: /news/1.html",
        "Page not found \u2013 Quay Courier \u2013 News from the harbour",
        "Sorry, the page you were looking for in this blog does not exist.",
        "\U0001f61e Page not found",
    ],
)
def test_a_heading_may_have_more_than_the_wording(title: str) -> None:
    """Numbers, exclamations, apologies, pictures and the name of the site do not hide what a heading says."""
    assert as_heading(title) is not None


@pytest.mark.parametrize("title", lines(HEADLINES))
def test_a_headline_is_no_wording(title: str) -> None:
    """Not alone and not beside the name of a site."""
    for text in (title, f"{title} | Quay Courier", f"{title} - Quay Courier"):
        assert [as_heading(text, group) for group in GROUPS] == [None] * len(GROUPS)


@pytest.mark.parametrize("text", lines(ARTICLES))
def test_an_article_does_not_speak_of_itself(text: str) -> None:
    """Sentences about pages, articles and things that are gone."""
    assert [in_text(text, group) for group in GROUPS] == [()] * len(GROUPS)


def test_wordings_that_the_table_was_not_made_from() -> None:
    """Nine in ten at least of what was written down before the table, in 45 languages."""
    headings = [line.split(" | ", 1)[1] for line in lines(phrases_material.HEADINGS)]
    sentences = [line.split(" | ", 1)[1] for line in lines(phrases_material.SENTENCES)]
    others = [line.split(" | ", 3) for line in lines(phrases_material.OTHER_GROUPS)]
    missed = [text for text in headings if as_heading(text) is None]
    missed += [text for text in sentences if not in_text(text)]
    missed += [text for group, kind, _, text in others if not (as_heading if kind == "h" else in_text)(text, group)]
    assert len(missed) * 10 <= len(headings) + len(sentences) + len(others), missed


def test_phrases_come_in_order_of_place() -> None:
    """Also where a text has two scripts; and only the beginning of a text is looked at."""
    chinese, english = "您访问的页面不存在。", "This page does not exist anymore. "
    languages = [phrase.language for phrase in in_text(f"{english}{chinese}{english}")]
    assert languages == ["en", "zh-Hans", "en"]
    assert in_text("x " * (LOOKED_AT // 2) + english) == ()


def test_what_was_found_is_named() -> None:
    """The group, the language, and the words themselves."""
    found = as_heading("404 | Seite nicht gefunden | Hafenblatt")
    assert found is not None
    assert (found.group, found.language, found.strength, found.text) == (
        "not_found",
        "de",
        "title",
        "seite nicht gefunden",
    )


def test_words_are_whole_words() -> None:
    """A wording does not begin or end within a word, where the script has words, nor run over the end of a sentence."""
    assert in_text("The page you requested could not be found.")
    assert in_text("The webpages you requested could not be founded.") == ()
    assert in_text("The page you requested. It could not be found.") == ()


def test_an_unknown_group_is_named() -> None:
    """The error says what was given and what there is."""
    with pytest.raises(ValueError, match=r"'nothing' was given .* maintenance, not_found"):
        in_text("x", "nothing")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Ach! Die gewünschte Seite wurde leider nicht gefunden.", "gewünschte Seite wurde leider"),
        ("عذراً، الصفحة التي تبحث عنها غير موجودة.", "الصفحة التي تبحث عنها غير موجودة"),
        ("صفحه‌ای که به دنبال آن هستید وجود ندارد.", "صفحه‌ای که به دنبال آن هستید وجود ندارد"),
        ("お探しのページは見つかりませんでした。", "お探しのページは見つかりません"),
    ],
)
def test_words_are_shown_as_they_stand(text: str, shown: str) -> None:
    """What was found is shown with its own letters, not with those in which it was compared."""
    assert as_written(text, in_text(text)[0]) == shown


def test_the_words_are_those_of_the_table() -> None:
    """A title that begins otherwise is looked at no further, so that a run over one link needs no index."""
    assert tables.text(WORDS).splitlines() == [*phrase_words.lines()], (
        "data/phrases.csv was changed: run python -m tests.bench.phrase_words"
    )


def test_an_ordinary_title_makes_no_index() -> None:
    told = (
        "from provenance.core import phrases, tables\n"
        "print(phrases.as_heading('Harbour board keeps the old ferry | The Quayside Courier'), phrases._matcher.cache_info()[1])\n"
        "print(phrases.as_heading('Page not found | The Quayside Courier').strength, phrases._matcher.cache_info()[1])"
    )
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["None", "0", "title", "1"]
