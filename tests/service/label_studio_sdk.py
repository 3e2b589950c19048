"""Predictions of the service against what Label Studio's own SDK accepts.

    pip install label-studio-sdk                      # in an environment of its own: 70 packages
    python -m tests.service.label_studio_sdk --python ENVIRONMENT/bin/python

Starts the service on a small archive, asks it as Label Studio does for projects of several kinds,
and hands the answers to the SDK: its ``PredictionValue``, and ``validate_prediction`` of its
``LabelInterface``, with which the server of Label Studio checks what a model sends.
"""

import argparse
import base64
import io
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import requests

from tests.service.serving import COLOURS, SHAPES, TOKEN, drawing, make_catalogue, served

IMAGE = '<Image name="img" value="$picture"/>'
FLAT = '<Choice value="Circle" alias="round one"/><Choice value="square"/><Choice value="cross"/>'
CONFIGS = {
    "one choice": f'<View>{IMAGE}<Choices name="c" toName="img">{FLAT}</Choices></View>',
    "several choices": (
        f'<View>{IMAGE}<Text name="t" value="$text"/>'
        f'<Choices name="c" toName="img" choice="multiple">{FLAT}</Choices></View>'
    ),
    "taxonomy": (
        f'<View>{IMAGE}<Taxonomy name="c" toName="img">'
        f'<Choice value="form">{FLAT}</Choice></Taxonomy></View>'
    ),
}
VALIDATE = """
import json, sys
from importlib.metadata import version
from label_studio_sdk.label_interface import LabelInterface
from label_studio_sdk.label_interface.objects import PredictionValue
found = []
for config, predictions in json.load(sys.stdin):
    interface = LabelInterface(config)
    interface.validate()
    for one in predictions:
        errors = interface.validate_prediction(one, return_errors=True)
        PredictionValue(**one)
        found.append((len(one["result"]), errors))
print(json.dumps({"version": version("label-studio-sdk"), "found": found}))
"""


def tasks() -> list[dict[str, Any]]:
    """A task for each shape in each colour, and one without a picture."""
    found: list[dict[str, Any]] = []
    for shape in SHAPES:
        for colour in COLOURS:
            buffer = io.BytesIO()
            drawing(shape, colour, 3).save(buffer, "PNG")
            inline = "data:image/png;base64," + base64.b64encode(buffer.getvalue()).decode()
            found.append({"picture": inline, "text": f"a drawing in {colour}"})
    found.append({"picture": None})
    return [{"id": at, "data": one} for at, one in enumerate(found)]


def main() -> None:
    """Ask, validate and print; the exit code is 1 where the SDK refuses a prediction."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--python", type=Path, required=True, help="one that has the SDK")
    arguments = parser.parse_args()
    answers = []
    with tempfile.TemporaryDirectory() as folder:
        catalogue = make_catalogue(Path(folder))
        with served(catalogue, Path(folder) / "archive") as service:
            for config in CONFIGS.values():
                answer = requests.post(
                    f"{service.address}/predict",
                    json={"tasks": tasks(), "label_config": config, "params": {"context": None}},
                    auth=("label-studio", TOKEN),
                    timeout=60,
                )
                answers.append((config, answer.json()["results"]))
    done = subprocess.run(
        [str(arguments.python), "-c", VALIDATE],
        input=json.dumps(answers),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        sys.exit(done.stderr)
    told = json.loads(done.stdout)
    refused = [errors for _regions, errors in told["found"] if errors]
    regions = sum(count for count, _errors in told["found"])
    sys.stdout.write(
        f"label-studio-sdk {told['version']}: {len(told['found'])} predictions with {regions} "
        f"regions in {len(CONFIGS)} kinds of projects, {len(refused)} refused\n"
    )
    sys.exit("\n".join(map(str, refused)) or 0)


if __name__ == "__main__":
    main()
