"""Plans in German, French and Spanish, written for these tests: what a reader sees stands where it is found."""

from __future__ import annotations

import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer import Settings, summarize
from summarizer.documents import from_text
from summarizer.languages import find
from summarizer.structure import outline

FOLDER = Path(__file__).parent / "plans"
CODES = ["de", "fr", "es"]
PLANS = {code: (FOLDER / f"{code}.txt").read_text(encoding="utf-8") for code in CODES}

# One sentence or two a language, of what plans say, in words of this project.
SAMPLES = {
    "it": "Il comune costruirà due scuole entro il 2028. Vogliamo che ogni bambino trovi un posto vicino a casa.",
    "pt": "A câmara vai construir três escolas até ao final de 2028. Queremos que as crianças tenham um lugar.",
    "nl": "De gemeente bouwt voor 2030 drie scholen. Wij willen dat elk kind een plek dicht bij huis krijgt.",
    "pl": "Miasto wybuduje do 2030 roku trzy nowe szkoły. Chcemy, aby każde dziecko miało miejsce blisko domu.",
    "ru": "Город построит до 2030 года три новые школы. Мы хотим, чтобы каждый ребёнок получил место в саду.",
    "uk": "Місто збудує до 2030 року три нові школи. Ми хочемо, щоб кожна дитина мала місце в дитячому садку.",
    "sv": "Staden ska bygga tre nya skolor till 2030. Vi vill att varje barn får en plats nära hemmet.",
    "da": "Kommunen vil bygge tre nye skoler inden 2030. Vi ønsker, at hvert barn får en plads tæt på hjemmet.",
    "fi": "Kaupunki rakentaa kolme koulua vuoteen 2030 mennessä. Haluamme, että jokainen lapsi saa paikan.",
    "cs": "Město postaví do roku 2030 tři nové školy. Chceme, aby každé dítě mělo místo ve školce blízko domova.",
    "hu": "A város 2030-ig három új iskolát épít. Azt akarjuk, hogy minden gyermek helyet kapjon az óvodában.",
    "ro": "Orașul va construi până în 2030 trei școli noi. Vrem ca fiecare copil să aibă un loc aproape de casă.",
    "tr": "Belediye 2030 yılına kadar üç yeni okul yapacak. Her çocuk için evine yakın bir yer bulmak istiyoruz.",
    "el": "Ο δήμος θα χτίσει τρία νέα σχολεία έως το 2030.",
    "ja": "市は2030年までに学校を三校つくり、子どもたちの居場所をふやします。",
    "ko": "시는 2030년까지 학교 세 곳을 새로 짓고 아이들의 자리를 늘린다.",
    "ar": "ستبني المدينة ثلاث مدارس جديدة بحلول عام 2030. نريد أن يجد كل طفل مكانا قريبا من البيت.",
}  # fmt: skip


@pytest.mark.parametrize(("code", "text"), [*SAMPLES.items(), *PLANS.items()], ids=[*SAMPLES, *PLANS])
def test_a_language_is_told_by_its_commonest_words_or_its_script(code: str, text: str) -> None:
    assert from_text(text, "x.txt").language == code


@pytest.mark.parametrize(
    "text",
    [
        "Ziele 2026", "12 345 67,8 %\n3 4 5", "Müller Schmidt Meyer Becker Hoffmann Schulz Wagner Koch Bauer Richter",
        "提升服务质量 Ziel der Stadt ist es, dass wir das schaffen 建设学校九所 推进教育改革 优化营商环境 die Stadt",
    ],
)  # fmt: skip
def test_short_texts_names_and_mixtures_are_in_no_other_language(text: str) -> None:
    """They stay with the pack that reads what is in none."""
    assert from_text(text, "x.txt").language in {"und", "zh"}


@pytest.mark.parametrize("code", CODES)
def test_a_plan_has_its_headings(code: str) -> None:
    """By number, by name (Ziel 1:), by being set apart; the goals stand under their chapter."""
    titles = {
        "de": ["Vorwort", "Vision", "Handlungsfelder", "Bezahlbares Wohnen", "Kühle Schulhöfe", "Sauberer Verkehr",
               "Bilanz"],
        "fr": ["Introduction", "Notre vision", "Nos axes", "La petite enfance", "Une ville plus verte",
               "Se déplacer autrement", "Suivi"],
        "es": ["Presentación", "Visión", "Objetivos", "Vivienda para todos", "Una ciudad más verde", "Movilidad",
               "Seguimiento"],
    }  # fmt: skip
    document = from_text(PLANS[code], "plan.txt")
    found = outline(document)
    assert [document.text[h.start : h.end] for h in found.headings] == titles[code]
    assert [h.level for h in found.headings] == [1, 1, 1, 2, 2, 2, 1]
    assert [h.role for h in found.headings[:2]] == ["background", "overall"]
    assert document.metadata.title == PLANS[code].splitlines()[0]
    assert document.metadata.period == {"fr": "2026-2029"}.get(code, "2026-2030")


