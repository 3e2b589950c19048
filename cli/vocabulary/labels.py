"""Commands on the vocabulary: look it over, put it in order, keyword lists of Lightroom."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.output.amounts import counted
from cli.output.label_lines import (
    delete_lines,
    keyword_list_lines,
    merge_lines,
    move_lines,
    reason_text,
    same_lines,
    split_lines,
    table_lines,
    written_list_lines,
)
from cli.output.typed import change_end
from cli.output.words import answer
from cli.running import steps
from cli.running.jobs import run_job
from cli.running.options import AsJson, CataloguePath, Force, WithDefault
from cli.vocabulary.rules import rules
from db.errors import CatalogueError
from engine.errors import InputError
from messages.levels import join_levels

if TYPE_CHECKING:
    from db.catalogue import Catalogue
    from db.records import ChangeSet, LabelRecord


class ListOrCommand(WithDefault):
    """``labels my.nabolag.sqlite`` is short for ``labels list my.nabolag.sqlite``."""

    default = "list"


labels = typer.Typer(
    cls=ListOrCommand,
    help="Look the vocabulary over and put it in order: what each label is called and how many "
    "images carry it, which labels are probably the same, merging, renaming, moving, deleting, "
    "and Lightroom's keyword lists. Without a command, list the labels. Every change says "
    "what it does, in numbers, and can be undone.",
    epilog="Example: python main.py labels photos.nabolag.sqlite --json",
    rich_markup_mode=None,
)
commands = typer.Typer()
commands.add_typer(labels, name="labels")

Preview = Annotated[
    bool, typer.Option("--preview", help="Say what the change would do, and change nothing.")
]
Names = Annotated[
    list[str], typer.Argument(metavar="LABEL…", help="Names, aliases or paths (birds|crane).")
]


@labels.command("list", epilog="Example: python main.py labels list photos.nabolag.sqlite")
def list_labels(catalogue: CataloguePath, as_json: AsJson = False) -> None:
    """List every label: images, English name and where it is from, and the label above it."""
    with steps.opened(catalogue) as opened:
        found = opened.labels.all()
    document = []
    for label in found:
        in_english, origin = label.name_in_english
        document.append(
            {
                **asdict(label),
                "path": join_levels(label.levels),
                "in_english": in_english,
                "in_english_from": origin,
            }
        )
    answer(document, table_lines(found), as_json)


@labels.command(epilog="Example: python main.py labels same photos.nabolag.sqlite")
def same(
    catalogue: CataloguePath,
    apart: Annotated[
        tuple[str, str] | None,
        typer.Option("--apart", metavar="A B", help="Remember that these two are not the same."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """List labels that are probably the same, with the reasons, the surest first.

    They are written alike, are singular and plural, mean the same in English or stand on the same
    images. The arrow points to the one on more images.
    """
    with steps.opened(catalogue) as opened:
        if apart is not None:
            first, second = (steps.label_named(opened, name) for name in apart)
            change = opened.commands.mark_different([(first.id, second.id)])
            lines = [f"‘{first.shown}’ and ‘{second.shown}’ are not the same."]
            answer(change.details, [*lines, change_end(catalogue, says_done=True)], as_json)
            return
        found = run_job("same-labels", opened)
        vocabulary = opened.labels.all()
    names = {label.id: label.shown for label in vocabulary}
    document = [
        {
            "source": names[pair.source_id],
            "target": names[pair.target_id],
            "score": pair.score,
            "reasons": [reason_text(reason) for reason in pair.reasons],
        }
        for pair in found.pairs
    ]
    answer(document, same_lines(found, vocabulary), as_json)


@labels.command(
    epilog="Example: python main.py labels merge photos.nabolag.sqlite lorry HGV --into truck"
)
def merge(
    catalogue: CataloguePath,
    names: Names,
    into: Annotated[str, typer.Option("--into", metavar="LABEL", help="The label that stays.")],
    preview: Preview = False,
    as_json: AsJson = False,
) -> None:
    """Make one label of several: their images and decisions go to it, their names are aliases."""
    with steps.opened(catalogue) as opened:
        target = steps.label_named(opened, into)
        sources = [label.id for label in _labels(opened, names) if label.id != target.id]
        if not sources:
            raise InputError("cli-merge-into-itself")
        effect = opened.label_effects.of_merge(sources, target.id)
        _change(
            catalogue,
            asdict(effect),
            merge_lines(effect),
            None if preview else lambda: opened.commands.merge_labels(sources, target.id),
            as_json,
        )


@labels.command(
    epilog="Example: python main.py labels add photos.nabolag.sqlite tram --below vehicle"
)
def add(
    catalogue: CataloguePath,
    name: Annotated[str, typer.Argument(metavar="NAME", help="The new label.")],
    below: Annotated[
        str | None,
        typer.Option("--below", metavar="LABEL", help="The label above; else at the top."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Add a label to the vocabulary."""
    with steps.opened(catalogue) as opened:
        parent_id = None if below is None else steps.label_named(opened, below).id
        change = opened.commands.create_label(name, parent_id=parent_id)
    answer(
        change.details, [f"‘{name}’ is a label now", change_end(catalogue, says_done=True)], as_json
    )


