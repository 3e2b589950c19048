"""What tests of every part share."""

import pytest
from hypothesis import settings

from tests.command_line import Answer, Command

# How long one example takes says more about what else the machine is doing than about the code.
settings.register_profile("no deadline", deadline=None)
settings.load_profile("no deadline")


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str]) -> Command:
    """Runs a command line in this process."""
    import main

    def run(*arguments: object) -> Answer:
        capsys.readouterr()
        code = main.main([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return Answer(code, captured.out, captured.err)

    return run
