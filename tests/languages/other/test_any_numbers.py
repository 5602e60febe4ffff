"""Numbers of any language: what CLDR writes is read back, and what only names something is none."""

from __future__ import annotations

from decimal import Decimal

import pytest
from babel.numbers import format_compact_decimal, format_decimal
from hypothesis import given
from hypothesis import strategies as st

from summarizer.documents.normalising import view_of
from summarizer.languages import find

LOCALES = "de_DE fr_FR fr_CA es_ES it_IT pt_BR pt_PT nl_NL pl_PL ru_RU sv_SE cs_CZ da_DK fi_FI tr_TR hi_IN".split()
VALUES = st.decimals(min_value=0, max_value=10**9, places=2).map(lambda value: Decimal(f"{value.normalize():f}"))


def read(text: str, code: str) -> list[tuple[str, str | None, str | None, str | None]]:
    """Comparator, value, upper value and unit of each quantity."""
    view = view_of(text)
    return [
        (m.comparator, _plain(m.value), _plain(m.value_max), m.unit)
        for m in find(code).scanner(()).scan(view, 0, len(view))
    ]


def _plain(value: Decimal | None) -> str | None:
    return None if value is None else f"{value.normalize():f}"


@pytest.mark.parametrize("locale", LOCALES)
@given(value=VALUES)
def test_what_cldr_writes_is_read_back(locale: str, value: Decimal) -> None:
    """The law that keeps 1.234 and 1,234 apart: alone, and in a sentence with its unit."""
    written, code = view_of(format_decimal(value, locale=locale)), locale[:2]
    assert find(code).parse_number(written) == value
    sentence = f"x {written} %"
    (found,) = find(code).scanner(()).scan(sentence, 0, len(sentence))
    assert (found.value, found.unit) == (value, "%")
    assert sentence[found.number_start : found.number_end] == written


@pytest.mark.parametrize("locale", LOCALES)
@given(value=st.integers(1, 9999), power=st.sampled_from([3, 6, 9]))
def test_magnitudes_of_cldr_are_read_back(locale: str, value: int, power: int) -> None:
    """Millionen, milliards, тыс.: what was written, or nothing where it is short and countries differ (3 bi)."""
    amount = value * 10**power
    for style in ("long", "short"):
        written = view_of(format_compact_decimal(amount, format_type=style, locale=locale, fraction_digits=6))
        word = written.lstrip("0123456789.,' ’").strip(".")
        if len(word) > 1:  # a letter alone may be a unit: 5 m
            read_back = find(locale[:2]).parse_number(written)
            assert read_back == amount or (read_back is None and style == "short"), written


@given(value=st.integers(1000, 10**9))
def test_a_text_shows_which_sign_its_country_writes(value: int) -> None:
    """1,234 of Mexico: one number of the text that nobody can mistake says how the others are meant."""
    written = format_decimal(value, locale="es_MX")
    text = f"La meta es {written} viviendas. El avance es de 12.5 %."
    first, second = find("es").scanner(()).scan(text, 0, len(text))
    assert (first.value, second.value) == (value, Decimal("12.5"))


@pytest.mark.parametrize("code", ["de", "fr", "es", "pl", "ru", "ja", "xx"])
@given(text=st.text(alphabet="0123456789.,' %€-XabMio千万年", max_size=40))
def test_no_text_breaks_the_scanner(code: str, text: str) -> None:
    """Whatever stands there: mentions in order and disjoint, and values of the digits that are written."""
    at = 0
    for found in find(code).scanner(()).scan(text, 0, len(text)):
        assert at <= found.start <= found.number_start < found.number_end <= found.end <= len(text)
        at = found.end
        if found.value is not None and found.script == "arabic":
            shown = [char for char in text[found.number_start : found.number_end] if char.isdigit()]
            assert set(f"{found.value:f}") <= {*shown, ".", "0"}


