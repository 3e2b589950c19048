"""Mistreats the prediction service: endless bodies, slow clients, thousands of connections, kills
of its model, hostile pictures; then asks it very often and looks at its memory.
"""

import io
import random
import socket
import threading
import time
from collections.abc import Callable
from contextlib import closing, suppress

import psutil

from tests.service.serving import (
    COLOURS,
    SHAPES,
    TOKEN,
    Client,
    Served,
    drawing,
    make_catalogue,
    request_of,
    served,
)
from tests.torture.base import Torture

CONNECTIONS = 2000
CLIENTS = 16
MIB = 1024**2
BODY_BYTES = 10 * 1024 * MIB
SLOW_S = 60.0
"""Longer than the service waits for a head or a body."""
MOST_GROWTH_BYTES = 64 * MIB
WARM_SHARE = 0.2
"""Of the requests: what is read at first use is there by then."""


def mistreated(torture: Torture) -> None:
    """Every attack, with a request that has to be answered after each."""
    catalogue = make_catalogue(torture.folder)
    with served(catalogue, torture.folder / "archive") as service:
        attacks: list[tuple[str, Callable[[Torture, Served], None]]] = [
            ("a body of 10 GB", _endless_body),
            ("a slow head and a slow body", _slow),
            (f"{CONNECTIONS} connections", _connections),
            ("kills of the model's process", _kills),
            ("hostile pictures", _hostile),
            ("many requests", _many),
        ]
        for name, attack in attacks:
            torture.tally.tries += 1
            with torture.watched(name):
                attack(torture, service)
                _require_answer(torture, service, name)


def _require_answer(torture: Torture, service: Served, after: str) -> None:
    try:
        service.wait_until_up(60)
        answer = service.post("/predict", files={"image": _png(0)})
    except (TimeoutError, AssertionError, OSError) as error:
        torture.tally.hang(f"no answer after {after}: {error!r}")
        return
    if answer.status_code != 200:
        torture.tally.loss(f"after {after}: {answer.status_code} {answer.text[:200]}")


def _connect(service: Served) -> socket.socket:
    host, port = service.address.removeprefix("http://").split(":")
    return socket.create_connection((host, int(port)), timeout=SLOW_S)


def _head(more: str = "") -> bytes:
    start = f"POST /predict HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer {TOKEN}\r\n"
    return (start + more + "\r\n").encode()


def _endless_body(torture: Torture, service: Served) -> None:
    before = _memory_bytes(service)
    with _connect(service) as stated:
        stated.sendall(_head(f"content-length: {BODY_BYTES}\r\n"))
        _expect(torture, "10 GB stated", stated, b"413")
    form = "content-type: multipart/form-data; boundary=x\r\ntransfer-encoding: chunked\r\n"
    part = b'--x\r\ncontent-disposition: form-data; name="image"; filename="a"\r\n\r\n'
    sent = 0
    with _connect(service) as endless:
        endless.sendall(_head(form) + b"%x\r\n%s\r\n" % (len(part), part))
        chunk = b"100000\r\n" + bytes(MIB) + b"\r\n"
        with suppress(OSError):
            while sent < BODY_BYTES:
                endless.sendall(chunk)
                sent += MIB
    if sent >= BODY_BYTES:
        torture.tally.loss("a chunked body of 10 GB was taken whole")
    grown = _memory_bytes(service) - before
    torture.tally.figures.append(
        f"an endless body was cut after {sent // MIB} MB; memory grew by {grown // MIB} MB"
    )
    if grown > 4 * MOST_GROWTH_BYTES:
        torture.tally.loss(f"an endless body took {grown // MIB} MB")


def _slow(torture: Torture, service: Served) -> None:
    for name, start in (
        ("head", b"GET /labels HTTP/1.1\r\nhost: localhost\r\nx"),
        ("body", _head("content-length: 100000\r\ncontent-type: multipart/form-data\r\n")),
    ):
        with _connect(service) as slow:
            slow.sendall(start)
            started_s = time.monotonic()
            with suppress(OSError):
                while time.monotonic() - started_s < SLOW_S:
                    slow.sendall(b"x")
                    slow.settimeout(1.0)
                    with suppress(TimeoutError):
                        while slow.recv(4096):
                            pass
                        break
            if time.monotonic() - started_s >= SLOW_S:
                torture.tally.hang(f"a slow {name} was waited for more than {SLOW_S:.0f} s")


def _connections(torture: Torture, service: Served) -> None:
    kept: list[socket.socket] = []
    try:
        for number in range(CONNECTIONS):
            with suppress(OSError):
                kept.append(_connect(service))
                if number % 2:
                    kept[-1].sendall(b"GET /labels HTTP/1.1\r\nhost: local")
            if number == CONNECTIONS // 4 and service.get("/labels").status_code != 200:
                torture.tally.loss(f"not answered beside {number} connections")
        torture.tally.figures.append(f"{len(kept)} connections at once")
        time.sleep(1)
    finally:
        for one in kept:
            one.close()
    time.sleep(2)


