"""Commands that do a curator's work from a script: accept suggestions, label images, and see how
things stand."""

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.output.amounts import counted
from cli.output.change_lines import change_line
from cli.output.typed import change_end, typed_command
from cli.output.words import answer, listed
from cli.running import steps
from cli.running.choosing import chosen_rows, limited
from cli.running.image_reports import listed_images
from cli.running.options import (
    AsJson,
    CataloguePath,
    Folder,
    Limit,
    ListedImages,
    RowLabels,
    StatusOption,
    Top,
)
from db.records import ImageFilter, Status
from engine.errors import InputError

if TYPE_CHECKING:
    from db.catalogue import Catalogue

commands = typer.Typer()
label = typer.Typer(
    help="Put a label on images, or take it off. Undo takes it back.",
    epilog="Example: python main.py label add photos.nabolag.sqlite truck a/1.jpg --json",
    rich_markup_mode=None,
)
commands.add_typer(label, name="label")

Images = Annotated[
    list[str] | None,
    typer.Argument(metavar="[IMAGE…]", help="Paths below the archive, or files in it."),
]
LAST_CHANGES = 5


@commands.command(
    epilog="Example: python main.py accept photos.nabolag.sqlite --min-probability 0.95 --preview"
)
def accept(
    catalogue: CataloguePath,
    minimum_probability: Annotated[
        float,
        typer.Option(
            "--min-probability",
            min=0,
            max=1,
            metavar="P",
            help="From which probability on; not the confidence, which says less.",
        ),
    ],
    labels: RowLabels = None,
    folder: Folder = None,
    status: StatusOption = Status.ANY,
    top: Top = None,
    limit: Limit = None,
    preview: Annotated[
        bool, typer.Option("--preview", help="Say what would be accepted, and change nothing.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Accept the open suggestions that are probably right, as a curator does; one undo takes it
    back."""
    with steps.opened(catalogue) as opened:
        run = opened.suggestions.run()
        if run is None:
            raise InputError("no-suggestions")
        if not opened.suggestions.probability_shares(limit=1) and opened.suggestions.count():
            raise InputError("cli-accept-uncalibrated")
        rows = chosen_rows(
            opened,
            labels=labels or (),
            folder=folder,
            status=status,
            minimum_probability=minimum_probability,
            top=top,
            limit=limit,
        )
        found = limited(
            opened.suggestions.open_ones(rows.images, rows.label_ids, minimum_probability), rows
        )
        if found and not preview:
            pairs = {(one.image_id, one.label_id): one.confidence for one in found}
            change = opened.commands.accept_suggestions(pairs, suggester=run.suggester)
            if change.change_id <= 0:  # somebody else decided all of them in the meantime
                found = []
    by_label = Counter(one.label_name for one in found)
    images = len({one.image_id for one in found})
    expected = sum(one.probability or 0 for one in found)
    what = f"{counted(len(found), 'suggestion')} on {counted(images, 'image')}"
    lines = [
        f"{what} {'would be ' if preview else ''}accepted, about {expected:.0f} of them right",
        *listed([f"{count:6}  {name}" for name, count in by_label.most_common()]),
    ]
    if found and not preview:
        lines.append(change_end(catalogue))
    document = {
        "changed": bool(found) and not preview,
        "suggester": run.suggester,
        "suggestions": len(found),
        "images": images,
        "expected_right": expected,
        "labels": dict(by_label.most_common()),
    }
    answer(document, lines, as_json)


@label.command(
    "add", epilog="Example: python main.py label add photos.nabolag.sqlite truck a/1.jpg a/2.jpg"
)
def add(
    catalogue: CataloguePath,
    name: Annotated[
        str, typer.Argument(metavar="LABEL", help="Its name; one that is new is made.")
    ],
    image: Images = None,
    images: ListedImages = None,
    as_json: AsJson = False,
) -> None:
    """Put a label on images."""
    _label_images(catalogue, name, image, images, remove=False, as_json=as_json)


@label.command(
    "remove", epilog="Example: python main.py label remove photos.nabolag.sqlite truck a/1.jpg"
)
def remove(
    catalogue: CataloguePath,
    name: Annotated[str, typer.Argument(metavar="LABEL", help="Its name, an alias or its path.")],
    image: Images = None,
    images: ListedImages = None,
    as_json: AsJson = False,
) -> None:
    """Take a label off images; it is not suggested for them again."""
    _label_images(catalogue, name, image, images, remove=True, as_json=as_json)


def _label_images(
    catalogue: Path,
    name: str,
    image: list[str] | None,
    images: Path | None,
    *,
    remove: bool,
    as_json: bool,
) -> None:
    named = [*(image or ()), *(listed_images(images) if images is not None else ())]
    if not named:
        raise InputError("cli-no-images-named")
    with steps.opened(catalogue) as opened:
        ids = steps.image_ids(opened, named)
        if remove:
            known = steps.label_named(opened, name)
            change = opened.commands.label_images(ids, remove=[known.id])
        else:
            change = opened.commands.label_images(ids, add_names=[name])
    said = change_line({"command": "label_images", **change.details})
    lines = [f"{said[0].upper()}{said[1:]}: {change.details['images']} changed."]
    lines.append(change_end(catalogue, change.change_id > 0))
    answer({"changed": change.change_id > 0, **change.details}, lines, as_json)


@commands.command(epilog="Example: python main.py suggester photos.nabolag.sqlite fused")
def suggester(
    catalogue: CataloguePath,
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="[NAME]", help="The one to suggest with; “recommended”: whichever is that."
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Choose what suggests labels, as the window does; without a name, tell what is in force and
    why, and what there is to choose from."""
    from engine.answers.references import SUGGESTER_SETTING
    from engine.jobs.evaluate.run import RECOMMENDED
    from engine.suggesters.registry import SUGGESTERS, suggester_kind

    with steps.opened(catalogue) as opened:
        if name is not None:
            chosen = None if name == RECOMMENDED else suggester_kind(name).name
            opened.settings.set(SUGGESTER_SETTING, chosen)
        in_force, because = steps.suggester_in_force(opened)
    lines = [f"{in_force}: {because}"]
    document: dict[str, Any] = {"suggester": in_force, "because": because}
    if name is not None:
        lines.append(f"To suggest anew with it: {typed_command('suggest', catalogue)}")
    else:
        abouts = {one.name: str(one.about) for one in SUGGESTERS.values()}
        widest = max(map(len, abouts))
        lines += [f"  {name:{widest}}  {about}" for name, about in abouts.items()]
        document["choices"] = abouts
    answer(document, lines, as_json)


@commands.command(epilog="Example: python main.py info photos.nabolag.sqlite --json")
def info(catalogue: CataloguePath, as_json: AsJson = False) -> None:
    """Tell how a catalogue stands: archive, encoder, suggester and why, counts, last changes."""
    with steps.opened(catalogue) as opened:
        found = _standing(opened)
    counts = found["images"]
    encoder, run = found["encoder"], found["suggestions"]
    lines = [
        f"{found['catalogue']} describes {found['archive']}"
        + ("" if found["archive_is_there"] else ", which is not there"),
        counted(counts["in_use"], "image")
        + ": "
        + ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in counts.items()),
        counted(found["labels"], "label"),
        "Not encoded yet" if encoder is None else f"Encoder: {encoder['name']}",
        f"Suggester: {found['suggester']['name']}: {found['suggester']['because']}",
        "Nothing was suggested yet"
        if run is None
        else f"{counted(run['made'], 'suggestion')} by {run['suggester']}, {run['made_at']}",
    ]
    if found["recommendation"] is not None:
        lines.append(f"Evaluated: {found['recommendation']}")
    lines += [f"{one['at']}  {one['by']}: {one['what']}" for one in found["last_changes"]]
    answer(found, lines, as_json)


def _standing(catalogue: "Catalogue") -> dict[str, Any]:
    from engine.answers.current_encoder import current_encoder
    from engine.answers.recommended import recommended

    encoder, run = current_encoder(catalogue), catalogue.suggestions.run()
    name, because = steps.suggester_in_force(catalogue)
    recommendation = recommended(catalogue.settings)
    statuses = [one for one in Status if one is not Status.ANY]
    counts = {"in_use": catalogue.images.count(ImageFilter())}
    counts |= {one.value: catalogue.images.count(ImageFilter(status=one)) for one in statuses}
    return {
        "catalogue": catalogue.path,
        "archive": catalogue.archive_dir,
        "archive_is_there": catalogue.archive_dir.is_dir(),
        "images": {name.replace(" ", "_"): count for name, count in counts.items()},
        "labels": len(catalogue.labels.all()),
        "encoder": None if encoder is None else {"name": encoder[0], "fingerprint": encoder[1]},
        "suggester": {"name": name, "because": because},
        "recommendation": str(recommendation.reason) if recommendation.is_evaluated else None,
        "suggestions": None
        if run is None
        else {
            "suggester": run.suggester,
            "made": catalogue.suggestions.count(),
            "made_at": run.created_at,
            "encoder": run.encoder,
        },
        "last_changes": [
            {
                "at": one.changed_at,
                "by": one.curator,
                "what": _told(one.command, one.details),
                "state": one.state,
            }
            for one in catalogue.history.entries(LAST_CHANGES)
        ],
    }


def _told(command: str, details: Mapping[str, Any]) -> str:
    """An entry of the history; undo and redo are entries of their own, told by what they turned."""
    turned = {"undo": "undone: ", "redo": "done again: "}.get(command, "")
    return turned + change_line({"command": command, **details})
