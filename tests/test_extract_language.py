"""The language of a text: at a glance where it is plain, else by the model, and the same either way."""

from __future__ import annotations

import subprocess
import sys

import pytest

from provenance.core.extract import language

ENGLISH = (
    "The ferry crews went back to work on Monday after nine days of talks with the owners, who had offered them more money and "
    "shorter hours than they had asked for. It was the longest strike that the harbour has seen since the war, and it is not "
    "known who will pay for it, the company said in a statement."
)
GERMAN = (
    "Die Besatzungen der Fähren haben am Montag nach neun Tagen wieder gearbeitet, nachdem ihnen die Eigner mehr Geld und "
    "kürzere Zeiten angeboten hatten. Es war der längste Streik im Hafen seit dem Krieg, und es ist nicht bekannt, wer für ihn "
    "bezahlen wird, teilte die Firma in einer Erklärung mit."
)
DUTCH = (
    "De bemanning van de veerboten ging maandag na negen dagen weer aan het werk, nadat de eigenaren hun meer geld en kortere "
    "werktijden hadden aangeboden. Het was de langste staking in de haven sinds de oorlog, en het is niet bekend wie ervoor "
    "zal betalen, zei het bedrijf in een verklaring."
)
AFRIKAANS = (
    "Die bemanning van die veerbote het Maandag na nege dae weer aan die werk gegaan, nadat die eienaars vir hulle meer geld en "
    "korter ure aangebied het. Dit was die langste staking in die hawe sedert die oorlog, en niemand weet wie daarvoor sal "
    "betaal nie, het die maatskappy gesê."
)
LUXEMBOURGISH = (
    "D'Besatzung vun de Fäerbooter ass e Méindeg no néng Deeg nees schaffe gaangen, nodeems d'Besëtzer hinne méi Suen an méi "
    "kuerz Aarbechtszäiten ugebueden haten. Et war de längste Streik am Hafen zënter dem Krich, an et ass net bekannt, wien "
    "dofir bezuele wäert, sot d'Firma."
)
# A standfirst in one language does not make the story one of it.
MIXED = f"{ENGLISH[:330]} {AFRIKAANS} {AFRIKAANS} {AFRIKAANS}"


@pytest.mark.parametrize(
    ("text", "code"),
    [(ENGLISH, "en"), (GERMAN, "de"), (DUTCH, "nl"), (AFRIKAANS, "af"), (LUXEMBOURGISH, "lb"), (MIXED, "af")],
    ids=["en", "de", "nl", "af", "lb", "en above af"],
)
def test_the_language_is_that_of_the_words(text: str, code: str) -> None:
    """Relatives of English and German are none of them, and of two languages the one of the most text is it."""
    found = language.detect(text)
    assert found is not None
    assert (found.value, found.method, found.quote) == (code, "text:language", text[:80])


def test_too_few_words_say_nothing() -> None:
    """A declaration is worth more than a guess from a line."""
    assert language.detect(ENGLISH[:150]) is None


@pytest.mark.parametrize(("text", "brings"), [(ENGLISH, False), (GERMAN, False), (DUTCH, True)], ids=["en", "de", "nl"])
def test_a_plain_text_does_not_bring_the_model(text: str, brings: bool) -> None:
    """To load it takes longer than all else that `read` does with a page."""
    told = (
        "import sys; from provenance.core.extract import language; "
        f"language.detect({text!r}); print('py3langid' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == str(brings)
