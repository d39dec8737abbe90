import asyncio
import threading

import pytest
from bidi import get_display

from outputs.words import current, isolated, language_name, period, speaking
from outputs.words.speech import direction_of, speech


def seen(text: str) -> str:
    """Return what stands from left to right in a right-to-left line, without the marks that nobody sees."""
    shown = get_display(text, base_dir="R")
    return "".join(letter for letter in shown if letter not in "\u2066\u2067\u2068\u2069\u200e\u200f\u061c")


def test_english_is_spoken_unless_another_language_is_asked_for() -> None:
    assert current().language == "en"
    with speaking("ar", "MAR"):
        assert (current().language, current().rtl, str(current().locale)) == ("ar", True, "ar_MA")
        with speaking("fr"):
            assert (current().language, current().direction) == ("fr", "ltr")
        assert current().language == "ar"
    assert current().language == "en"


def test_a_language_is_unspoken_when_the_block_fails() -> None:
    with pytest.raises(ZeroDivisionError), speaking("es"):
        _ = 1 / 0
    assert current().language == "en"


def test_threads_and_tasks_speak_for_themselves() -> None:
    heard = []

    async def task(language: str) -> None:
        with speaking(language):
            await asyncio.sleep(0)
            heard.append((language, current().language))

    async def both() -> None:
        await asyncio.gather(task("ar"), task("fr"))

    with speaking("es"):
        thread = threading.Thread(target=lambda: heard.append(("thread", current().language)))
        thread.start()
        thread.join()
    asyncio.run(both())
    assert sorted(heard) == [("ar", "ar"), ("fr", "fr"), ("thread", "en")]


def test_a_pair_that_nobody_writes_is_the_language_by_itself() -> None:
    assert str(speech("es", "ECU").locale) == "es_EC"
    assert str(speech("ar", "ECU").locale) == "ar"
    assert str(speech("fr", "XXX").locale) == "fr"
    assert str(speech("en", "MAR").locale) == "en"


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(ValueError, match="expected a language of en, fr, es, ar, saw 'de'"):
        speech("de")


@pytest.mark.parametrize("country", ["MAR", "JOR", "XXX"])
def test_a_period_never_turns_round_in_arabic(country: str) -> None:
    with speaking("ar", country):
        said = f"بين {period(2000, 2020)} نما"
        start, end = (speech_digits(year) for year in (2000, 2020))
    assert f"{start}–{end}" in seen(said)
    assert f"{end}–{start}" not in seen(said)


def speech_digits(year: int) -> str:
    from outputs.words.figures import native  # noqa: PLC0415 (in the language spoken)

    return native(str(year))


def test_without_isolates_a_period_would_turn_round() -> None:
    assert "2020–2000" in seen("بين 2000–2020 نما")


def test_foreign_names_are_isolated_where_they_would_mix() -> None:
    assert isolated("Agadir") == "Agadir"
    assert isolated("أكادير") == "\u2068أكادير\u2069"
    with speaking("ar"):
        assert isolated("Agadir (2)") == "\u2068Agadir (2)\u2069"


def test_languages_are_named_in_the_language_spoken() -> None:
    assert language_name("ar") == "Arabic"
    assert language_name("xx-unknown") == "xx-unknown"
    with speaking("fr"):
        assert (language_name("ar"), language_name("st")) == ("arabe", "sotho du Sud")
    assert (direction_of("ar"), direction_of("fa-IR"), direction_of("kk")) == ("rtl", "rtl", "ltr")
