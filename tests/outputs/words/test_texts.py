import pytest
from markupsafe import Markup

from geo.caveats import Term, caveat_texts
from geo.caveats import caveat as make_caveat
from geo.reasons import Flag, Reason
from geo.references import Caveat
from outputs.words import caveat, flag, legend_name, name_of, reason, rich, said, speaking, text
from outputs.words.catalogue import Message, messages


def test_a_count_chooses_the_form() -> None:
    assert text("charts.years", years=1) == "1 year"
    assert text("charts.years", years=15) == "15 years"
    with speaking("ar"):
        forms = {text("charts.years", years=count) for count in (1, 2, 3, 11, 100)}
    assert len(forms) >= 4


def test_a_missing_key_or_value_fails_at_once() -> None:
    with pytest.raises(KeyError):
        text("no.such.key")
    with pytest.raises(KeyError):
        text("charts.years")


def test_what_is_filled_in_is_escaped_and_the_texts_own_tags_count(monkeypatch: pytest.MonkeyPatch) -> None:
    known = {"try": Message("try", "<b>{name}</b> {number:.1f}")}
    monkeypatch.setattr("outputs.words.texts.messages", lambda: known)
    assert rich("try", name="<i>&", number=1.25) == Markup("<b>&lt;i&gt;&amp;</b> 1.2")
    assert rich("try", name=Markup("<i>x</i>"), number=0) == Markup("<b><i>x</i></b> 0.0")
    assert text("try", name="<i>", number=2.0) == "<b><i></b> 2.0"


def test_numbers_are_filled_in_by_locale(monkeypatch: pytest.MonkeyPatch) -> None:
    known = {"try": Message("try", "{year} {many:,} {share:.1%} {change:+.1f} {plain}")}
    monkeypatch.setattr("outputs.words.texts.messages", lambda: known)
    values = {"year": 2000, "many": 12345, "share": 0.0453, "change": -0.35, "plain": 0.5}
    assert text("try", **values) == "2000 12\u202f345 4.5% −0.3 0.5"
    with speaking("es", "ECU"):
        assert text("try", **values) == "2000 12.345 4,5% −0,3 0,5"
    with speaking("fr"):
        assert text("try", **values) == "2000 12\u202f345 4,5\u202f% −0,3 0,5"
    with speaking("ar", "JOR"):
        bare = "".join(c for c in text("try", **values) if c not in "\u2066\u2069")
        assert bare == "٢٠٠٠ ١٢٬٣٤٥ ٤٫٥% −٠٫٣ ٠٫٥"


def test_a_span_in_a_sentence_keeps_its_start_on_the_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("outputs.words.texts.messages", lambda: {"try": Message("try", "{start}–{end}")})
    with speaking("ar", "MAR"):
        assert text("try", start=2000, end=2020) == "\u2066\u20662000\u2069\u200e–\u200e\u20662020\u2069\u2069"
    assert text("try", start=2000, end=2020) == "2000–2020"


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_every_caveat_can_be_said(language: str) -> None:
    values = {
        "gaps": ((1990, 0.1), (2000, 0.2)),
        "by_year": ((1990, 1000),),
        "years": (1990, 2000),
        "others": (0.01, 0.02),
        "tiles": ("a", "b"),
        "zones": ("a", "b"),
        "where": Term("urban_extent_fixed"),
        "title": "GHSL",
        "note": "A note",
        "crs": "UTM",
        "source": "ghsl",
        **dict.fromkeys(("start", "end", "one", "other", "year", "before", "after", "cells", "more"), 7),
        **dict.fromkeys(("share", "lost", "metres", "own", "gridded", "change", "stretch", "rate"), 0.5),
        **dict.fromkeys(("from_before", "from_after"), 0.5),
    }
    with speaking(language):
        for key in caveat_texts():
            made = make_caveat(key, **values)
            assert "{" not in caveat(made)
            if language == "en":
                assert caveat(made).replace("\u202f", ",") == made.text


def test_a_caveat_without_a_key_stands_as_it_is() -> None:
    with speaking("ar"):
        assert caveat(Caveat("own", "Somebody's own sentence.")) == "Somebody's own sentence."


def test_every_reason_and_flag_has_its_sentence() -> None:
    assert all(reason(code) != code for code in Reason)
    assert all(flag(code) != code for code in Flag)
    assert reason("unheard_of") == "unheard_of"


def test_free_text_is_said_where_the_catalogue_knows_it() -> None:
    with speaking("fr"):
        assert said("nobody has translated this") == "nobody has translated this"
        assert said("% a year") != "% a year"
    assert said("% a year") == "% a year"


def test_names_and_legends() -> None:
    names = {"en": "Amman", "ar": "عمّان"}
    assert name_of(names) == "Amman"
    assert legend_name("extent", 1) in {message.english for message in messages().values()}
    with speaking("ar"):
        assert name_of(names) == "عمّان"
    with speaking("es"):
        assert name_of(names) == "Amman"
