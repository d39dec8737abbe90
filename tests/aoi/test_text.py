from aoi.text import folded, listed, printable


def test_a_name_with_line_breaks_and_bells_stays_on_one_line() -> None:
    assert printable("New\r\nTown\x07\x1b[31m \u2028x") == "New Town [31m x"


def test_right_to_left_overrides_cannot_turn_a_message_round() -> None:
    assert printable("abc\u202egnp.exe") == "abc gnp.exe"


def test_undecodable_file_names_can_be_printed() -> None:
    printable(b"caf\xe9".decode(errors="surrogateescape")).encode("utf-8")


def test_the_joiners_of_persian_spelling_are_kept() -> None:
    word = "می\u200cشود"
    assert printable(word) == word


def test_a_long_name_is_cut_to_the_length_with_a_mark() -> None:
    assert printable("a" * 100, 10) == "aaaaaaaaa…"
    assert printable("a" * 10, 10) == "a" * 10


def test_of_many_things_ten_are_listed_and_the_rest_counted() -> None:
    assert listed(range(10)) == "0, 1, 2, 3, 4, 5, 6, 7, 8, 9"
    assert listed(range(12)) == "0, 1, 2, 3, 4, 5, 6, 7, 8, 9 and 2 more"


def test_folding_forgets_case_accents_and_blanks() -> None:
    assert folded("  San  JOSÉ") == "san jose"
    assert folded("عمّان") == folded("عمان")
    assert folded("أكادير") == folded("اكادير")
    assert folded("Алматы") == folded("АЛМАТЫ")
    assert folded("Amman") != folded("Oman")
