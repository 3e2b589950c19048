"""The command that answers other programs over HTTP."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.output.streams import put_aside
from cli.output.words import answer
from cli.running.options import AsJson, CataloguePath

if TYPE_CHECKING:
    from service.model.calls import Ready

commands = typer.Typer()


@commands.command(
    epilog="Example: python main.py serve photos.nabolag.sqlite --token-file token.txt"
)
def serve(
    catalogue: CataloguePath,
    host: Annotated[
        str,
        typer.Option(metavar="ADDRESS", help="Where to listen; this computer alone by default."),
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 takes any that is free.")] = 8765,
    token_file: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="A file with the token; else NABOLAG_TOKEN, else one is made and told.",
        ),
    ] = None,
    allowed_host: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME", help="A name that clients may call this computer by; again for more."
        ),
    ] = None,
    until_input_ends: Annotated[
        bool,
        typer.Option(
            "--until-input-ends",
            help="End once standard input is closed; for programs that start the service.",
        ),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Answer other programs over HTTP: labels for pictures, with their evidence.

    Nothing is written to the catalogue, and what others change in it is followed. Every request but
    /health has to carry the token. Ctrl-C ends it once all that was asked is answered.
    """
    from service.owner import end_with_input
    from service.run import serve as run
    from service.settings import ServiceSettings, checked_names, token_from

    if until_input_ends:
        end_with_input()
    (address,), names = checked_names([host]), checked_names(allowed_host or ())
    token, is_made = token_from(token_file)
    settings = ServiceSettings(catalogue.absolute(), token, address, port, names)

    def tell(address: str, ready: "Ready") -> None:
        if is_made:
            put_aside(f"Token: {token}")
        told = {
            "address": address,
            "catalogue": catalogue,
            "encoder": ready.encoder,
            "suggester": ready.suggester,
        }
        answer(told, [f"Serving {catalogue} at {address}; Ctrl-C ends it."], as_json)

    run(settings, tell)