@pytest.mark.parametrize(
    ("code", "text", "expected"),
    [
        ("de", "mindestens 1.250 neue Wohnungen", (">=", "1250", None, "Wohnungen")),
        ("de", "bis zu 3,5 Mio. € für die Sanierung", ("<=", "3500000", None, "€")),
        ("de", "zwölf bezahlbare, barrierefreie Wohnungen", ("=", "12", None, "Wohnungen")),
        ("de", "um 2,5 Prozentpunkte", ("=", "2.5", None, "Prozentpunkte")),
        ("de", "5 bis 7 Mrd. Euro", ("range", "5000000000", "7000000000", "Euro")),
        ("de", "8 km Radwege", ("=", "8", None, "km")),
        ("de", "die Unfälle halbieren", ("=", "0.5", None, "times")),
        ("de", "1'250'000.50 CHF", ("=", "1250000.5", None, "CHF")),
        ("fr", "environ 1 250 logements neufs", ("~", "1250", None, "logements")),
        ("fr", "2,4 milliards d'euros", ("=", "2400000000", None, "euros")),
        ("fr", "jusqu'à 15 M€ de travaux", ("<=", "15000000", None, "€")),
        ("fr", "quatre-vingt-dix nouvelles classes", ("=", "90", None, "classes")),
        ("fr", "entre 10 et 12 points de pourcentage", ("range", "10", "12", "points de pourcentage")),
        ("fr", "300 places ou plus", (">=", "300", None, "places")),
        ("es", "no menos de 2.500 árboles", (">=", "2500", None, "árboles")),
        ("es", "veinticinco mil toneladas", ("=", "25000", None, "toneladas")),
        ("es", "12 millones de dólares", ("=", "12000000", None, "dólares")),
        ("es", "la mitad de los vehículos", ("=", "50", None, "%")),
        ("it", "almeno 1.200 alloggi", (">=", "1200", None, "alloggi")),
        ("it", "trentadue nuove aule", ("=", "32", None, "aule")),
        ("pt", "até 40 mil famílias", ("<=", "40000", None, "famílias")),
        ("pt", "3,2 milhões de reais", ("=", "3200000", None, "reais")),
        ("nl", "ten minste 1.400 betaalbare woningen", (">=", "1400", None, "woningen")),
        ("nl", "zestien laadpalen", ("=", "16", None, "laadpalen")),
        ("pl", "co najmniej 1 200 nowych mieszkań", (">=", "1200", None, "mieszkań")),
        ("pl", "3,5 mln zł", ("=", "3500000", None, "zł")),
        ("ru", "не менее 2,5 тыс. новых мест", (">=", "2500", None, "мест")),
        ("ru", "15 процентов", ("=", "15", None, "%")),
        ("sv", "minst 1 200 nya bostäder", (">=", "1200", None, "bostäder")),
        ("da", "mindst 400 nye boliger", (">=", "400", None, "boliger")),
        ("no", "minst 400 nye boliger", (">=", "400", None, "boliger")),
        ("cs", "nejméně 250 nových bytů", (">=", "250", None, "bytů")),
        ("ja", "3万人", ("=", "30000", None, "人")),
        ("ja", "学校を80校整備", ("=", "80", None, "校")),
        ("tr", "1.250 konut", ("=", "1250", None, "konut")),
        ("sw", "1,250", ("=", "1250", None, None)),
    ],
)
def test_quantities_are_read(code: str, text: str, expected: tuple[str, str, str | None, str | None]) -> None:
    """Each kind in each language: bounds, magnitudes, words, currencies, ranges, the unit as it is written."""
    assert read(text, code) == [expected]


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("de", "Ziel 3 und Artikel 5 gelten"), ("de", "der 3. Bauabschnitt"), ("de", "die Strategie 2030 gilt"),
        ("de", "ein Haus für alle"), ("de", "am 31. Dezember 2026"), ("de", "von 9.00 Uhr an"),
        ("fr", "au 2e étage"), ("fr", "l'axe 4 du plan"), ("fr", "une école"), ("fr", "24/7"),
        ("es", "el artículo 14"), ("es", "una escuela"), ("es", "el 1.º lugar"), ("pl", "cel 2"), ("ru", "цель 2"),
    ],
)  # fmt: skip
def test_names_articles_ordinals_and_dates_are_no_quantities(code: str, text: str) -> None:
    assert read(text, code) == []
