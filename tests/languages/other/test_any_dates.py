"""Dates of any language: what CLDR writes is found whole, and no month is ever invented."""

from __future__ import annotations

import datetime as dt

import pytest
from babel.dates import format_date
from hypothesis import given
from hypothesis import strategies as st

from summarizer.documents.normalising import view_of
from summarizer.languages import find

pytestmark = pytest.mark.slow  # many runs or waits: a second and more a test under load

LOCALES = "de fr es it pt nl pl ru sv cs da no fi hu uk ro tr el ja vi id".split()
DATES = st.dates(dt.date(2000, 1, 1), dt.date(2099, 12, 31))


def dates(text: str, code: str) -> list[tuple[str, int | None]]:
    view = view_of(text)
    return [(view[d.start : d.end], d.year) for d in find(code).find_dates(view, 0, len(view))]


@pytest.mark.parametrize("locale", LOCALES)
@given(day=DATES, form=st.sampled_from(["long", "medium", "MMMM y"]))
def test_what_cldr_writes_is_one_date(locale: str, day: dt.date, form: str) -> None:
    """One mention, of that year; at most the full stop or word behind the year stays outside."""
    written = view_of(format_date(day, form, locale=locale))
    ((found, year),) = dates(f"x {written} y", locale)
    assert year == day.year
    assert found in written
    assert len(found) >= len(written) - 6


@pytest.mark.parametrize("code", ["de", "fr", "es", "it", "pt", "nl", "pl", "ru"])
@given(
    words=st.lists(st.sampled_from("marzipan maisons avrilla junior октябрята septiembres dezember mars mai".split()))
)
def test_a_word_without_a_day_a_year_or_a_by_is_no_month(code: str, words: list[str]) -> None:
    """Marzipan is no March, and mars may be a planet: a month needs a day, a year or a word of by when beside it."""
    assert dates(" ".join(words), code) == []


@pytest.mark.parametrize(
    ("code", "text", "expected", "year"),
    [
        ("de", "bis Ende 2027 fertig", "Ende 2027", 2027),
        ("de", "bis zum 31. Dezember 2026.", "31. Dezember 2026", 2026),
        ("de", "im 2. Quartal 2026", "2. Quartal 2026", 2026),
        ("de", "im dritten Quartal des Jahres", "dritten Quartal", None),
        ("de", "bis 2030", "2030", 2030),
        ("de", "im Schuljahr 2026/27", "Schuljahr 2026/27", 2026),
        ("de", "Anfang März 2027 beginnt", "Anfang März 2027", 2027),
        ("de", "am 31.12.2026", "31.12.2026", 2026),
        ("de", "ab Q3 2026", "Q3 2026", 2026),
        ("de", "bis Juni liegt es vor", "Juni", None),
        ("fr", "d'ici fin 2027", "fin 2027", 2027),
        ("fr", "au T3 2026", "T3 2026", 2026),
        ("fr", "avant la fin de l'année 2028", "la fin de l'année 2028", 2028),
        ("fr", "au premier trimestre 2027", "premier trimestre 2027", 2027),
        ("fr", "le 1er septembre 2026", "1er septembre 2026", 2026),
        ("fr", "à l'automne 2026", "automne 2026", 2026),
        ("es", "en el segundo trimestre de 2026", "segundo trimestre de 2026", 2026),
        ("es", "a finales de 2027", "finales de 2027", 2027),
        ("es", "antes del 30 de junio de 2028", "30 de junio de 2028", 2028),
        ("es", "en la primavera de 2027", "primavera de 2027", 2027),
        ("it", "entro la fine del 2027", "la fine del 2027", 2027),
        ("it", "nel primo trimestre 2027", "primo trimestre 2027", 2027),
        ("pt", "até ao final de 2028", "final de 2028", 2028),
        ("nl", "voor eind 2027", "eind 2027", 2027),
        ("pl", "do końca 2027 roku", "końca 2027 roku", 2027),
        ("pl", "w marcu 2027 r.", "marcu 2027 r.", 2027),
        ("pl", "w III kwartale 2026", "III kwartale 2026", 2026),
        ("ru", "до конца 2027 года", "конца 2027 года", 2027),
        ("ru", "во втором квартале 2026 года", "втором квартале 2026 года", 2026),
        ("sv", "senast i slutet av 2027", "slutet av 2027", 2027),
        ("ja", "2027年3月までに", "2027年3月", 2027),
    ],
)
def test_dates_are_found_with_their_words(code: str, text: str, expected: str, year: int | None) -> None:
    assert dates(text, code) == [(expected, year)]


@pytest.mark.parametrize(
    ("code", "text"), [("de", "ab Mai 2026"), ("fr", "à partir de mai 2026"), ("es", "desde mayo de 2026")]
)
def test_what_says_from_when_is_told(code: str, text: str) -> None:
    (found,) = find(code).find_dates(text, 0, len(text))
    assert found.begins


@pytest.mark.parametrize(
    ("code", "text"),
    [("de", "2030 €"), ("de", "rund 2.030 Wohnungen"), ("fr", "2 030 logements"), ("es", "2026,5 toneladas")],
)
def test_an_amount_of_four_digits_is_no_year(code: str, text: str) -> None:
    assert dates(text, code) == []
