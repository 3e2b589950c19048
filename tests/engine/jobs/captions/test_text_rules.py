"""Labels from captions: what rules find, what they leave alone, and the way back."""

import re
import shutil
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from db.captions.records import TextRule
from db.catalogue import Catalogue
from db.errors import CatalogueError
from db.records import AcceptedLabel, ImageFilter, SuggestionRun
from engine.errors import InputError
from engine.jobs.captions.rule_files import rules_of_file
from engine.jobs.captions.text_rules import TextRuleSummary, apply_rules, foretold
from engine.progress import JobCancelledError, NeverCancelled, run_job
from tests.db.conftest import scanned_image

CAPTIONS = (
    "A flood in the valley",
    "Floods took the bridge",
    "Oversvømmelse i Åmål",
    "A fish tank",
    "A tank in a parade, no flood",
    "",
    "Flood of 1927, seen from M/S Fjord",
)
FLOOD = TextRule(("flood*", "OVERSVØMMELSE*"))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Seven images, six with captions, of which the second carries the label already."""
    folder = tmp_path_factory.mktemp("rules")
    (folder / "archive").mkdir()
    path = folder / "rules.nabolag.sqlite"
    with Catalogue.create(path, folder / "archive", curator="kari") as made:
        made.commands.import_images(
            [
                scanned_image(f"{at}.jpg", *(["flood"] if at == 2 else []))
                for at in range(1, len(CAPTIONS) + 1)
            ]
        )
        for image_id, text in enumerate(CAPTIONS, start=1):
            if text:
                language = "nb" if "Å" in text else "en-GB"
                made.commands.add_caption(image_id, text, language=language)
        made.commands.create_label("tank")
    return path


@pytest.fixture
def catalogue(made: Path, tmp_path: Path) -> Iterator[Catalogue]:
    shutil.copyfile(made, tmp_path / "rules.nabolag.sqlite")
    with Catalogue.open(tmp_path / "rules.nabolag.sqlite", curator="ola") as opened:
        yield opened


def label(catalogue: Catalogue, name: str = "flood") -> int:
    found = catalogue.labels.find(name)
    assert found is not None
    return found.id


def carrying(catalogue: Catalogue, name: str = "flood") -> dict[int, tuple[str, str]]:
    """Who carries a label: its source and decider, by image."""
    return {
        image_id: (one.source, one.decider)
        for image_id, found in catalogue.labellings.of_images(catalogue.images.ids()).items()
        for one in found
        if one.label_name == name
    }


def run(
    catalogue: Catalogue, rule: TextRule | None = FLOOD, *, also_reviewed: bool = False
) -> TextRuleSummary:
    rules = None if rule is None else {label(catalogue): rule}
    return run_job(
        apply_rules(catalogue, cancel=NeverCancelled(), rules=rules, also_reviewed=also_reviewed)
    )


def test_a_preview_tells_what_would_be_and_changes_nothing(catalogue: Catalogue) -> None:
    summary, _ = foretold(catalogue, {label(catalogue): FLOOD})

    (outlook,) = summary.labels
    assert (outlook.matched, outlook.carried, outlook.new) == (5, 1, 4)
    assert outlook.terms == {"flood*": 4, "OVERSVØMMELSE*": 1}
    assert [one.code for one in outlook.problems] == ["rule-finds-most"]
    first = outlook.examples[0]
    assert (first.file, first.said_by, first.is_new) == ("1.jpg", "flood*", True)
    assert [first.caption.text[at:to] for at, to in first.caption.marks] == ["flood"]
    assert carrying(catalogue) == {2: ("imported", "csv")}
    assert catalogue.labels.find("flood").text_rule is None  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("rule", "images"),
    [
        (TextRule(("flood",)), [1, 5, 7]),
        (TextRule(("flood",), exclusions=("tank", "m s")), [1]),
        (TextRule(("flood*",), language="nb"), []),
        (TextRule(("flood*", "oversvømmelse"), language="en"), [1, 2, 5, 7]),
        (TextRule(patterns=(r"\bm/s\b", r"br\w+ge$"), exclusions=("1928",)), [2, 7]),
        (TextRule(("tank",), (r"1\d{3}",), ("fish tank",)), [5, 7]),
    ],
)
def test_rules_find_words_patterns_and_leave_out(
    catalogue: Catalogue, rule: TextRule, images: Sequence[int]
) -> None:
    tank = label(catalogue, "tank")
    run_job(apply_rules(catalogue, cancel=NeverCancelled(), rules={tank: rule}))

    assert sorted(carrying(catalogue, "tank")) == images


def test_running_again_adds_only_what_is_new(catalogue: Catalogue) -> None:
    assert run(catalogue).added == 4
    assert carrying(catalogue)[3] == ("rule", "OVERSVØMMELSE*")
    assert catalogue.labels.find("flood").text_rule == FLOOD  # type: ignore[union-attr]
    entries = len(catalogue.history.entries())

    assert run(catalogue, None).added == 0
    assert len(catalogue.history.entries()) == entries
    catalogue.commands.add_caption(6, "flooded")
    assert run(catalogue, None).added == 1
    assert set(carrying(catalogue)) == {1, 2, 3, 5, 6, 7}
    assert catalogue.images.get(1).reviewed_at is None  # type: ignore[union-attr]


def test_one_undo_takes_labels_and_rule_back(catalogue: Catalogue) -> None:
    run(catalogue)
    catalogue.commands.undo()

    assert carrying(catalogue) == {2: ("imported", "csv")}
    assert catalogue.labels.find("flood").text_rule is None  # type: ignore[union-attr]
    catalogue.commands.redo()
    assert len(carrying(catalogue)) == 5


def test_what_a_curator_decided_stays(catalogue: Catalogue) -> None:
    flood = label(catalogue)
    catalogue.suggestions.replace_all(
        SuggestionRun("neighbor-search", "f", {}, 0.1), [(7, flood, 0.4, 0.4)]
    )
    catalogue.commands.decide(7, rejected=[AcceptedLabel(flood, 0.4)], suggester="x")
    catalogue.commands.label_images([2], remove=[flood])
    catalogue.commands.mark_reviewed([1], True)

    (outlook,) = foretold(catalogue, {flood: FLOOD})[0].labels
    assert (outlook.matched, outlook.decided, outlook.reviewed, outlook.new) == (5, 2, 1, 2)
    run(catalogue)
    assert set(carrying(catalogue)) == {3, 5}
    # What came of a rule and is taken off by hand is rejected: it does not return.
    catalogue.commands.label_images([3], remove=[flood])
    run(catalogue, also_reviewed=True)
    assert set(carrying(catalogue)) == {1, 5}
    assert catalogue.images.get(1).reviewed_at is not None  # type: ignore[union-attr]


def test_a_rule_is_withdrawn_but_not_what_was_confirmed(catalogue: Catalogue) -> None:
    flood = label(catalogue)
    run(catalogue)
    catalogue.commands.mark_reviewed([1], True)
    catalogue.commands.label_images([3], add=[flood])
    catalogue.commands.decide(5, accepted=[AcceptedLabel(flood, 0.9)], suggester="x")
    assert catalogue.rule_matches.withdrawable([flood]) == 1

    change = catalogue.commands.withdraw_text_rules([flood])

    assert (change.details["images"], change.details["rules"]) == (1, 1)
    assert carrying(catalogue) == {
        1: ("rule", "flood*"),
        2: ("imported", "csv"),
        3: ("curator", "ola"),
        5: ("rule", "flood*"),
    }
    assert catalogue.labels.find("flood").text_rule is None  # type: ignore[union-attr]
    assert catalogue.labellings.rejected_pairs() == []
    catalogue.commands.undo()
    assert carrying(catalogue)[7] == ("rule", "flood*")


def test_a_label_of_a_rule_counts_as_the_archives_own(catalogue: Catalogue) -> None:
    """As a keyword of a file does: with it an image is labelled, and nobody is its decider."""
    catalogue.suggestions.replace_all(SuggestionRun("neighbor-search", "f", {}, 0.1), [])
    before = catalogue.queues.unlabelled(ImageFilter(), 50)
    run(catalogue)

    assert set(before) - set(catalogue.queues.unlabelled(ImageFilter(), 50)) == {1, 3, 5, 7}
    assert catalogue.facets.choices().deciders == ()
    assert catalogue.images.ids(ImageFilter(source="rule")) == [1, 3, 5, 7]


def test_a_rule_goes_with_its_label_in_a_merge(catalogue: Catalogue) -> None:
    flood, tank = label(catalogue), label(catalogue, "tank")
    run(catalogue)
    catalogue.commands.merge_labels([flood], tank)

    assert catalogue.labels.find("tank").text_rule == FLOOD  # type: ignore[union-attr]
    assert carrying(catalogue, "tank")[1] == ("rule", "flood*")


def test_a_hostile_pattern_is_told_and_refused(catalogue: Catalogue) -> None:
    catalogue.commands.add_caption(6, "a" * 4000 + "!")
    rule = TextRule(("flood",), (r"(a+)+$",))

    (outlook,) = foretold(catalogue, {label(catalogue): rule})[0].labels
    assert not outlook.is_usable
    assert outlook.problems[0].code == "rule-pattern-slow"
    with pytest.raises(InputError, match="takes too long"):
        run(catalogue, rule)
    assert catalogue.labels.find("flood").text_rule is None  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        ('[{"label": "new", "words": ["a"]}, {"label": "b", "patterns": ["(a"]}]', "no regular"),
        ('[{"label": "new", "words": ["a"]}, {"label": "b", "patterns": ["(?R)"]}]', "too long"),
        ('[{"label": "new", "words": ["a"]}, {"label": "b||", "words": ["a"]}]', "‘b||’ cannot"),
        ('[{"label": "new", "words": ["a"]}, {"label": "NEW", "words": ["b"]}]', "two rules"),
        ('[{"label": "flood", "words": ["a"]}, {"label": "Flood", "words": ["b"]}]', "two rules"),
    ],
)
def test_a_file_that_cannot_be_run_leaves_nothing_behind(
    catalogue: Catalogue, tmp_path: Path, rules: str, said: str
) -> None:
    (tmp_path / "rules.json").write_text(rules, "utf-8")
    before = catalogue.history.newest_id()

    with pytest.raises(InputError, match=re.escape(said)):
        rules_of_file(catalogue, tmp_path / "rules.json", add_labels=True)

    assert catalogue.history.newest_id() == before


def test_names_of_many_labels_are_looked_up_as_each_is(catalogue: Catalogue) -> None:
    named = catalogue.labels.ids_of(["flood", "FLOOD ", "tank", "drought"])

    assert list(named.values()) == [
        label(catalogue),
        label(catalogue),
        label(catalogue, "tank"),
        None,
    ]


def test_a_pattern_that_cannot_be_written_is_kept_as_it_can_be(catalogue: Catalogue) -> None:
    catalogue.commands.set_text_rules({label(catalogue): TextRule(patterns=("\ud800|flood",))})

    rule = catalogue.labels.get(label(catalogue)).text_rule
    assert rule is not None
    assert rule.patterns == ("\ufffd|flood",)


def test_it_stops_when_asked(catalogue: Catalogue) -> None:
    cancel = threading.Event()
    job = apply_rules(catalogue, cancel=cancel, rules={label(catalogue): FLOOD})
    next(job)
    cancel.set()

    with pytest.raises(JobCancelledError, match="Nothing was changed"):
        run_job(job)


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (TextRule(("…",)), "holds no letter"),
        (TextRule(exclusions=("*",)), "holds no letter"),
        (TextRule(("a*b",)), "before its end"),
        (TextRule(("a" * 300,)), "256 characters"),
        (TextRule(patterns=tuple(map(str, range(101)))), "100 patterns"),
    ],
)
def test_rules_that_are_none_are_refused(catalogue: Catalogue, rule: TextRule, said: str) -> None:
    with pytest.raises(CatalogueError, match=said):
        catalogue.commands.set_text_rules({label(catalogue): rule})
