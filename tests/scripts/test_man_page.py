"""The man page has every command with its options."""

import typer

import main
from scripts.man_page import man_page


def test_every_command_and_option_is_in_the_page() -> None:
    page = man_page()

    group = typer.main.get_group(main.app)
    for name, command in group.commands.items():
        assert f"nabolag {name}".replace("-", r"\-") in page
        for option in getattr(command, "commands", None) or command.params:
            if getattr(option, "param_type_name", "") == "option":
                assert option.opts[0].replace("-", r"\-") in page
    assert "python main.py" not in page
