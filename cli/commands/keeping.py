"""Commands that take things out of a catalogue, or put a backup in its place."""

from typing import Annotated

import typer

from cli.output.change_lines import change_line
from cli.output.words import answer, backup_lines, progress_lines
from cli.running import steps
from cli.running.options import AsJson, CataloguePath
from engine.errors import InputError

commands = typer.Typer()


@commands.command(epilog="Example: python main.py backups photos.nabolag.sqlite")
def backups(catalogue: CataloguePath, as_json: AsJson = False) -> None:
    """List the backups of a catalogue, newest first."""
    from db.backups import restorable, with_contents

    found = [with_contents(one) for one in restorable(catalogue)]
    if not found and not catalogue.exists():
        raise InputError("cli-no-catalogue-nor-backup", catalogue=catalogue)
    answer(found, backup_lines(found), as_json)


@commands.command(epilog="Example: python main.py backup photos.nabolag.sqlite")
def backup(catalogue: CataloguePath, as_json: AsJson = False) -> None:
    """Back a catalogue up now, into the folder beside it; `restore` puts it back."""
    from db.backups import ASKED_REASON, with_contents

    with steps.opened(catalogue) as opened:
        taken = with_contents(opened.backups.take(ASKED_REASON))
    answer(taken, backup_lines([taken]), as_json)


@commands.command(epilog="Example: python main.py restore photos.nabolag.sqlite")
def restore(
    catalogue: CataloguePath,
    backup: Annotated[
        str | None,
        typer.Argument(metavar="[BACKUP]", help="A name that `backups` lists; else the newest."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Put a backup in the place of a catalogue that no window has open.

    What is replaced becomes a backup itself, so that restoring can be undone.
    """
    from db.backups import restorable, sound_backups
    from db.catalogue import Catalogue

    if backup is None:
        found = sound_backups(catalogue)
    else:
        found = [one for one in restorable(catalogue) if one.path.name == backup]
    if not found:
        if backup is None:
            raise InputError("cli-no-backup", catalogue=catalogue)
        raise InputError("cli-no-such-backup", catalogue=catalogue, backup=backup)
    Catalogue.restore(catalogue, found[0].path).close()
    answer(found[0], [f"{catalogue} is as it was at {found[0].created_at}."], as_json)


@commands.command(epilog="Example: python main.py progress photos.nabolag.sqlite")
def progress(catalogue: CataloguePath, as_json: AsJson = False) -> None:
    """Tell how far the archive is labelled, by folder, and what was decided in each week."""
    with steps.opened(catalogue) as opened:
        found = opened.progress.read()
    answer(found, progress_lines(found), as_json)


@commands.command(epilog="Example: python main.py undo photos.nabolag.sqlite")
def undo(
    catalogue: CataloguePath,
    redo: Annotated[bool, typer.Option("--redo", help="Do again what was undone last.")] = False,
    as_json: AsJson = False,
) -> None:
    """Take back the newest change of a catalogue, whoever made it; again for the one before."""
    with steps.opened(catalogue) as opened:
        change = opened.commands.redo() if redo else opened.commands.undo()
        if change is None:
            raise InputError("cli-nothing-to-redo" if redo else "cli-nothing-to-undo")
    said = f"{'Done again' if redo else 'Undone'}: {change_line(change.details)}."
    answer(change.details, [said], as_json)
