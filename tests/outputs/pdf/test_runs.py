from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from outputs.pdf.runs import for_typst, letters, printable, runs


@dataclass(frozen=True, slots=True)
class Sample:
    name: str
    values: tuple[float | None, ...]


def refuse(_: bytes) -> str:
    msg = "there is no picture here"
    raise AssertionError(msg)


def test_values_keep_their_shape_and_pictures_become_paths() -> None:
    kept: list[bytes] = []

    def keep(picture: bytes) -> str:
        kept.append(picture)
        return f"/{len(kept)}.png"

    value = {"sample": Sample("x", (1.5, None)), 2: [True, "y"], "picture": b"png"}
    assert for_typst(value, keep) == {
        "sample": {"name": "x", "values": [1.5, None]},
        "2": [True, "y"],
        "picture": "/1.png",
    }
    assert kept == [b"png"]


def test_markup_becomes_runs_and_text_that_looks_like_markup_stays_text() -> None:
    shown = for_typst([Markup("a <em>b</em>"), "a <em>b</em>"], refuse)
    assert [run["text"] for run in shown[0]["runs"]] == ["a ", "b"]
    assert shown[1] == "a <em>b</em>"


def test_a_run_knows_what_it_is_inside_of() -> None:
    found = runs(
        Markup('<strong class="land up">5 <sup>2</sup></strong> <a href="https://example.org/?a&amp;b">there</a>')
        + Markup('<span lang="en">in English</span>')
    )
    assert [(run["text"], run["tags"], run["classes"]) for run in found[:2]] == [
        ("5 ", ["strong"], ["land", "up"]),
        ("2", ["strong", "sup"], ["land", "up"]),
    ]
    assert [run["link"] for run in found] == ["", "", "", "https://example.org/?a&b", ""]
    assert [run["language"] for run in found] == ["", "", "", "", "en"]


@given(st.lists(st.text(alphabet=st.characters(codec="ascii", exclude_categories=["Cc"]))))
def test_all_text_of_a_sentence_is_in_its_runs(texts: list[str]) -> None:
    html = Markup("<strong>{}</strong><em>{}</em>").format("|".join(texts), "/".join(texts))
    assert "".join(run["text"] for run in runs(html)) == "|".join(texts) + "/".join(texts)


@pytest.mark.parametrize(
    ("given_text", "shown"),
    [
        ("Agadir أكادير បាត់ដំបង Алматы", "Agadir أكادير បាត់ដំបង Алматы"),
        ("two\nlines\tand\x07a bell", "two lines and a bell"),
        ("a name in 中文", "a name in \ufffd\ufffd"),
        ("private \ue000 letter", "private \ufffd letter"),
        ("marks \u200f\u2066of\u2069 direction", "marks \u200f\u2066of\u2069 direction"),
    ],
)
def test_a_text_has_letters_that_the_fonts_know_and_shows_what_is_missing(given_text: str, shown: str) -> None:
    assert printable(given_text) == shown


def test_control_characters_are_no_letters() -> None:
    assert "a" in letters()
    assert "\n" not in letters()
