"""The options of the command ``export``, by what they are about."""

from typing import Annotated, Literal

import typer

from engine.exchange.picture_settings import PictureFormat, PictureWay
from engine.exchange.registry import FORMATS

Only = Literal["any", "labelled", "decided", "reviewed"]
Names = Literal["original", "english"]

WHICH, LABELS, PICTURES, ABOUT = "Which images", "Which labels", "Picture files", "What it says"

Format = Annotated[
    str | None,
    typer.Option(
        "--format",
        metavar="|".join(one.name for one in FORMATS),
        help="How it is written; else as DEST ends.",
    ),
]
FormatOptions = Annotated[
    list[str], typer.Option("--option", metavar="NAME=VALUE", help="An option of the format.")
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
        "--filter",
        metavar="TEXT",
        help="Only images with these words in path, title or labels.",
        rich_help_panel=WHICH,
    ),
]
WithLabel = Annotated[
    list[str],
    typer.Option(
        "--label",
        metavar="NAME",
        help="Only images with this label; more than one: with all.",
        rich_help_panel=WHICH,
    ),
]
Folder = Annotated[
    str | None,
    typer.Option(
        metavar="PATH", help="Only images in this folder or below it.", rich_help_panel=WHICH
    ),
]
Saved = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="Only those of a saved search.", rich_help_panel=WHICH),
]
OnlyState = Annotated[
    Only | None,
    typer.Option(
        help="Only images with a label; with a curator's decision; that are reviewed.",
        rich_help_panel=WHICH,
    ),
]
Split = Annotated[
    str | None,
    typer.Option(
        metavar="SHARES|FILE.csv",
        help="Train, validation and test: 80/10/10, 80/20 without validation, or a table of file "
        "and split. Duplicates stay together, every label is divided alike.",
        rich_help_panel=WHICH,
    ),
]
Seed = Annotated[
    int, typer.Option(min=0, help="Another one divides otherwise.", rich_help_panel=WHICH)
]

Decided = Annotated[
    bool | None,
    typer.Option(
        "--decided/--any-source",
        help="Only labels that a curator gave or accepted.",
        rich_help_panel=LABELS,
    ),
]
MinimumImages = Annotated[
    int | None,
    typer.Option(
        "--min-images",
        min=0,
        metavar="N",
        help="Leave out labels on fewer images.",
        rich_help_panel=LABELS,
    ),
]
Parents = Annotated[
    bool | None,
    typer.Option("--parents/--no-parents", help="Add the labels above.", rich_help_panel=LABELS),
]
LabelNames = Annotated[
    Names | None,
    typer.Option("--names", help="What labels are called.", rich_help_panel=LABELS),
]
Suggestions = Annotated[
    float | None,
    typer.Option(
        "--suggestions",
        min=0,
        max=1,
        metavar="P",
        help="Open suggestions too, as such, from this probability on.",
        rich_help_panel=LABELS,
    ),
]

Pictures = Annotated[
    PictureWay | None,
    typer.Option("--pictures", help="How picture files get there.", rich_help_panel=PICTURES),
]
Size = Annotated[
    int | None,
    typer.Option(
        "--size",
        min=16,
        metavar="PX",
        help="Make pictures smaller whose longer side is longer.",
        rich_help_panel=PICTURES,
    ),
]
Convert = Annotated[
    PictureFormat | None,
    typer.Option("--convert", help="Write all as this.", rich_help_panel=PICTURES),
]
Srgb = Annotated[
    bool, typer.Option("--srgb", help="Convert colours to sRGB.", rich_help_panel=PICTURES)
]
Strip = Annotated[
    bool,
    typer.Option(
        "--strip",
        help="Leave out places, times, names and all else in the files but the picture.",
        rich_help_panel=PICTURES,
    ),
]

Title = Annotated[str | None, typer.Option("--title", rich_help_panel=ABOUT)]
Description = Annotated[str | None, typer.Option("--description", rich_help_panel=ABOUT)]
Licence = Annotated[
    str | None, typer.Option("--licence", help="Such as CC-BY-4.0.", rich_help_panel=ABOUT)
]
Creator = Annotated[str | None, typer.Option("--creator", rich_help_panel=ABOUT)]
Contact = Annotated[str | None, typer.Option("--contact", rich_help_panel=ABOUT)]
Card = Annotated[
    bool | None,
    typer.Option(
        "--card/--no-card",
        help="With README, manifest and plots: inside a folder, else beside the file.",
        rich_help_panel=ABOUT,
    ),
]
