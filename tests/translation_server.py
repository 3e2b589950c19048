"""A server on this machine that answers as translation services do, and misbehaves on demand."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

WORDS = {
    "lastebil": "truck",
    "båt": "boat",
    "fugl": "bird",
    "hus": "house",
    "fly": "aeroplane",
    "united nations member": "member of the United Nations",
}
PATHS = {
    "google": "/m",
    "mymemory": "/get",
    "libretranslate": "/libre",
    "deepl": "/v2/",
    "deepl-free": "/v2/",
    "microsoft": "/microsoft/translate",
}
KEY = "secret-key-1:fx"


@dataclass(frozen=True)
class Received:
    """A request as it came in."""

    method: str
    path: str
    query: dict[str, str]
    body: str
    headers: dict[str, str]
    at_s: float

    @property
    def text(self) -> str:
        """The word that was asked for."""
        if self.headers.get("content-type") == "application/json":
            return str(json.loads(self.body)[0]["text"])
        fields = {**self.query, **dict(parse_qsl(self.body))}
        return fields.get("q", fields.get("text", ""))


@dataclass
class TranslationServer:
    """``mode`` says how it behaves now; ``healthy`` so many requests are answered well first."""

    port: int
    mode: str = "well"
    healthy: int = 0
    retry_after: str = ""
    received: list[Received] = field(default_factory=list)
    released: threading.Event = field(default_factory=threading.Event)

    def url(self, provider: str) -> str:
        """Where this server plays a provider."""
        return f"http://127.0.0.1:{self.port}{PATHS[provider]}"

    def start_over(self) -> None:
        """Let go of whom it keeps waiting, forget what was asked, and behave well."""
        self.released.set()
        self.mode, self.healthy, self.retry_after = "well", 0, ""
        self.received, self.released = [], threading.Event()

    @property
    def host(self) -> str:
        """The host a curator agrees to."""
        return f"127.0.0.1:{self.port}"

    @property
    def texts(self) -> list[str]:
        """The words that were asked for, in turn."""
        return [received.text for received in self.received]


def translated(text: str) -> str:
    """What the server answers for a word it does not know."""
    return WORDS.get(text, f"the {text}")


def _document(path: str, text: str, answer: Any) -> bytes:
    """An answer in the shape of the service that is asked at this path."""
    if path == "/m":
        return (
            "<html><body><form><input></form><div class='result-container'>"
            f"{'' if answer is None else answer}</div><div class='links-container'>…</div>"
            "</body></html>"
        ).encode()
    if path == "/get":
        match = {"segment": text, "translation": answer, "source": "nb-NO", "target": "en-GB"}
        return json.dumps(
            {
                "responseData": {"translatedText": answer, "match": 0.99},
                "quotaFinished": False,
                "responseDetails": "",
                "responseStatus": 200,
                "matches": [match],
            }
        ).encode()
    if path.startswith("/libre"):
        return json.dumps({"translatedText": answer}).encode()
    if path.startswith("/v2"):
        return json.dumps(
            {"translations": [{"detected_source_language": "NB", "text": answer}]}
        ).encode()
    return json.dumps([{"translations": [{"text": answer, "to": "en"}]}]).encode()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: "_Server"

    def log_message(self, format: str, *arguments: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        """As the services with their words in the address."""
        self._serve()

    def do_POST(self) -> None:
        """As the others."""
        self._serve()

    def _serve(self) -> None:
        parts = urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        headers = {name.lower(): value for name, value in self.headers.items()}
        played = self.server.played
        query = dict(parse_qsl(parts.query))
        received = Received(self.command, parts.path, query, body, headers, time.monotonic())
        played.received.append(received)
        mode = played.mode if len(played.received) > played.healthy else "well"
        try:
            self._behave(mode, parts.path, received.text)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def _behave(self, mode: str, path: str, text: str) -> None:
        played, good = self.server.played, _document(path, text, translated(text))
        bodies = {
            "well": good,
            "html": b"<html><title>Log in to the hotel's network</title></html>",
            "empty": b"",
            "null": _document(path, text, None),
            "json null": b"null",
            "other script": _document(path, text, "грузовик"),
            "huge": b"x" * 3_000_000,
        }
        if mode in bodies:
            self._send(bodies[mode])
            return
        match mode:
            case "stall":
                played.released.wait(30)
                self.close_connection = True
            case "drip":
                self._drip(good)
            case "drip headers":
                self.wfile.write(b"HTTP/1.1 200 OK\r\n")
                self._drip_bytes(b"X: " + b"x" * 4096)
            case "dies":
                self.close_connection = True
            case "dies midway":
                self.send_response(200)
                self.send_header("Content-Length", str(len(good) + 50))
                self.end_headers()
                self.wfile.write(good)
                self.close_connection = True
            case "redirect":
                self._send(b"", 302, {"Location": f"http://consent.example.org/?q={text}"})
            case _:
                self._send(b'{"error": {"message": "no more"}}', int(mode))

    def _send(self, body: bytes, status: int = 200, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        if status in (429, 503) and self.server.played.retry_after:
            self.send_header("Retry-After", self.server.played.retry_after)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _drip(self, body: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self._drip_bytes(body)

    def _drip_bytes(self, body: bytes) -> None:
        for byte in body:
            if self.server.played.released.wait(0.1):
                break
            self.wfile.write(bytes([byte]))
        self.close_connection = True


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that left early is no news."""

    played: TranslationServer


@contextmanager
def running_server() -> Iterator[TranslationServer]:
    """The server on a free port."""
    with _Server(("127.0.0.1", 0), _Handler) as server:
        server.played = TranslationServer(server.server_address[1])
        thread = threading.Thread(target=lambda: server.serve_forever(poll_interval=0.02))
        thread.start()
        try:
            yield server.played
        finally:
            server.played.released.set()
            server.shutdown()
            thread.join()
