"""Labels for pictures, and images of the archive for words and pictures."""

import asyncio
from typing import Any

from fastapi import APIRouter, Request

from service.model.calls import Search
from service.refusals import RefusedError, refusal_document
from service.routes.label_studio import TASKS_BODY, json_object, predict_tasks
from service.shapes import Found, Prediction, Predictions, QuestionAnswer, TaskPredictions
from service.state import Service, service_of
from service.uploads import SentForm, checked_text, media_type, read_form

MOST_FOUND = 200
USUAL_FOUND = 20
BINARY: dict[str, Any] = {"type": "string", "format": "binary"}
TEXT: dict[str, Any] = {"type": "string", "maxLength": 10_000}
SUGGESTER = {**TEXT, "description": "Which suggester; else the one the catalogue goes by."}
QUESTION = {
    **TEXT,
    "description": "A yes-or-no question by its name or number, in place of labels.",
}

router = APIRouter()


def form_body(
    properties: dict[str, Any], required: list[str], more: dict[str, Any] | None = None
) -> dict[str, Any]:
    """How OpenAPI describes a form."""
    schema = {"type": "object", "properties": properties, "required": required}
    content = {"multipart/form-data": {"schema": schema}, **(more or {})}
    return {"requestBody": {"required": True, "content": content}}


@router.post(
    "/predict",
    response_model=None,
    responses={200: {"model": Prediction | QuestionAnswer | TaskPredictions}},
    openapi_extra=form_body(
        {
            "image": {**BINARY, "description": "The picture: JPEG, PNG, TIFF, HEIC, WebP, RAW …"},
            "text": {**TEXT, "description": "Text that goes with the picture."},
            "suggester": SUGGESTER,
            "question": QUESTION,
        },
        ["image"],
        TASKS_BODY,
    ),
)
async def predict(request: Request) -> dict[str, Any]:
    """Labels for one picture, or the answer to a question about it, with the evidence.

    A JSON body with `tasks` is answered as Label Studio expects it of an ML backend.
    """
    service = service_of(request)
    if media_type(request) == "application/json":
        return await predict_tasks(service, request)
    form = await read_form(request, service.limits, most_images=1)
    if len(form.images) != 1:
        raise RefusedError(422, "service-image-missing")
    return await service.predict(form.images[0], *_asked(form, 0))


@router.post(
    "/predict/batch",
    response_model=None,
    responses={200: {"model": Predictions}},
    openapi_extra=form_body(
        {
            "images": {"type": "array", "items": BINARY, "minItems": 1, "maxItems": 32},
            "texts": {
                "type": "array",
                "items": TEXT,
                "description": "As many as pictures, in their order, or none.",
            },
            "suggester": SUGGESTER,
            "question": QUESTION,
        },
        ["images"],
    ),
)
async def predict_batch(request: Request) -> dict[str, Any]:
    """Labels for several pictures; one that cannot be read fails alone."""
    service = service_of(request)
    form = await read_form(request, service.limits, most_images=service.limits.batch_images)
    if not form.images:
        raise RefusedError(422, "service-image-missing")
    if form.texts and len(form.texts) != len(form.images):
        raise RefusedError(422, "service-texts-uneven")
    results = await asyncio.gather(
        *(_one_of_many(service, form, at) for at in range(len(form.images)))
    )
    return {"results": results}


async def _one_of_many(service: Service, form: SentForm, at: int) -> dict[str, Any]:
    try:
        return await service.predict(form.images[at], *_asked(form, at))
    except RefusedError as error:
        if error.status == 503:
            raise
        service.metrics.refusals.labels(error.message.code).inc()
        return refusal_document(error.message)


def _asked(form: SentForm, at: int) -> tuple[str, str, str]:
    """The text that goes with a picture, and the suggester or the question that is asked."""
    text = form.texts[at] if at < len(form.texts) else ""
    suggester, question = form.fields.get("suggester", ""), form.fields.get("question", "")
    if suggester and question:
        raise RefusedError(422, "service-suggester-and-question")
    return text, suggester, question


@router.post(
    "/search",
    response_model=Found,
    openapi_extra=form_body(
        {
            "text": {**TEXT, "description": "Words: `truck + snow - people`."},
            "image": {**BINARY, "description": "A picture to find the like of."},
            "top": {"type": "integer", "minimum": 1, "maximum": MOST_FOUND},
        },
        [],
        {
            "application/json": {
                "schema": {
                    "type": "object",
                    "properties": {"text": TEXT, "top": {"type": "integer"}},
                    "required": ["text"],
                },
                "example": {"text": "truck + snow", "top": 5},
            }
        },
    ),
)
async def search(request: Request) -> dict[str, Any]:
    """The images of the archive that fit words, a picture or both best."""
    service = service_of(request)
    if media_type(request) == "application/json":
        body = await json_object(request)
        text, top = body.get("text", ""), body.get("top", USUAL_FOUND)
        if not isinstance(text, str):
            raise RefusedError(422, "service-text-missing")
        images: list[bytes] = []
        text = checked_text(text, service.limits)
    else:
        form = await read_form(request, service.limits, most_images=1)
        text, top = "".join(form.texts[:1]), form.fields.get("top", USUAL_FOUND)
        images = list(form.images)
    if not text.strip() and not images:
        raise RefusedError(422, "service-nothing-to-search-for")
    pixels = await service.pixels(images[0]) if images else None
    return await service.ask(Search(text.strip(), pixels, _number(top)))


def _number(top: object) -> int:
    text = str(top)
    if isinstance(top, bool) or not (text.isascii() and text.isdigit() and len(text) < 5):
        raise RefusedError(422, "service-top-out-of-range", most=MOST_FOUND)
    if not 1 <= int(text) <= MOST_FOUND:
        raise RefusedError(422, "service-top-out-of-range", most=MOST_FOUND)
    return int(text)
