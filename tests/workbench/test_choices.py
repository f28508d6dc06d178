"""What a key takes leaves open what the text leaves open, and leaves alone what was selected since, in a real Chromium."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests import builder
from tests.exports.browser import Browser
from tests.workbench.coder import CHOSEN, Coder, KeyboardCoder, shown
from tests.workbench.served import Served

pytestmark = [pytest.mark.programs, pytest.mark.slow]
TEXT = builder.ARTICLE.read_text(encoding="utf-8")
NOW = "const done = arguments[arguments.length - 1]; "
UNSURE = NOW + "import('/page/flow.js').then(({ unsure }) => done(unsure(arguments[0], ['a', 'b'])));"
ORDERS = NOW + "Promise.all([import('/page/flow.js'), import('/page/links.js')]).then(([f, l]) => done([f.ROLES(), l.howTerms(l.linksOf('events', 'actors')[0].link)]));"  # fmt: skip


@pytest.fixture
def coder(browser: Browser, bench: Served) -> Iterator[KeyboardCoder]:
    with shown(browser, bench):
        yield KeyboardCoder(browser)


def test_words_that_are_selected_while_a_change_is_saved_stay_selected(coder: KeyboardCoder) -> None:
    coder.open_row("events", "strike")
    coder.go_to("harbour")
    coder.keys("2")
    coder.go_to("council")
    now = coder.module(CHOSEN)
    coder.settle()
    assert coder.module(CHOSEN) == now
    assert TEXT[now[0] : now[1]] == "council"


def test_a_record_that_is_opened_from_the_list_clears_the_selection(coder: KeyboardCoder) -> None:
    coder.go_to("council")
    coder.open_row("events", "strike")
    start, end = coder.module(CHOSEN)
    assert start == end


def test_a_pronoun_that_several_may_be_is_never_taken_unasked(coder: KeyboardCoder) -> None:
    assert coder.module(UNSURE, "They")
    assert coder.module(UNSURE, "the government")
    assert not coder.module(UNSURE, "Holm")


def test_digits_of_the_roles_are_the_same_after_e_and_after_p(coder: KeyboardCoder) -> None:
    armed, joined = coder.module(ORDERS)
    assert armed == joined


def test_what_is_asserted_under_a_condition_is_proposed_as_uncommitted(coder: KeyboardCoder) -> None:
    reality = NOW + "import('/page/links.js').then(({ realityOf }) => done(realityOf(arguments[0], arguments[1])));"
    assert coder.module(reality, "asserts", "new-cable") == "U"
    assert coder.module(reality, "asserts", "strike") == "CT+"
    assert coder.module(reality, "denies", "new-cable") == "CT-"


def test_a_pronoun_is_offered_the_actors_of_its_number(coder: KeyboardCoder) -> None:
    offered = NOW + "Promise.all([import('/page/flow.js'), import('/page/store.js')]).then(([f, s]) => done(f.actorsFor(arguments[0]).map((id) => s.rowOf('actors', id).kind)));"  # fmt: skip
    coder.go_to("They answered")  # after a union, an authority and a person were named
    plural, one = set(coder.module(offered, "They")), set(coder.module(offered, "she"))
    assert plural
    assert "person" not in plural
    assert one == {"person"}
    assert "group" not in coder.module(offered, "it")


def test_a_plural_pronoun_after_single_persons_alone_is_asked_about(coder: KeyboardCoder, bench: Served) -> None:
    state = bench.state()
    columns = state["tables"]["actors"]["columns"]
    actors = [dict(zip(columns, r, strict=True)) for r in state["tables"]["actors"]["rows"]]
    person = next(a["actor_id"] for a in actors if a["kind"] == "person")
    group = next(a["actor_id"] for a in actors if a["kind"] in ("group", "organisation"))
    unsure = NOW + "import('/page/flow.js').then(({ unsure }) => done(unsure(arguments[0], arguments[1])));"
    assert coder.module(unsure, "They", [person])
    assert not coder.module(unsure, "They", [group])
    assert coder.module(unsure, "she", [person])  # Jonas Veld, of whom the text does not say that


def test_a_link_to_a_related_row_leaves_the_words_selected(coder: KeyboardCoder) -> None:
    mouse = Coder(coder.browser)
    mouse.open_row("events", "strike")
    at = TEXT.index("council")
    mouse.select(at, at + len("council"))
    mouse.press("#form .links .link")
    assert coder.browser.texts("#form .cardhead h3") != ["Strike of the dockers"]
    assert coder.module(CHOSEN) == [at, at + len("council")]
    assert coder.browser.js("return String(getSelection())") == "council"