SENTENCES = {
    "de": ["Die Miete stieg z. B. im Norden um 12,5 %", "bis zum 3. Quartal 2027 fünfundzwanzig Schulhöfe entsiegeln",
           "2.400 Bäume pflanzen, d. h. etwa 100 je Schule",
           "Das Wohnungsamt prüft ab dem 1. Juli 2026 alle leer stehenden Gebäude"],
    "fr": ["Elle consacrera au moins 3,2 millions d'euros à la rénovation des écoles, p. ex. à l'isolation des toits",
           "planter 1 500 arbres avant le 31 mars 2028"],
    "es": ["plantar 3.000 árboles antes del 31 de diciembre de 2027",
           "El Sr. alcalde informará al pleno cada año; el art. 7 del reglamento será de aplicación"],
}  # fmt: skip


@pytest.mark.parametrize("code", CODES)
def test_a_plan_has_its_sentences(code: str) -> None:
    """Full stops of abbreviations and ordinals end none; bullets are left out; each stands where it says."""
    document = from_text(PLANS[code], "plan.txt")
    found = outline(document).sentences
    shown = [document.text[s.start : s.end] for s in found]
    assert set(SENTENCES[code]) <= {text.replace("\u00a0", " ") for text in shown}
    assert all(a.stop <= b.start for a, b in pairwise(found))
    assert len(shown) == {"de": 16, "fr": 13, "es": 13}[code]


def test_who_is_responsible_is_a_tag() -> None:
    for code, tag in (("de", "Amt für Liegenschaften"), ("fr", "Mme Arnaud"), ("es", "Área de Urbanismo")):
        document = from_text(PLANS[code], "plan.txt")
        (tagged,) = [s for s in outline(document).sentences if s.tags]
        assert tag in document.text[slice(*tagged.tags[0])]
        assert tag not in document.text[tagged.start : tagged.end]


QUANTITIES = {
    "de": "48300 Menschen|1150 -|5 Jahre|12.5 %|1200 Wohnungen|40 %|12500000 €|25 Schulhöfe|2400 Bäume|100 -|8 %|20 %"
    "|0.5 times|30 Busse|10 Minuten|1500000 Tonnen",
    "fr": "23400 habitants|3 écoles|62.5 %|10 minutes|25 places|3200000 euros|1500 arbres|20 %|50 %|15 %|12 kilomètres"
    "|10 minutes|2 times|12 pages",
    "es": "31200 habitantes|18.5 %|450 viviendas|2400000 euros|3000 árboles|9 %|14 %|10 puntos porcentuales"
    "|35 kilómetros|10 minutos|2 times",
}
DATES = {
    "de": "Jahr 2024|Ende 2028|1. Juli 2026|3. Quartal 2027|2030|Frühjahr 2027|31. Dezember 2030|15. März",
    "fr": "2024|fin 2027|T3 2026|31 mars 2028|deuxième semestre 2029|1er janvier 2027|2029|juin",
    "es": "2024|finales de 2028|segundo trimestre de 2026|31 de diciembre de 2027|enero de 2027|2030",
}


@pytest.mark.parametrize("code", CODES)
def test_a_plan_has_its_quantities_and_dates(code: str) -> None:
    """All of the page, in order, and nothing else: no article of a law, no line of a bus, no year."""
    document, pack = from_text(PLANS[code], "plan.txt"), find(code)
    scanner, view = pack.scanner(()), document.view
    places = [(s.start, s.end) for s in outline(document).sentences]
    found = [m for place in places for m in scanner.scan(view, *place)]
    assert [f"{m.value.normalize():f} {m.unit or '-'}" for m in found] == QUANTITIES[code].split("|")
    assert [view[d.start : d.end] for place in places for d in pack.find_dates(view, *place)] == DATES[code].split("|")


@pytest.mark.parametrize("code", CODES)
def test_a_plan_without_rules_says_so(code: str) -> None:
    """An honest notice, which names the way to have it read, instead of silence."""
    summary = summarize(from_text(PLANS[code], "plan.txt"), Settings(engine="rules"))
    (notice,) = summary.notices
    assert (summary.items(), notice.code) == ([], "not-chinese")
    assert "--endpoint" in notice.message
    assert {"de": "Deutsch", "fr": "français", "es": "español"}[code] in notice.message


@pytest.mark.parametrize("code", ["de", "fr", "pl", "ja", "ar", "th", "xx"])
@given(text=st.text(alphabet="abÄ1. ,:;-#*()年\n|3Z", max_size=120))
def test_no_text_breaks_the_outline(code: str, text: str) -> None:
    """Cuts stand in order inside the line, whatever it holds."""
    at = 0
    for cut in find(code).sentences.cut(text, 0, len(text)):
        assert at <= cut.start < cut.end <= cut.stop <= len(text)
        at = cut.stop


@pytest.mark.slow
def test_a_chinese_run_and_a_help_page_load_nothing_of_it() -> None:
    """What other languages need costs only those who read them."""
    program = (
        "import sys, summarizer; from summarizer.cli import summarize_main\n"
        "plan = summarizer.Document.from_text('一、加强学校建设\\n新建学校80所。', 'x')\n"
        "summarizer.summarize(plan, summarizer.Settings(engine='rules'))\n"
        "sys.argv = ['summarize', '--help']\n"
        "try: summarize_main()\n"
        "except SystemExit: pass\n"
        "names = {'summarizer.languages.other', 'text_to_num', 'stopwordsiso', 'babel', 'sentencex'}\n"
        "assert not names & set(sys.modules), names & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program], check=True, capture_output=True)
