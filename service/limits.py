"""What one client may cost the service."""

from dataclasses import dataclass

from engine.archive.decode import DecodeLimits

MIB = 1024**2
DECODE_LIMITS = DecodeLimits(memory_bytes=512 * MIB, timeout_s=10.0)


@dataclass(frozen=True, slots=True)
class ServiceLimits:
    """Bounds on what is sent, what waits and what it takes.

    body_bytes, batch_body_bytes: of one request, and of one with many images. buffered_bytes: of
    all bodies that are being read at once. batch_images: in one request. text_letters: of a text.
    waiting: requests that are answered at once, more get 503. connections: more are closed.
    header_s, body_s: a client has to have sent all by then. answer_s: the whole request.
    model_batch: images the model takes at once. batch_s: a batch that takes longer has hung.
    """

    body_bytes: int = 32 * MIB
    batch_body_bytes: int = 128 * MIB
    buffered_bytes: int = 384 * MIB
    batch_images: int = 32
    text_letters: int = 10_000
    waiting: int = 128
    connections: int = 1024
    header_s: float = 10.0
    body_s: float = 30.0
    answer_s: float = 60.0
    keep_alive_s: float = 5.0
    stop_s: float = 10.0
    model_batch: int = 32
    batch_s: float = 120.0
    decode: DecodeLimits = DECODE_LIMITS

    def body_limit(self, path: str) -> int:
        """Most bytes that a request for this path may have."""
        return self.batch_body_bytes if path == "/predict/batch" else self.body_bytes


LIMITS = ServiceLimits()
