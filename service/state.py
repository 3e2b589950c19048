"""What the routes share."""

from dataclasses import dataclass

from starlette.requests import Request

from db.catalogue import Catalogue
from engine.archive.decode_pool import DecodePool
from engine.encoders.base import PixelArray
from service.batching import Batcher
from service.limits import ServiceLimits
from service.metrics import Metrics
from service.model.calls import Answered, Broken, Call, Predict, Ready, Refused, Reply
from service.model.process import ModelGoneError, ModelProcess
from service.refusals import RefusedError, model_gone
from service.uploads import decoded


@dataclass
class Service:
    """The open catalogue, the decoders and the model."""

    catalogue: Catalogue
    pool: DecodePool
    model: ModelProcess
    batcher: Batcher
    limits: ServiceLimits
    metrics: Metrics

    def __post_init__(self) -> None:
        # Pictures are read while a new model process is loading.
        self.known: Ready | None = self.model.ready

    async def pixels(self, content: bytes) -> PixelArray:
        """A picture as the encoder takes it; RefusedError where it cannot be read."""
        ready = self.model.ready or self.known
        if ready is None:
            raise model_gone()
        self.known = ready
        return await decoded(self.pool, content, ready.preprocess, self.limits)

    async def ask(self, call: Call) -> dict[str, object]:
        """The model's document. Raises RefusedError."""
        try:
            reply = await self.batcher.ask(call)
        except ModelGoneError:
            raise model_gone() from None
        return _document(reply)

    async def predict(
        self, content: bytes, text: str = "", suggester: str = "", question: str = ""
    ) -> dict[str, object]:
        """Labels for a picture, or the answer to a question about it. Raises RefusedError."""
        pixels = await self.pixels(content)
        self.metrics.images.inc()
        return await self.ask(Predict(pixels, text, suggester, question))


def service_of(request: Request) -> Service:
    """The service that a request came to."""
    service: Service = request.app.state.service
    return service


def _document(reply: Reply) -> dict[str, object]:
    if isinstance(reply, Answered):
        return reply.document
    if isinstance(reply, Refused):
        error = RefusedError(422, reply.message.code)
        error.message = reply.message
        raise error
    if isinstance(reply, Broken):
        raise ModelFaultError(reply.where)
    raise AssertionError


class ModelFaultError(Exception):
    """A fault of ours in the model process; it says where."""