@labels.command(epilog="Example: python main.py labels rename photos.nabolag.sqlite lory lorry")
def rename(
    catalogue: CataloguePath,
    old: Annotated[str, typer.Argument(metavar="LABEL", help="Its name now, or an alias.")],
    new: Annotated[str, typer.Argument(metavar="NAME", help="Its new name.")],
    as_json: AsJson = False,
) -> None:
    """Give a label another name; the old one stays as an alias where files have it as keyword."""
    with steps.opened(catalogue) as opened:
        label = steps.label_named(opened, old)
        change = opened.commands.rename_label(label.id, new)
    images = counted(label.image_count, "image")
    lines = [f"‘{label.shown}’ is now ‘{new}’, on {images}", change_end(catalogue, says_done=True)]
    answer(change.details, lines, as_json)


@labels.command(
    epilog="Example: python main.py labels move photos.nabolag.sqlite truck tram --below vehicle"
)
def move(
    catalogue: CataloguePath,
    names: Names,
    below: Annotated[
        str | None,
        typer.Option("--below", metavar="LABEL", help="The label above; else at the top."),
    ] = None,
    preview: Preview = False,
    as_json: AsJson = False,
) -> None:
    """Put labels, with all that lies below them, below another label or at the top."""
    with steps.opened(catalogue) as opened:
        parent_id = None if below is None else steps.label_named(opened, below).id
        moving = [label.id for label in _labels(opened, names)]
        effect = opened.label_effects.of_move(moving, parent_id)
        _change(
            catalogue,
            asdict(effect),
            move_lines(effect),
            None if preview else lambda: opened.commands.set_parents(moving, parent_id),
            as_json,
        )


@labels.command(epilog="Example: python main.py labels alias photos.nabolag.sqlite truck lorry")
def alias(
    catalogue: CataloguePath,
    name: Annotated[str, typer.Argument(metavar="LABEL", help="The label.")],
    other: Annotated[str, typer.Argument(metavar="ALIAS", help="The other name.")],
    remove: Annotated[bool, typer.Option("--remove", help="Take the alias away.")] = False,
    as_json: AsJson = False,
) -> None:
    """Give a label another name that it is found by, or take one away."""
    with steps.opened(catalogue) as opened:
        label = steps.label_named(opened, name)
        command = opened.commands.remove_alias if remove else opened.commands.add_alias
        change = command(label.id, other)
    said = "is no longer" if remove else "is now"
    lines = [f"‘{other}’ {said} an alias of ‘{label.shown}’", change_end(catalogue, says_done=True)]
    answer(change.details, lines, as_json)