def _kills(torture: Torture, service: Served) -> None:
    codes: list[int] = []
    is_over = threading.Event()

    def ask() -> None:
        while not is_over.is_set():
            codes.append(service.post("/predict", files={"image": _png(1)}).status_code)

    asking = [threading.Thread(target=ask) for _ in range(4)]
    for one in asking:
        one.start()
    for _ in range(min(torture.options.kills, 5)):
        time.sleep(torture.choice.uniform(0.0, 2.0))
        model = _model(service)
        if model is not None:
            model.kill()
            torture.tally.tries += 1
        service.wait_until_up()
    is_over.set()
    for one in asking:
        one.join(120)
        if one.is_alive():
            torture.tally.hang("a request was never answered after a kill")
    odd = set(codes) - {200, 503}
    if odd:
        torture.tally.loss(f"answers while the model was killed: {sorted(odd)}")
    torture.tally.figures.append(
        f"while the model was killed: {codes.count(200)} answers, {codes.count(503)} times 503"
    )


def _hostile(torture: Torture, service: Served) -> None:
    sound = _png(2)
    for _ in range(min(torture.options.attacks, 200)):
        torture.tally.tries += 1
        code = service.post("/predict", files={"image": _damaged(sound, torture.choice)})
        if code.status_code not in (200, 422):
            torture.tally.loss(f"a damaged picture: {code.status_code} {code.text[:200]}")


def _damaged(content: bytes, choice: random.Random) -> bytes:
    damaged = bytearray(content[: choice.randint(1, len(content))])
    for _ in range(choice.randint(0, 8)):
        damaged[choice.randrange(len(damaged))] = choice.randrange(256)
    return bytes(damaged)


def _many(torture: Torture, service: Served) -> None:
    """Requests of several clients; memory after the first fifth against that at the end."""
    wanted = torture.options.requests
    warm = int(WARM_SHARE * wanted)
    first = _ask_often(torture, service, warm)
    before = _memory_bytes(service)
    started_s = time.monotonic()
    asked = _ask_often(torture, service, wanted - warm)
    rate = asked / (time.monotonic() - started_s)
    grown = _memory_bytes(service) - before
    torture.tally.tries += first + asked
    torture.tally.figures.append(
        f"{first + asked} requests, {rate:.0f} a second: memory {before // MIB} MB after the first "
        f"{first}, {grown / MIB:+.0f} MB by the end"
    )
    if grown > MOST_GROWTH_BYTES:
        torture.tally.loss(f"memory grew by {grown // MIB} MB over {asked} requests")


def _ask_often(torture: Torture, service: Served, count: int) -> int:
    requests = [request_of(_png(number)) for number in range(100)]
    left = list(range(count))
    done: list[int] = []

    def ask() -> None:
        client = Client(service.address)
        with closing(client):
            while left:
                with suppress(IndexError):
                    number = left.pop()
                    client.one(requests[number % len(requests)])
                    done.append(number)

    clients = [threading.Thread(target=ask) for _ in range(CLIENTS)]
    for one in clients:
        one.start()
    for one in clients:
        one.join()
    if len(done) < count:
        torture.tally.loss(f"{count - len(done)} of {count} requests were not answered")
    return len(done)


def _png(number: int) -> bytes:
    buffer = io.BytesIO()
    shape, colour = SHAPES[number % len(SHAPES)], COLOURS[number % len(COLOURS)]
    drawing(shape, colour, number % 25).save(buffer, "PNG")
    return buffer.getvalue()


def _expect(torture: Torture, name: str, connection: socket.socket, status: bytes) -> None:
    got = connection.recv(12)
    if not got.endswith(status):
        torture.tally.loss(f"{name}: {got!r} in place of {status!r}")


def _memory_bytes(service: Served) -> int:
    """Of all processes of the service; pages that they share count once for each."""
    parent = psutil.Process(service.process.pid)
    total = 0
    for one in [parent, *parent.children(recursive=True)]:
        with suppress(psutil.NoSuchProcess):
            total += one.memory_info().rss
    return total


def _model(service: Served) -> psutil.Process | None:
    """The process with the model, which is the largest child."""
    children = psutil.Process(service.process.pid).children(recursive=True)
    sizes: list[tuple[int, psutil.Process]] = []
    for one in children:
        with suppress(psutil.NoSuchProcess):
            sizes.append((one.memory_info().rss, one))
    return max(sizes, key=lambda one: one[0])[1] if sizes else None
