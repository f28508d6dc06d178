"""Words with a letter of another script that looks like one of theirs."""

from __future__ import annotations

from pathlib import Path

import pytest

from event_timeline.rules.explanations import Cell
from event_timeline.texts.scripts import LOOKALIKES, odd_letter
from tests.rules.asking import found


@pytest.mark.parametrize(("word", "letter"), [
    ("Jon\u0430s", "\u0430"), ("\u0421ouncil", "\u0421"), ("Зеленcкий", "c"), ("Киiв", "i"), ("\u0391EK", "\u0391"),
    ("R\u043essi\u0430", "\u043e"), ("Αθήoα", "o"), (LOOKALIKES["GREEK"] + "z" * 20, LOOKALIKES["GREEK"][0]),
])  # fmt: skip
def test_a_lookalike_of_another_script_is_found(word: str, letter: str | None) -> None:
    assert odd_letter(word) == letter


@pytest.mark.parametrize("word", [
    "Jonas", "Київ", "Αθήνα", "Google翻訳", "COVID19", "G7", "µm", "μm", "kΩ", "MΩ", "ΔT", "ΔΔCT", "TNFα", "λmax", "VPNа",
    "SMSка", "VIPов", "iСпорт", "ГАЗом", "Ådal", "Ａｂｃ", "ﬁx", "2π", "Ørsted", "İzmir", "Łódź", "",
])  # fmt: skip
def test_words_whose_scripts_differ_to_the_eye_are_let_be(word: str) -> None:
    assert odd_letter(word) is None


def test_the_message_names_word_letter_and_code_point(tmp_path: Path) -> None:
    (problem,) = found(tmp_path, "TAB053", Cell("actors", "jonas-veld", "name", "Jon\u0430s Veld"))
    assert problem.message == "'Jon\u0430s' has U+0430 CYRILLIC SMALL LETTER A"
    assert (problem.severity, problem.column) == ("warning", "name")


def test_the_sources_own_words_are_let_be(tmp_path: Path) -> None:
    assert found(tmp_path, "TAB053", Cell("statements", "veld-promise", "cue", "pr\u043emised")) == []
