"""How the service says no: a status, and a document with a code and a sentence."""

import json
from collections.abc import Mapping

from engine.errors import InputError
from messages.message import Message
from messages.sentences import Value

BUSY_AGAIN_S = 1
MODEL_AGAIN_S = 3
SAFE_HEADERS: tuple[tuple[bytes, bytes], ...] = (
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"cache-control", b"no-store"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    (b"cross-origin-resource-policy", b"same-origin"),
)
"""On every answer: nothing of it is to be kept, framed, or taken for something else."""


class RefusedError(InputError):
    """A request that is not answered as asked, with the HTTP status that says so."""

    def __init__(
        self, status: int, code: str, headers: Mapping[str, str] | None = None, **arguments: Value
    ) -> None:
        super().__init__(code, **arguments)
        self.status = status
        self.headers = dict(headers or {})


def busy() -> RefusedError:
    """As many requests as there may be are being answered."""
    return RefusedError(503, "service-busy", {"retry-after": str(BUSY_AGAIN_S)})


def model_gone() -> RefusedError:
    """The model process died over a request, or is not there yet."""
    return RefusedError(503, "service-model-gone", {"retry-after": str(MODEL_AGAIN_S)})


def too_late() -> RefusedError:
    """The answer took longer than a request may."""
    return RefusedError(503, "service-too-late", {"retry-after": str(MODEL_AGAIN_S)})


def too_large(limit_bytes: int) -> RefusedError:
    """A body of more bytes than there may be."""
    return RefusedError(413, "service-body-too-large", megabytes=limit_bytes // 1024**2)


def refusal_document(message: Message) -> dict[str, object]:
    """What is sent instead of an answer."""
    return {"error": {"code": message.code, "message": str(message)}}


def refusal_bytes(message: Message) -> bytes:
    """The same as JSON."""
    return json.dumps(refusal_document(message), ensure_ascii=False).encode()
