"""Starts the two processes, listens, and stops them in order."""

import asyncio
import errno
import gc
import logging
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import partial

import uvicorn

from db.catalogue import Catalogue
from engine.answers.limits import decode_workers
from engine.archive.decode_pool import DecodePool
from engine.encoding.encoder_input import be_ready
from engine.errors import InputError
from messages.os_reasons import reason_of
from service.app import application
from service.batching import Batcher
from service.connections import guarded
from service.limits import LIMITS, ServiceLimits
from service.metrics import Metrics
from service.model.calls import Ready
from service.model.process import ModelGoneError, ModelProcess
from service.settings import ServiceSettings
from service.state import Service

BACKLOG = 2048
WANTED_FILES = 65_536


def serve(
    settings: ServiceSettings,
    on_ready: Callable[[str, Ready], None],
    *,
    limits: ServiceLimits = LIMITS,
) -> None:
    """Answer until SIGTERM or SIGINT; what is being answered then gets its answer.

    ``on_ready`` is told the address, and what is loaded, once the model is. Raises InputError and
    CatalogueError where the catalogue cannot be served or the address cannot be had.
    """
    _quiet_logs()
    _allow_many_files()
    metrics = Metrics()
    with (
        Catalogue.open_to_read(settings.catalogue) as catalogue,
        closing(listening(settings)) as listener,
        _model_of(settings) as model,
        DecodePool(workers=decode_workers(), limits=limits.decode) as pool,
    ):
        pool.run(be_ready, None)
        batcher = Batcher(model, limits, metrics)
        service = Service(catalogue, pool, model, batcher, limits, metrics)
        metrics.watch("nabolag_waiting_calls", "Calls in the line.", lambda: batcher.length)
        metrics.watch("nabolag_model_up", "1 while the model answers.", model.up)
        app = application(service, settings, limits, metrics)
        batcher.start()
        assert service.known is not None
        tell = partial(_tell_address, listener, settings.host, service.known, on_ready)
        try:
            _run(app, listener, limits, metrics, tell)
        finally:
            batcher.stop()


@contextmanager
def _model_of(settings: ServiceSettings) -> Iterator[ModelProcess]:
    model = ModelProcess(settings.catalogue)
    try:
        try:
            model.start()
        except ModelGoneError as error:
            raise InputError("service-model-not-loaded") from error
        yield model
    finally:
        model.stop()


def listening(settings: ServiceSettings) -> socket.socket:
    """A socket at the address of the settings, which nobody can connect to yet.

    Raises InputError where it cannot be had.
    """
    try:
        found = socket.getaddrinfo(
            settings.host, settings.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )
        family, kind, protocol, _, address = found[0]
        listener = socket.socket(family, kind, protocol)
        try:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(address)
        except BaseException:
            listener.close()
            raise
    except (OSError, OverflowError, UnicodeError) as error:
        if isinstance(error, OSError) and error.errno == errno.EADDRINUSE:
            raise InputError("service-port-taken", port=str(settings.port)) from error
        reason = reason_of(error) if isinstance(error, OSError) else str(error)
        raise InputError(
            "service-address-taken", host=settings.host, port=str(settings.port), reason=reason
        ) from error
    return listener


def _run(
    app: object,
    listener: socket.socket,
    limits: ServiceLimits,
    metrics: Metrics,
    on_ready: Callable[[], None],
) -> None:
    config = uvicorn.Config(
        app,  # type: ignore[arg-type]
        http=guarded(limits, metrics),
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        timeout_keep_alive=round(limits.keep_alive_s),
        timeout_graceful_shutdown=round(limits.stop_s),
        backlog=BACKLOG,
    )
    server = uvicorn.Server(config)
    gc.freeze()  # what is loaded by now stays: it need not be looked through again

    async def run() -> None:
        loop = asyncio.get_running_loop()
        telling = loop.create_task(_tell(server, on_ready))
        with _stopped_by_signals(server, loop):
            await server._serve(sockets=[listener])
        await telling

    asyncio.run(run())


def _tell_address(
    listener: socket.socket, host: str, ready: Ready, on_ready: Callable[[str, Ready], None]
) -> None:
    name = f"[{host}]" if ":" in host else host
    on_ready(f"http://{name}:{listener.getsockname()[1]}", ready)


async def _tell(server: uvicorn.Server, on_ready: Callable[[], None]) -> None:
    while not server.started and not server.should_exit:
        await asyncio.sleep(0.01)
    on_ready()


@contextmanager
def _stopped_by_signals(server: uvicorn.Server, loop: asyncio.AbstractEventLoop) -> Iterator[None]:
    """A signal asks for a graceful end, a second one for an end at once."""

    def stop() -> None:
        server.force_exit = server.should_exit
        server.should_exit = True

    wanted = (signal.SIGINT, signal.SIGTERM)
    before = {number: signal.getsignal(number) for number in wanted}
    try:
        for number in wanted:
            loop.add_signal_handler(number, stop)
    except NotImplementedError:  # Windows
        for number in wanted:
            signal.signal(number, lambda *_: stop())
    try:
        yield
    finally:
        for number, handler in before.items():
            if sys.platform != "win32":
                loop.remove_signal_handler(number)
            signal.signal(number, handler)


def _quiet_logs() -> None:
    """Nothing of uvicorn's: its sentences hold addresses and what went wrong over them."""
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access", "uvicorn.asgi"):
        logger = logging.getLogger(name)
        logger.handlers = [logging.NullHandler()]
        logger.propagate = False
    # Nor of others, who say what they found in what was sent.
    logging.getLogger().addHandler(logging.NullHandler())
    own = logging.getLogger("service")
    own.handlers = [logging.StreamHandler(sys.stderr)]
    own.propagate = False
    own.setLevel(logging.WARNING)


def _allow_many_files() -> None:
    """Every connection is an open file; the usual limit is below the connections there may be."""
    if sys.platform == "win32":
        return
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    unlimited = hard == resource.RLIM_INFINITY
    wanted = WANTED_FILES if unlimited else min(WANTED_FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
