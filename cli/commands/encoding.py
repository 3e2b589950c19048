"""Commands on encoders and features."""

from typing import Annotated

import typer

from cli.output.amounts import size
from cli.output.words import answer, encode_lines, encoder_lines, note
from cli.running import steps
from cli.running.jobs import run_job
from cli.running.options import AsJson, CataloguePath

commands = typer.Typer()


@commands.command(epilog="Example: python main.py encode photos.nabolag.sqlite --encoder built-in")
def encode(
    catalogue: CataloguePath,
    encoder: Annotated[
        str | None,
        typer.Option(
            metavar="NAME", help="One that `encoders` lists, or weights in a file or folder."
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Compute the features of all images that have none yet."""
    with steps.opened(catalogue) as opened:
        summary = steps.encode(opened, encoder)
    answer(summary, encode_lines(summary), as_json)


@commands.command(epilog="Example: python main.py encoders --download ViT-B-32/laion2b_s34b_b79k")
def encoders(
    download: Annotated[
        str | None, typer.Option(metavar="NAME", help="Fetch this encoder's weights, once.")
    ] = None,
    every: Annotated[
        bool, typer.Option("--all", help="List every encoder that can be had.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """List the encoders that are installed and what can be had, or fetch one.

    Weights given as files or folders need no listing: encode --encoder takes their path. Those in
    the encoders folder, which is shown, are listed by name.
    """
    from engine.encoders.registry import available_encoders, encoders_dir

    if download is not None:
        wanted = next((one for one in available_encoders() if one.name == download), None)
        if wanted is not None and not wanted.installed:
            note(f"{download}: {size(wanted.size_bytes)} from {wanted.source}; Ctrl-C stops.")
        fetched = run_job("download", name=download)
        answer(fetched, [f"{fetched.name} is installed, SHA-256 {fetched.weights_sha256}"], as_json)
        return
    found = available_encoders()
    answer(
        {"folder": encoders_dir(), "encoders": found},
        encoder_lines(found, encoders_dir(), every=every),
        as_json,
    )
