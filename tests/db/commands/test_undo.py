"""Undo and redo of much: how long others wait, and what they do meanwhile."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, event

from db.catalogue import Catalogue
from db.records import ScannedImage

Scan = Callable[..., ScannedImage]


@contextmanager
def statements(before: Callable[[str], None] = lambda _: None) -> Iterator[list[tuple[str, Any]]]:
    """What is asked of the database, with its parameters, from BEGIN to COMMIT."""
    asked: list[tuple[str, Any]] = []

    def note(connection: object, cursor: object, statement: str, values: Any, *_: object) -> None:
        asked.append((statement, values))
        before(statement)

    def committed(_: object) -> None:
        asked.append(("COMMIT", ()))

    event.listen(Engine, "before_cursor_execute", note)
    event.listen(Engine, "commit", committed)
    try:
        yield asked
    finally:
        event.remove(Engine, "before_cursor_execute", note)
        event.remove(Engine, "commit", committed)


def while_locked(asked: list[tuple[str, Any]]) -> list[tuple[str, Any]]:
    """The statements of the one transaction that writes."""
    names = [statement for statement, _ in asked]
    first = names.index("BEGIN IMMEDIATE")
    return asked[first : names.index("COMMIT", first)]


def test_others_wait_for_the_writing_alone(
    make_catalogue: Callable[..., Catalogue], scanned: Scan, kept_rows: Callable[..., Any]
) -> None:
    asked_by_count = {}
    for count in (300, 900):
        made = make_catalogue(name=f"with {count}")
        made.commands.import_images([scanned(f"{at}.jpg") for at in range(count)])
        before = kept_rows(made.path)
        made.commands.label_images(made.images.ids(), add_names=["everything"])
        after = kept_rows(made.path)

        with statements() as undone:
            made.commands.undo()
        assert kept_rows(made.path) == before
        with statements() as redone:
            made.commands.redo()
        assert kept_rows(made.path) == after
        asked_by_count[count] = [while_locked(undone), while_locked(redone)]

    for few, many in zip(asked_by_count[300], asked_by_count[900], strict=True):
        assert len(few) == len(many) > 5
        assert [values for _, values in many if isinstance(values, list) and len(values) > 1] == []


def test_an_import_that_goes_on_meanwhile_is_undone_with_all_of_it(
    make_catalogue: Callable[..., Catalogue], scanned: Scan
) -> None:
    made = make_catalogue()
    images = [scanned(f"{at}.jpg", "word") for at in range(300)]
    counts = made.commands.import_images(images[:200])
    rest = [images[200:]]

    def go_on(statement: str) -> None:
        if statement.startswith("CREATE TEMPORARY TABLE") and rest:
            with Catalogue.open(made.path) as other:
                other.commands.import_images(rest.pop(), import_id=counts.import_id)

    with statements(go_on):
        change = made.commands.undo()

    assert change is not None
    assert change.details["labellings_added"] == 300
    assert made.labels.all() == []
    assert made.check().problems == []


def test_a_change_made_meanwhile_is_what_undo_takes_back(
    make_catalogue: Callable[..., Catalogue], scanned: Scan
) -> None:
    made = make_catalogue(*(scanned(f"{at}.jpg", "word") for at in range(300)))
    rest = ["newer"]

    def change_something(statement: str) -> None:
        if statement.startswith("CREATE TEMPORARY TABLE") and rest:
            with Catalogue.open(made.path) as other:
                other.commands.label_images([1], add_names=[rest.pop()])

    with statements(change_something):
        change = made.commands.undo()

    assert change is not None
    assert change.details["command"] == "label_images"
    assert [label.name for label in made.labels.all()] == ["word"]
