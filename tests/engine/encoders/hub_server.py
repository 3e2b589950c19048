"""A server on this machine that stands in for the Hugging Face hub."""

import hashlib
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Hub:
    """What the server has and does; ``requests`` are (method, path, Range header)."""

    files: dict[str, bytes] = field(default_factory=dict)
    stop_after_bytes: int | None = None
    announce_sha256: bool = True
    announced_sha256: str = ""
    ranges: bool = True
    pause_s: float = 0.0
    status: int = 200
    requests: list[tuple[str, str, str]] = field(default_factory=list)
    endpoint: str = ""


@contextmanager
def serving(state: Hub) -> Iterator[Hub]:
    """Serve what ``state`` has while the block runs."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler(state))
    state.endpoint = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield state
    server.shutdown()
    server.server_close()


def handler(state: Hub) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_HEAD(self) -> None:
            self._answer(body=False)

        def do_GET(self) -> None:
            self._answer(body=True)

        def _answer(self, *, body: bool) -> None:
            wanted = self.headers.get("Range", "")
            state.requests.append((self.command, self.path, wanted))
            content = state.files.get(self.path)
            if content is None or state.status != 200:
                self.send_response(404 if content is None else state.status)
                self.send_header("X-Error-Code", "EntryNotFound" if content is None else "")
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            start = 0
            if wanted and state.ranges:
                start = int(wanted.removeprefix("bytes=").rstrip("-"))
                self.send_response(206)
                self.send_header(
                    "Content-Range", f"bytes {start}-{len(content) - 1}/{len(content)}"
                )
            else:
                self.send_response(200)
            sha256 = state.announced_sha256 or hashlib.sha256(content).hexdigest()
            self.send_header("ETag", f'"{sha256 if state.announce_sha256 else "abc"}"')
            self.send_header("X-Repo-Commit", "c0ffee")
            self.send_header("Content-Length", str(len(content) - start))
            self.end_headers()
            if body:
                self._send(content[start:])

        def _send(self, content: bytes) -> None:
            limit = len(content) if state.stop_after_bytes is None else state.stop_after_bytes
            try:
                for place in range(0, min(limit, len(content)), 65536):
                    self.wfile.write(content[place : min(place + 65536, limit)])
                    time.sleep(state.pause_s)
            except OSError:
                pass
            self.close_connection = True

        def log_message(self, *arguments: object) -> None:
            pass

    return Handler
