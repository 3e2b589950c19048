"""What clients send: forms with pictures and texts, read within bounds."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException
from starlette.requests import Request

from engine.archive.decode_pool import DecodeFailure, DecodePool
from engine.encoders.base import PixelArray, Preprocess
from engine.encoding.encoder_input import ContentRequest, read_content
from service.limits import ServiceLimits
from service.refusals import RefusedError

MOST_FIELDS = 16
FORM = "multipart/form-data"


@dataclass(frozen=True, slots=True)
class SentForm:
    """Pictures as bytes and fields as text, by name; several of a name in the order sent."""

    images: Sequence[bytes]
    texts: Sequence[str]
    fields: dict[str, str]


def media_type(request: Request) -> str:
    """The media type of the body, without its parameters."""
    return request.headers.get("content-type", "").partition(";")[0].strip().casefold()


async def read_form(request: Request, limits: ServiceLimits, *, most_images: int) -> SentForm:
    """The multipart form of a request. Raises RefusedError for any other body."""
    if media_type(request) != FORM:
        raise RefusedError(415, "service-not-multipart")
    try:
        form = await request.form(
            max_files=most_images + 1,
            max_fields=most_images + MOST_FIELDS,
            max_part_size=4 * limits.text_letters + 1,
        )
    except MultiPartException as error:
        raise _wrong_form(error.message, limits, most_images) from error
    except HTTPException as error:  # as which Starlette passes it on
        raise _wrong_form(error.detail, limits, most_images) from error
    images: list[bytes] = []
    texts: list[str] = []
    fields: dict[str, str] = {}
    try:
        for name, value in form.multi_items():
            if isinstance(value, UploadFile):
                if name in ("image", "images"):
                    images.append(await value.read())
            elif name in ("text", "texts"):
                texts.append(checked_text(value, limits))
            else:
                fields[name] = checked_text(value, limits)
    finally:
        await form.close()
    if len(images) > most_images:
        raise RefusedError(413, "service-too-many-images", most=most_images)
    return SentForm(images, texts, fields)


def _wrong_form(said: str, limits: ServiceLimits, most_images: int) -> RefusedError:
    """Why a form is refused, by what its parser says of it."""
    if said.startswith("Too many files"):
        return RefusedError(413, "service-too-many-images", most=most_images)
    if "exceeded maximum size" in said:
        return RefusedError(413, "service-text-too-long", most=limits.text_letters)
    return RefusedError(400, "service-form-damaged")


def checked_text(text: str, limits: ServiceLimits) -> str:
    """A text that is not too long, without what no text has. Raises RefusedError."""
    if len(text) > limits.text_letters:
        raise RefusedError(413, "service-text-too-long", most=limits.text_letters)
    return text.replace("\0", "").encode("utf-8", "replace").decode()


async def decoded(
    pool: DecodePool, content: bytes, preprocess: Preprocess, limits: ServiceLimits
) -> PixelArray:
    """A picture as the encoder takes it, read in a guarded worker. Raises RefusedError where it
    is none that can be read."""
    request = ContentRequest(content, preprocess, limits.decode)
    outcome = await asyncio.wrap_future(pool.submit(read_content, request))
    if isinstance(outcome, DecodeFailure):
        raise RefusedError(422, "service-image-unreadable", reason=outcome.reason)
    return outcome
