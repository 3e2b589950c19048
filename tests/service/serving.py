"""A service on a small archive of drawings, for tests, torture and benchmarks."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests
from PIL import Image, ImageDraw

import main

ROOT = Path(main.__file__).parent
TOKEN = "a token for tests 0123456789".replace(" ", "-")
START_S = 120.0
SHAPES = ("circle", "square", "cross")
COLOURS = ("#b02020", "#2040b0", "#208030", "#806020")


@dataclass
class Served:
    """A running service."""

    address: str
    process: subprocess.Popen[str]
    catalogue: Path
    archive: Path

    @property
    def headers(self) -> dict[str, str]:
        """What every request carries."""
        return {"authorization": f"Bearer {TOKEN}"}

    def get(self, path: str, **more: Any) -> requests.Response:
        """A GET with the token."""
        return requests.get(self.address + path, headers=self.headers, timeout=60, **more)

    def post(self, path: str, **more: Any) -> requests.Response:
        """A POST with the token."""
        return requests.post(self.address + path, headers=self.headers, timeout=60, **more)

    def metric(self, name: str) -> float:
        """The sum of a figure over its labels."""
        lines = self.get("/metrics").text.splitlines()
        found = [
            one.rpartition(" ")[2] for one in lines if one.partition("{")[0].split()[0] == name
        ]
        return sum(map(float, found))

    def wait_until_up(self, within_s: float = START_S) -> None:
        """Wait for the model to answer."""
        ends_s = time.monotonic() + within_s
        while time.monotonic() < ends_s:
            try:
                if requests.get(f"{self.address}/health", timeout=10).status_code == 200:
                    return
            except requests.RequestException:
                assert self.process.poll() is None, "the service has ended"
            time.sleep(0.1)
        raise TimeoutError


def drawing(shape: str, colour: str, at: int, size_px: int = 120) -> Image.Image:
    """A shape on white."""
    image = Image.new("RGB", (size_px, size_px), "white")
    draw = ImageDraw.Draw(image)
    box = (20 + at, 20 + at, 90 + at, 90 + at)
    if shape == "circle":
        draw.ellipse(box, fill=colour)
    elif shape == "square":
        draw.rectangle(box, fill=colour)
    else:
        draw.line((box[0], box[1], box[2], box[3]), fill=colour, width=14)
        draw.line((box[0], box[3], box[2], box[1]), fill=colour, width=14)
    return image


def make_catalogue(folder: Path) -> Path:
    """36 drawings of three shapes, 24 of them labelled, encoded."""
    archive, path = folder / "archive", folder / "a.nabolag.sqlite"
    archive.mkdir()
    rows = ["file,keywords"]
    for number in range(36):
        shape, colour = SHAPES[number % 3], COLOURS[number % 4]
        drawing(shape, colour, number % 7).save(archive / f"{number:02}.png")
        if number < 24:
            rows.append(f"{number:02}.png,{shape}")
    table = folder / "keywords.csv"
    table.write_text("\n".join(rows), encoding="utf-8")
    for arguments in (["create", path, archive, "--keywords", table], ["encode", path]):
        assert main.main([*map(str, arguments), "--quiet"]) == 0
    return path


@contextmanager
def served(catalogue: Path, archive: Path, *more: str) -> Iterator[Served]:
    """The service as a process of its own, on any port; stopped in order afterwards."""
    process = subprocess.Popen(
        [sys.executable, "main.py", "serve", str(catalogue), "--port", "0", "--json", *more],
        cwd=ROOT,
        env={**os.environ, "NABOLAG_TOKEN": TOKEN},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    lines: list[str] = []
    try:
        for line in process.stdout:  # the document is whole at its last brace
            lines.append(line)
            if line.startswith("}"):
                break
        told = json.loads("".join(lines) or "{}")
        assert told, process.stderr.read() if process.stderr else ""
        yield Served(told["address"], process, catalogue, archive)
    finally:
        process.terminate()
        try:
            process.wait(30)
        finally:
            process.kill()
            for stream in (process.stdout, process.stderr):
                if stream is not None:
                    stream.close()


class Client:
    """One connection that is kept open; costs next to nothing, for it shares the cores."""

    def __init__(self, address: str) -> None:
        host, port = address.removeprefix("http://").split(":")
        self._connection = socket.create_connection((host, int(port)), timeout=120)
        self._connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._reader = self._connection.makefile("rb")

    def one(self, request: bytes) -> float:
        """Seconds from sending a request to having its whole answer."""
        started_s = time.perf_counter()
        self._connection.sendall(request)
        status = self._reader.readline()
        assert status.startswith(b"HTTP/1.1 200"), status
        length = 0
        while (line := self._reader.readline()) != b"\r\n":
            name, _, value = line.partition(b":")
            if name == b"content-length":
                length = int(value)
        self._reader.read(length)
        return time.perf_counter() - started_s

    def close(self) -> None:
        """Close the connection."""
        self._reader.close()
        self._connection.close()


def request_of(content: bytes) -> bytes:
    """A whole request with a picture."""
    part = b'--b\r\ncontent-disposition: form-data; name="image"; filename="i"\r\n\r\n'
    body = part + content + b"\r\n--b--\r\n"
    head = (
        f"POST /predict HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer {TOKEN}\r\n"
        f"content-type: multipart/form-data; boundary=b\r\ncontent-length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body
