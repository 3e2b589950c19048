"""The service as other programs meet it: one process on a small archive, asked over HTTP."""

import base64
import io
import json
import os
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import psutil
import pytest
import requests
from PIL import Image

from db.catalogue import Catalogue
from db.questions.records import GivenAnswer
from tests.service.serving import ROOT, SHAPES, TOKEN, Served, drawing, make_catalogue, served

README = ROOT / "README.md"
ON_BOTH = "neighbor-search-on-both"
HEALTHY = {"status": "UP", "model_class": "nabolag", "version": "0.1.0"}


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One service for all tests here."""
    folder = tmp_path_factory.mktemp("served")
    with served(make_catalogue(folder), folder / "archive") as running:
        yield running


def png(shape: str = "circle", colour: str = "#b02020", at: int = 3) -> bytes:
    """A drawing as a file holds it."""
    buffer = io.BytesIO()
    drawing(shape, colour, at).save(buffer, "PNG")
    return buffer.getvalue()


def in_readme(service: Served, start: str, end: str) -> str:
    """A piece of the README, with the address of this service."""
    found = re.search(rf"^{start}.*?{end}", README.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    assert found is not None
    return found[0].replace("http://127.0.0.1:8765", service.address)


def test_the_curl_of_the_readme_is_answered(service: Served, tmp_path: Path) -> None:
    (tmp_path / "meme.png").write_bytes(png())
    typed = in_readme(service, "curl ", "/predict")

    done = subprocess.run(
        ["sh", "-c", f"{typed} --silent --fail"],
        cwd=tmp_path,
        env={**os.environ, "NABOLAG_TOKEN": TOKEN},
        capture_output=True,
        check=True,
    )

    answer = json.loads(done.stdout)
    first = answer["labels"][0]
    assert (first["label"], first["suggested"]) == ("circle", True)
    carrying = [one for one in first["evidence"] if one["carries_label"]]
    assert sum(one["weight"] for one in carrying) == pytest.approx(first["confidence"], abs=1e-6)
    if first["probabilities"] is not None:
        assert sum(first["probabilities"].values()) == pytest.approx(1)
    assert answer["model"]["suggester"] == "neighbor-mix"
    assert len(answer["model"]["encoder_fingerprint"]) == 64
    with Catalogue.open_to_read(service.catalogue) as catalogue:
        version = catalogue.history.newest_id()
        assert answer["catalogue"] == {"identity": catalogue.identity, "version": version}


def test_the_client_of_the_readme_works(service: Served, tmp_path: Path) -> None:
    (tmp_path / "meme.png").write_bytes(png())
    client = in_readme(service, "import os\n\nimport requests", r"print\(.*?\)\n")

    done = subprocess.run(
        [sys.executable, "-c", client],
        cwd=tmp_path,
        env={**os.environ, "NABOLAG_TOKEN": TOKEN},
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.startswith("{'circle': ")


def test_evidence_can_be_looked_at(service: Served) -> None:
    found = service.post("/predict", files={"image": png()}).json()["labels"][0]["evidence"][0]

    shown = service.get(found["url"]).json()
    thumbnail = service.get(shown["thumbnail_url"])

    assert "circle" in shown["labels"]
    assert thumbnail.content.startswith(b"\xff\xd8")
    assert shown["thumbnail"].endswith(base64.b64encode(thumbnail.content).decode())
    assert service.get("/evidence/99999").status_code == 404
    assert service.get(f"/evidence/{2**70}").status_code == 422


def test_a_batch_is_answered_one_by_one(service: Served) -> None:
    files = [("images", png("square")), ("images", b"no picture"), ("images", png("cross"))]

    results = service.post("/predict/batch", files=files).json()["results"]

    assert results[0]["labels"][0]["label"] == "square"
    assert results[1]["error"]["code"] == "service-image-unreadable"
    assert results[2]["labels"][0]["label"] == "cross"
    uneven = service.post("/predict/batch", files=files, data={"texts": ["one"]})
    assert uneven.json()["error"]["code"] == "service-texts-uneven"


def test_another_suggester_can_be_asked(service: Served) -> None:
    asked = {"files": {"image": png()}, "data": {"suggester": "neighbor-search"}}
    unknown = {"files": {"image": png()}, "data": {"suggester": "oracle"}}

    assert service.post("/predict", **asked).json()["model"]["suggester"] == "neighbor-search"
    refused = service.post("/predict", **unknown)
    assert (refused.status_code, refused.json()["error"]["code"]) == (422, "suggester-unknown")


def test_search_takes_words_and_pictures(service: Served) -> None:
    by_words = service.post("/search", json={"text": "a red circle", "top": 3}).json()["images"]
    known = (service.archive / "04.png").read_bytes()
    by_picture = service.post("/search", files={"image": known}, data={"top": "1"}).json()["images"]
    both = service.post("/search", files={"image": known}, data={"text": "circle"})

    assert len(by_words) == 3
    with Catalogue.open_to_read(service.catalogue) as catalogue:
        assert catalogue.images.get(by_picture[0]["id"]).path == "04.png"
    assert both.status_code == 200
    outside = service.post("/search", json={"text": "like:/etc/passwd"})
    assert outside.json()["error"]["code"] == "service-search-paths"


def test_labels_and_figures_are_told(service: Served) -> None:
    named = {one["label"]: one["images"] for one in service.get("/labels").json()["labels"]}

    assert named.keys() >= {"circle", "square", "cross"}
    assert requests.get(f"{service.address}/health").json() == HEALTHY
    assert service.metric("nabolag_requests_total") > 0
    assert service.metric("nabolag_model_up") == 1


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 401),
        ({"authorization": "Bearer wrong"}, 401),
        ({"authorization": f"Bearer {TOKEN}x"}, 401),
        ({"authorization": TOKEN}, 401),
        ({"authorization": f"Bearer {TOKEN}", "host": "evil.example"}, 403),
        ({"authorization": f"Bearer {TOKEN}", "host": "localhost.evil.example:80"}, 403),
        ({"authorization": f"Bearer {TOKEN}", "host": "LOCALHOST:80"}, 200),
        ({"authorization": "Basic " + base64.b64encode(f"ls:{TOKEN}".encode()).decode()}, 200),
    ],
)
def test_token_and_host_are_asked_for(
    service: Served, headers: dict[str, str], status: int
) -> None:
    for path in ("/labels", "/metrics", "/openapi.json"):
        answer = requests.get(service.address + path, headers=headers)

        assert answer.status_code == status
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "access-control-allow-origin" not in answer.headers


HOSTILE = {
    "no picture": b"MZ" + bytes(100),
    "nothing": b"",
    "postscript": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n",
    "drawing of lines": b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    "cut short": png()[:60],
    # 60 000 x 60 000 pixels by its head.
    "bomb": png()[:16] + (60_000).to_bytes(4, "big") * 2 + png()[24:],
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_pictures_are_refused(service: Served, kind: str) -> None:
    refused = service.post("/predict", files={"image": ("../../x.png", HOSTILE[kind])})

    assert (refused.status_code, refused.json()["error"]["code"]) == (
        422,
        "service-image-unreadable",
    )
    assert service.get("/health").status_code == 200


def test_large_bodies_are_refused_before_they_are_read(service: Served) -> None:
    host, port = service.address.removeprefix("http://").split(":")
    head = f"POST /predict HTTP/1.1\r\nhost: {host}\r\nauthorization: Bearer {TOKEN}\r\n"

    def answer_to(rest: bytes) -> bytes:
        with socket.create_connection((host, int(port)), timeout=30) as connection:
            connection.sendall(head.encode() + rest)
            return connection.recv(4096)

    stated = answer_to(b"content-length: 10737418240\r\n\r\n")
    assert stated.startswith(b"HTTP/1.1 413")

    with socket.create_connection((host, int(port)), timeout=30) as connection:
        form = b"content-type: multipart/form-data; boundary=x\r\n"
        connection.sendall(head.encode() + form + b"transfer-encoding: chunked\r\n\r\n")
        part = b'--x\r\ncontent-disposition: form-data; name="image"; filename="a"\r\n\r\n'
        connection.sendall(b"%x\r\n%s\r\n" % (len(part), part))
        chunk = b"100000\r\n" + bytes(2**20) + b"\r\n"
        sent = 0
        try:
            while sent < 200:  # MiB, of the 32 that there may be
                connection.sendall(chunk)
                sent += 1
                connection.setblocking(False)
                try:
                    if connection.recv(12, socket.MSG_PEEK):
                        break
                except BlockingIOError:
                    pass
                connection.settimeout(30)
        except ConnectionError:
            pass
        connection.settimeout(30)
        assert connection.recv(12) == b"HTTP/1.1 413"
    assert 32 <= sent < 60


def test_a_labelling_made_elsewhere_changes_the_next_answer(service: Served) -> None:
    sent = png("cross", "#806020", 30)
    before = service.post("/predict", files={"image": sent}).json()

    with Catalogue.open(service.catalogue) as catalogue:
        label = next(iter(catalogue.commands.create_label("saltire").label_ids))
        crosses = [f"{number:02}.png" for number in range(26, 36, 3)]
        ids = [catalogue.images.by_path(path.encode()).id for path in crosses]  # type: ignore[union-attr]
        catalogue.commands.label_images(ids, add=[label])
        version = catalogue.history.newest_id()
    after = service.post("/predict", files={"image": sent}).json()

    assert "saltire" not in {one["label"] for one in before["labels"]}
    assert "saltire" in {one["label"] for one in after["labels"]}
    assert after["catalogue"]["version"] == version > before["catalogue"]["version"]


def test_a_text_counts_where_the_suggester_reads_texts(service: Served) -> None:
    with Catalogue.open(service.catalogue) as catalogue:
        for at, image_id in enumerate(catalogue.images.ids()[:24]):
            catalogue.commands.add_caption(image_id, f"a drawing of a {SHAPES[at % 3]}")

    def asked(suggester: str, text: str) -> dict[str, Any]:
        data = {"suggester": suggester, "text": text}
        answer = service.post("/predict", files={"image": png("square")}, data=data)
        assert answer.status_code == 200, answer.text
        return answer.json()

    silent, said = asked(ON_BOTH, ""), asked(ON_BOTH, "a drawing of a circle")
    without = asked("neighbor-search", "a drawing of a circle")

    assert silent["labels"][0]["label"] == "square"
    assert confidence_of(said, "square") < confidence_of(silent, "square")
    assert (said["model"]["reads_text"], without["model"]["reads_text"]) == (True, False)


def confidence_of(answer: dict[str, Any], label: str) -> float:
    """Of a label in an answer; 0 where it is not among the labels."""
    return sum(one["confidence"] for one in answer["labels"] if one["label"] == label)


def test_a_question_is_answered_by_picture_and_text(service: Served) -> None:
    with Catalogue.open(service.catalogue) as catalogue:
        added = catalogue.commands.add_question("is it round?", cost_missed_yes=4.0)
        (question,) = catalogue.questions.all()
        answers = [
            GivenAnswer(image_id, "yes" if at % 3 == 0 else "no")
            for at, image_id in enumerate(catalogue.images.ids())
        ]
        catalogue.commands.answer_images(question.id, answers)
    sent = {"question": "is it round?", "text": "as round as can be"}

    round_one = service.post("/predict", files={"image": png()}, data=sent).json()
    cross = service.post("/predict", files={"image": png("cross")}, data=sent).json()
    unknown = service.post("/predict", files={"image": png()}, data={"question": "who?"})

    assert added.undoable
    assert round_one["probabilities"]["yes"] > cross["probabilities"]["yes"]
    assert sum(round_one["probabilities"].values()) == pytest.approx(1)
    assert round_one["threshold"] == pytest.approx(0.2)
    assert round_one["answer"] == "yes"
    assert {one["answer"] for one in round_one["evidence"]} <= {"yes", "no"}
    assert unknown.json()["error"]["code"] == "service-question-unknown"
    assert "Those there are: is it round?" in unknown.json()["error"]["message"]

    with Catalogue.open(service.catalogue) as catalogue:
        turned = [GivenAnswer(one.image_id, "no") for one in answers if one.answer == "yes"]
        catalogue.commands.answer_images(question.id, turned[:-2])
        version = catalogue.history.newest_id()
    after = service.post("/predict", files={"image": png()}, data=sent).json()
    assert after["catalogue"]["version"] == version
    assert after["probabilities"]["yes"] < round_one["probabilities"]["yes"]

    with Catalogue.open(service.catalogue) as catalogue:
        catalogue.commands.remove_question(question.id)
    gone = service.post("/predict", files={"image": png()}, data=sent)
    assert gone.json()["error"]["code"] == "service-question-unknown"


def test_too_much_is_told_as_what_it_is(service: Served) -> None:
    long = service.post("/predict", files={"image": png()}, data={"text": "a" * 2**20})
    many = service.post("/predict/batch", files=[("images", b"")] * 40)
    deep = CONFIG.replace("<Choice ", "<Choice>" * 2000 + "</Choice>" * 2000 + "<Choice ", 1)
    setup = service.post("/setup", json={"schema": deep})

    assert long.json()["error"]["code"] == "service-text-too-long"
    assert many.json()["error"]["code"] == "service-too-many-images"
    assert setup.json()["error"]["code"] == "service-label-config-damaged"


def test_a_client_that_goes_away_is_no_fault_of_ours(service: Served) -> None:
    head = f"POST /predict HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {TOKEN}\r\n"
    form = "Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 9000\r\n\r\n--x"
    with socket.create_connection(("127.0.0.1", int(service.address.rpartition(":")[2]))) as client:
        client.sendall(f"{head}{form}".encode())
        time.sleep(0.2)
    time.sleep(0.2)
    figures = service.get("/metrics").text
    assert 'route="/predict",status="499"' in figures
    assert 'status="500"' not in figures


def test_a_killed_model_is_replaced(service: Served) -> None:
    starts = service.metric("nabolag_model_starts_total")
    children = psutil.Process(service.process.pid).children(recursive=True)
    (model,) = [one for one in children if is_model(one)]
    codes: list[int] = []
    asking = threading.Thread(
        target=lambda: codes.extend(
            service.post("/predict", files={"image": png()}).status_code for _ in range(3)
        )
    )

    asking.start()
    model.kill()
    asking.join()
    service.wait_until_up()

    assert set(codes) <= {200, 503}
    assert service.post("/predict", files={"image": png()}).status_code == 200
    assert service.metric("nabolag_model_starts_total") == starts + 1


def is_model(process: psutil.Process) -> bool:
    """Whether a child is the one with the model: it alone has torch in it."""
    return process.memory_info().rss > 250 * 1024**2


CONFIG = (
    '<View><Image name="img" value="$picture"/><Choices name="shape" toName="img">'
    '<Choice value="Circle"/><Choice value="square"/></Choices></View>'
)


def test_label_studio_gets_predictions_with_links(service: Served) -> None:
    pictures = [
        inline(png()),
        "/data/local-files/?d=01.png",
        "http://169.254.169.254/latest/meta-data",
        "/data/local-files/?d=../a.nabolag.sqlite",
        "file:///etc/passwd",
        None,
    ]
    basic = ("label-studio", TOKEN)

    health = requests.get(f"{service.address}/health").json()
    version = requests.post(f"{service.address}/setup", json=setup_call(CONFIG), auth=basic).json()
    versions = requests.get(f"{service.address}/versions", auth=basic).json()
    answer = label_studio_asks(service, CONFIG, pictures)

    assert health["status"] == "UP"
    assert answer["model_version"] == version["model_version"]
    assert versions == {"versions": [version["model_version"]]}
    circle, square, *others = answer["results"]
    (region,) = circle["result"]
    assert (region["from_name"], region["to_name"], region["type"]) == ("shape", "img", "choices")
    assert region["value"] == {"choices": ["Circle"]}
    assert region["score"] == circle["score"] > 0
    assert f"{service.address}/evidence/" in region["meta"]["text"][0]
    assert square["result"][0]["value"]["choices"] == ["square"]
    assert [one["result"] for one in others] == [[], [], [], []]


@pytest.mark.parametrize(
    ("control", "chosen"),
    [
        ('<Choices name="c" toName="img" choice="multiple">', {"choices": ["r", "square"]}),
        ('<Choices name="c" toName="img">', {"choices": ["r"]}),
        ('<Taxonomy name="c" toName="img">', {"taxonomy": [["form", "r"], ["form", "square"]]}),
    ],
)
def test_label_studio_is_answered_in_the_words_of_its_project(
    service: Served, control: str, chosen: dict[str, object]
) -> None:
    choices = '<Choice value="Circle" alias="r"/><Choice value="square"/>'
    kind = control.split()[0].removeprefix("<")
    if kind == "Taxonomy":
        choices = f'<Choice value="form">{choices}</Choice>'
    config = f'<View><Image name="img" value="$picture"/>{control}{choices}</{kind}></View>'
    both = io.BytesIO()
    with Image.new("RGB", (240, 120), "white") as sheet:
        sheet.paste(drawing("circle", "#b02020", 3), (0, 0))
        sheet.paste(drawing("square", "#b02020", 3), (120, 0))
        sheet.save(both, "PNG")

    (prediction,) = label_studio_asks(service, config, [inline(both.getvalue())])["results"]

    (region,) = prediction["result"]
    value = region["value"]
    assert value.keys() == chosen.keys()
    assert value[kind.casefold()][0] in chosen[kind.casefold()]  # type: ignore[operator]
    if "multiple" not in control and kind == "Choices":
        assert len(value["choices"]) == 1


def test_all_that_is_selected_in_label_studio_comes_as_one_request(service: Served) -> None:
    pictures: list[str | None] = [None] * 40
    pictures[35] = "/data/local-files/?d=01.png"

    results = label_studio_asks(service, CONFIG, pictures)["results"]

    assert [at for at, one in enumerate(results) if one["result"]] == [35]
    # Label Studio asks for one after another where one answer comes to many tasks.
    assert len(label_studio_asks(service, CONFIG, 600 * [None])["results"]) == 1


def inline(content: bytes) -> str:
    """A picture as a data URI."""
    return "data:image/png;base64," + base64.b64encode(content).decode()


def setup_call(config: str) -> dict[str, object]:
    """What Label Studio sends to see whether a model suits a project."""
    return {
        "project": "7.1700000000",
        "schema": config,
        "hostname": "http://localhost:8080",
        "access_token": "of-the-project",
        "extra_params": None,
    }


def label_studio_asks(
    service: Served, config: str, pictures: Sequence[str | None]
) -> dict[str, Any]:
    """The answer to what Label Studio sends for the tasks that a person has selected."""
    tasks = [
        {"id": at, "data": {"picture": one}, "meta": {}, "project": 7, "is_labeled": False}
        for at, one in enumerate(pictures)
    ]
    asked = {
        "tasks": tasks,
        "project": "7.1700000000",
        "label_config": config,
        "params": {"login": None, "password": None, "context": None},
    }
    answer = requests.post(
        f"{service.address}/predict", json=asked, auth=("label-studio", TOKEN), timeout=60
    )
    found: dict[str, Any] = answer.json()
    return found


@pytest.mark.dear
def test_slow_heads_are_cut(service: Served) -> None:
    host, port = service.address.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=30) as connection:
        started_s = time.monotonic()
        connection.sendall(b"GET /labels HTT")
        try:
            ended = connection.recv(1)
        except ConnectionResetError:
            ended = b""

    assert ended == b""
    assert time.monotonic() - started_s < 25


def test_nothing_that_was_sent_is_logged_and_it_stops_in_order(service: Served) -> None:
    service.post("/predict", files={"image": ("secret name.png", b"x")}, data={"text": "secret"})

    service.process.terminate()

    assert service.process.wait(30) == 0
    assert service.process.stderr is not None
    assert service.process.stderr.read() == ""
