"""What is sent of a name, what is kept of an answer, and who agreed to what."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import InputError
from engine.language.translation.consent import Consent, permit
from engine.language.translation.errors import NameFailedError, UselessAnswerError
from engine.language.translation.texts import checked_answer, refuse_useless, text_to_send


@pytest.mark.parametrize(
    ("name", "sent"),
    [
        ("united_nations_member", "united nations member"),
        ("  lastebil ", "lastebil"),
        ("1984", ""),
        ("+47 – 12/3", ""),
        ("№ 7", ""),
        ("🚚", ""),
        ("шлем 2", "шлем 2"),
        ("_", ""),
    ],
)
def test_names_without_letters_are_not_sent(name: str, sent: str) -> None:
    assert text_to_send(name) == sent


@pytest.mark.parametrize(
    ("answer", "kept"),
    [
        (" truck\n", "truck"),
        ("Truck.", "Truck"),
        ("bird&#39;s nest", "bird's nest"),
        ("café № 5", "café № 5"),
    ],
)
def test_answers_are_tidied(answer: str, kept: str) -> None:
    assert checked_answer(answer, "lastebil", "host") == kept


@given(st.text() | st.none() | st.integers() | st.lists(st.text()))
def test_whatever_is_answered_is_a_name_or_refused(answer: object) -> None:
    try:
        name = checked_answer(answer, "lastebil", "host")
    except NameFailedError:
        return
    assert name == " ".join(name.split())
    assert 0 < len(name) <= 256


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("oliven", "olive olive olive"),
        ("oliven", "Olive, olive, olive"),
        ("oliven", "olive olive"),
        ("oliven", "oliveoliveolive"),
        ("oliven", "an olive olive olive tree"),
        ("gammelt tre", "old tree old tree"),
        ("gammelt tre", "the old tree old tree old tree"),
        ("lastebil", "Lastebil"),
        ("båt hus", "båt-hus"),
        ("båt", "“båt”"),
    ],
)
def test_what_repeats_itself_or_the_question_is_no_name(text: str, answer: str) -> None:
    name = checked_answer(answer, text, "host")
    with pytest.raises(UselessAnswerError):
        refuse_useless(name, text, "host")


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("hus ved hus", "house by house"),
        ("chachacha", "cha cha"),
        ("Bora Bora-øya", "Bora Bora island"),
        ("tam tam", "tom tom"),
        ("veldig, veldig stor", "very very large"),
        ("bananer", "bananas"),
        ("lastebil", "truck"),
    ],
)
def test_what_only_looks_like_it_is_kept(text: str, answer: str) -> None:
    refuse_useless(checked_answer(answer, text, "host"), text, "host")


TEXTS = st.lists(st.text(min_size=1, max_size=8), max_size=6, unique=True)


@given(TEXTS, TEXTS)
def test_an_agreement_covers_what_was_agreed_and_no_more(
    agreed: list[str], wanted: list[str]
) -> None:
    given_consent = Consent.give(
        agreed, provider="p", host="h", url="u", source="nb", curator="Kari", time="now"
    )
    kept = Consent.from_setting(given_consent.as_setting())
    assert kept == given_consent
    if set(wanted) <= set(agreed):
        assert permit(kept, wanted, "h").texts == frozenset(wanted)
    else:
        with pytest.raises(InputError, match="not agreed"):
            permit(kept, wanted, "h")
    if wanted:
        with pytest.raises(InputError, match="agreed was h"):
            permit(kept, wanted, "other")


@pytest.mark.parametrize("value", [None, "yes", [], {}, {"words": "all"}, 1, True])
def test_what_is_no_agreement_is_none(value: object) -> None:
    assert Consent.from_setting(value) is None
    with pytest.raises(InputError, match="before a curator agrees"):
        permit(None, ["båt"], "h")