@labels.command(
    epilog="Example: python main.py labels delete photos.nabolag.sqlite unsorted --preview"
)
def delete(
    catalogue: CataloguePath,
    names: Names,
    preview: Preview = False,
    as_json: AsJson = False,
) -> None:
    """Remove labels from the vocabulary and from every image."""
    with steps.opened(catalogue) as opened:
        going = [label.id for label in _labels(opened, names)]
        effect = opened.label_effects.of_delete(going)
        _change(
            catalogue,
            asdict(effect),
            delete_lines(effect),
            None if preview else lambda: opened.commands.delete_labels(going),
            as_json,
        )


@labels.command(
    epilog="Example: python main.py labels split photos.nabolag.sqlite mouse rat a/1.jpg b/2.jpg"
)
def split(
    catalogue: CataloguePath,
    name: Annotated[str, typer.Argument(metavar="LABEL", help="The label that is two.")],
    new: Annotated[str, typer.Argument(metavar="NAME", help="The new label.")],
    images: Annotated[
        list[str], typer.Argument(metavar="IMAGE…", help="The images that are the new one.")
    ],
    preview: Preview = False,
    as_json: AsJson = False,
) -> None:
    """Split some images of a label off: they carry a new label in its place."""
    with steps.opened(catalogue) as opened:
        label = steps.label_named(opened, name)
        ids = steps.image_ids(opened, images)
        effect = opened.label_effects.of_split(label.id, ids)
        if not effect.images:
            raise CatalogueError("images-without-label", label=effect.label)
        _change(
            catalogue,
            asdict(effect),
            split_lines(effect, new),
            None if preview else lambda: opened.commands.split_label(label.id, ids, new),
            as_json,
        )


@labels.command(
    "keywords-in",
    epilog="Example: python main.py labels keywords-in photos.nabolag.sqlite lightroom.txt",
)
def keywords_in(
    catalogue: CataloguePath,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A keyword list, or SKOS.")],
    preview: Preview = False,
    as_json: AsJson = False,
) -> None:
    """Take a keyword list of Lightroom into the vocabulary: hierarchy, synonyms and brackets; or
    SKOS in Turtle, RDF/XML or JSON-LD: hierarchy, other names and English ones.

    Nothing is removed; a label that the list has at the top stays where it is.
    """
    from engine.jobs.keyword_list import foretell_keyword_list

    with steps.opened(catalogue) as opened:
        reading = foretell_keyword_list(opened, file)
        problems = [f"line {number}: {problem}" for number, problem in reading.problems]
        _change(
            catalogue,
            {**asdict(reading.effect), "problems": problems},
            keyword_list_lines(reading),
            None if preview else lambda: opened.commands.import_keyword_list(reading.entries),
            as_json,
        )


@labels.command(
    "keywords-out",
    epilog="Example: python main.py labels keywords-out photos.nabolag.sqlite lightroom.txt",
)
def keywords_out(
    catalogue: CataloguePath,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The file to write.")],
    force: Force = False,
    as_json: AsJson = False,
) -> None:
    """Write the vocabulary as a keyword list that Lightroom imports."""
    from engine.jobs.keyword_list import export_keyword_list

    with steps.opened(catalogue) as opened:
        written = export_keyword_list(opened, file, overwrite=force)
    answer(written, written_list_lines(written), as_json)


labels.command(
    epilog="Example: python main.py labels rules photos.nabolag.sqlite --rules rules.csv --preview"
)(rules)


def _labels(catalogue: "Catalogue", names: Sequence[str]) -> list["LabelRecord"]:
    return [steps.label_named(catalogue, name) for name in names]


def _change(
    catalogue: Path,
    effect: dict[str, Any],
    lines: Iterable[str],
    run: "Callable[[], ChangeSet] | None",
    as_json: bool,
) -> None:
    """Make a change unless ``run`` is None; say what it does and how to undo it. A change that is
    refused says nothing else."""
    changed = run is not None and run().change_id > 0
    end = change_end(catalogue, changed, says_done=True)
    answer({"changed": changed, **effect}, [*lines, end], as_json)
