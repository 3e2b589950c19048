"""The options of the command ``export``, by what they are about."""

from typing import Annotated, Literal

import typer

from engine.exchange.export_format import SWITCH_VALUES
from engine.exchange.picture_settings import PictureFormat, PictureWay
from engine.exchange.registry import FORMATS

Only = Literal["any", "labelled", "decided", "reviewed"]
Names = Literal["original", "english"]


def _options_of_formats() -> str:
    """Every option of a format with the values it can have."""
    told = []
    for one in FORMATS:
        options = []
        for option in one.options:
            values = [name for name, _ in option.choices] or list(SWITCH_VALUES)
            values += ["NAME,NAME"] if option.listed is not None else []
            options.append(f"{option.name}={'|'.join(values)}")
        if options:
            told.append(f"{one.name} has {', '.join(options)}")
    return "; ".join(told)


Format = Annotated[
    str | None,
    typer.Option(
        "--format",
        metavar="|".join(one.name for one in FORMATS),
        help="How it is written; else as DEST ends.",
    ),
]
FormatOptions = Annotated[
    list[str],
    typer.Option(
        "--option",
        metavar="NAME=VALUE",
        help=f"An option of the format: {_options_of_formats()}.",
    ),
]
Preset = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="Settings that were saved; other options change them."),
]
SavePreset = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="Save these settings under a name, or in its place."),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Write nothing; tell what would be.")]

Filter = Annotated[
    str | None,
    typer.Option(
        "--filter", metavar="TEXT", help="Only images with these words in path, title or labels."
    ),
]
Saved = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="Only those of a saved search."),
]
OnlyState = Annotated[
    Only | None,
    typer.Option(help="Only images with a label; with a curator's decision; that are reviewed."),
]
Split = Annotated[
    str | None,
    typer.Option(
        metavar="SHARES|FILE.csv",
        help="Train, validation and test: 80/10/10, 80/20 without validation, or a table of file "
        "and split. Duplicates stay together, every label is divided alike.",
    ),
]
Seed = Annotated[int, typer.Option(min=0, help="Another one divides otherwise.")]

Decided = Annotated[
    bool | None,
    typer.Option("--decided/--any-source", help="Only labels that a curator gave or accepted."),
]
MinimumImages = Annotated[
    int | None,
    typer.Option("--min-images", min=0, metavar="N", help="Leave out labels on fewer images."),
]
Parents = Annotated[
    bool | None,
    typer.Option("--parents/--no-parents", help="Add the labels above."),
]
LabelNames = Annotated[
    Names | None,
    typer.Option("--names", help="What labels are called."),
]
Suggestions = Annotated[
    float | None,
    typer.Option(
        "--suggestions",
        "--min-probability",
        min=0,
        max=1,
        metavar="P",
        help="Open suggestions too, as such, from this probability on.",
    ),
]
Top = Annotated[
    int | None,
    typer.Option("--top", min=1, metavar="N", help="The N surest suggestions of each image."),
]
Limit = Annotated[
    int | None,
    typer.Option("--limit", min=1, metavar="N", help="The first N images; not kept in a preset."),
]

Pictures = Annotated[
    Literal[PictureWay, "in-place"] | None,
    typer.Option(
        "--pictures", help="How picture files get there; in-place: not at all, they are named."
    ),
]
Size = Annotated[
    int | None,
    typer.Option(
        "--size", min=16, metavar="PX", help="Make pictures smaller whose longer side is longer."
    ),
]
Convert = Annotated[
    PictureFormat | None,
    typer.Option("--convert", help="Write all as this."),
]
Quality = Annotated[
    int | None,
    typer.Option(
        "--quality", min=1, max=100, metavar="N", help="Of the JPEG and WebP files that are made."
    ),
]
Srgb = Annotated[bool, typer.Option("--srgb", help="Convert colours to sRGB.")]
Strip = Annotated[
    bool,
    typer.Option(
        "--strip", help="Leave out places, times, names and all else in the files but the picture."
    ),
]

Title = Annotated[str | None, typer.Option("--title", help="What the dataset is called.")]
Description = Annotated[str | None, typer.Option("--description", help="What it shows, for whom.")]
Licence = Annotated[str | None, typer.Option("--licence", help="Such as CC-BY-4.0.")]
Creator = Annotated[str | None, typer.Option("--creator", help="Who made it.")]
Contact = Annotated[str | None, typer.Option("--contact", help="Whom to ask about it.")]
Url = Annotated[str | None, typer.Option("--url", help="Where it is on the web.")]
Card = Annotated[
    bool | None,
    typer.Option(
        "--card/--no-card",
        help="With README, manifest and plots: inside a folder, else beside the file.",
    ),
]
