"""The calls that Label Studio makes of an ML backend, in the shapes that it sends and expects.

Pictures come inline as data URIs, or are images of the catalogue that a task names by their place
in the archive, as local storage does (``/data/local-files/?d=…``). No address is ever fetched:
whoever may send tasks would reach all that this computer reaches.

Source: what the server of Label Studio 1.23 sends (``ml/api_connector.py``, ``ml/models.py``), and
"Write your own ML backend" in its documentation (https://labelstud.io/guide/ml_create).
"""

import asyncio
import base64
import binascii
import json
import os
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring
from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool

from engine.archive.stored_file import StoredFile
from engine.errors import InputError
from engine.exchange.formats.xml_text import original_signs
from messages.os_reasons import reason_of
from service.refusals import RefusedError, too_large
from service.state import Service, service_of
from service.uploads import checked_text

MOST_LINKS = 8
MOST_TASKS = 500
MOST_LEVELS = 100
"""Of choices in each other; no vocabulary has so many."""
SHARE_OF_TIME = 0.6
"""So many tasks are predicted in one request, and begun in this part of the time it may take."""
LOCAL_FILES = "/data/local-files/"
KINDS = ("Choices", "Taxonomy")

router = APIRouter(tags=["Label Studio"])
TASKS_BODY: dict[str, Any] = {
    "application/json": {
        "schema": {
            "type": "object",
            "properties": {
                "tasks": {"type": "array", "items": {"type": "object"}},
                "label_config": {"type": "string"},
                "params": {"type": "object"},
            },
            "required": ["tasks"],
        },
        "example": {
            "tasks": [{"id": 1, "data": {"image": "/data/local-files/?d=birds/0412.jpg"}}],
            "label_config": '<View><Image name="image" value="$image"/>'
            '<Choices name="label" toName="image"><Choice value="crane"/></Choices></View>',
        },
    }
}


@dataclass(frozen=True)
class Control:
    """What the labelling interface calls things. ``values``: what may be chosen, by our names in
    casefold, with the path to each; None for anything. ``takes_one``: a choice among them."""

    name: str = "label"
    image: str = "image"
    variable: str = "image"
    text_variable: str = ""
    kind: str = "choices"
    values: Mapping[str, tuple[str, ...]] | None = field(default=None)
    takes_one: bool = False


async def json_object(request: Request) -> dict[str, Any]:
    """The JSON object that a request holds. Raises RefusedError for anything else."""
    try:
        body = json.loads(await request.body())
    except (ValueError, RecursionError) as error:
        raise RefusedError(400, "service-json-damaged") from error
    if not isinstance(body, dict):
        raise RefusedError(422, "service-json-no-object")
    return body


ANY_OBJECT: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {"application/json": {"schema": {"type": "object"}}},
    }
}


@router.post("/setup", openapi_extra=ANY_OBJECT)
async def setup(request: Request) -> dict[str, str]:
    """Label Studio asks whether the model suits a project. Host and token that it sends along are
    not used."""
    body = await json_object(request)
    schema = body.get("schema")
    if isinstance(schema, str) and schema:
        await run_in_threadpool(control_of, schema)
    return {"model_version": await _version(service_of(request))}


@router.get("/versions")
async def versions(request: Request) -> dict[str, list[str]]:
    """Which versions of the model a project may choose from: the one that answers."""
    return {"versions": [await _version(service_of(request))]}


@router.post("/train", status_code=201, openapi_extra=ANY_OBJECT)
@router.post("/webhook", status_code=201, openapi_extra=ANY_OBJECT)
async def ignored(request: Request) -> dict[str, str]:
    """Nothing is written here: `import` takes what people annotated into the catalogue."""
    await json_object(request)
    return {"status": "ignored"}


async def predict_tasks(service: Service, request: Request) -> dict[str, Any]:
    """Predictions for Label Studio's tasks; a task whose picture is not to be had has none."""
    body = await json_object(request)
    tasks = body.get("tasks")
    if not isinstance(tasks, list) or not all(isinstance(one, dict) for one in tasks):
        raise RefusedError(422, "service-tasks-missing")
    config = body.get("label_config")
    control = Control()
    if isinstance(config, str) and config:
        control = await run_in_threadpool(control_of, config)
    version = await _version(service)
    base = str(request.base_url).rstrip("/")
    results = await _predicted_in_turn(service, tasks, control, base)
    return {
        "results": [{**one, "model_version": version} for one in results],
        "model_version": version,
    }


async def _predicted_in_turn(
    service: Service, tasks: list[dict[str, Any]], control: Control, base: str
) -> list[dict[str, Any]]:
    """Predictions for as many tasks at once as there may be pictures, so that others are answered
    too. All that a person has selected comes as one request: where that is too much, the first
    prediction alone is sent, and Label Studio then asks for task after task."""
    begun_until_s = time.monotonic() + SHARE_OF_TIME * service.limits.answer_s
    at_once = service.limits.batch_images
    results: list[dict[str, Any]] = []
    if len(tasks) > MOST_TASKS:
        tasks = tasks[:1]
    for start in range(0, len(tasks), at_once):
        if time.monotonic() > begun_until_s:
            return results[:1]
        some = tasks[start : start + at_once]
        results += await asyncio.gather(*(_predicted(service, one, control, base) for one in some))
    return results


async def _predicted(
    service: Service, task: dict[str, Any], control: Control, base: str
) -> dict[str, Any]:
    data = task.get("data")
    try:
        if not isinstance(data, dict):
            raise RefusedError(422, "service-tasks-missing")
        content = await _picture(service, data.get(control.variable))
        text = data.get(control.text_variable)
        sent = checked_text(text, service.limits) if isinstance(text, str) else ""
        found = await service.predict(content, sent)
    except RefusedError as error:
        if error.status == 503:
            raise
        service.metrics.refusals.labels(error.message.code).inc()
        return {"result": [], "score": 0.0, "error": str(error)}
    return _prediction(found, control, base)


def _prediction(found: dict[str, Any], control: Control, base: str) -> dict[str, Any]:
    taken = []
    for one in found["labels"]:
        value = _value(one, control)
        if one["suggested"] and value is not None:
            taken.append((one, value))
    taken = taken[:1] if control.takes_one else taken  # the surest come first
    if not taken:
        return {"result": [], "score": 0.0}
    shares = [_share(one) for one, _ in taken]
    links = [
        f"{one['label']}: {base}{each['url']}"
        for one, _ in taken
        for each in one["evidence"][:MOST_LINKS]
        if each["carries_label"]
    ]
    paths = [value for _, value in taken]
    chosen = [list(path) if control.kind == "taxonomy" else path[-1] for path in paths]
    score = sum(shares) / len(shares)
    region = {
        "id": "nabolag",
        "from_name": control.name,
        "to_name": control.image,
        "type": control.kind,
        "value": {control.kind: chosen},
        "score": score,
        "meta": {"text": links},
    }
    return {"result": [region], "score": score}


def _share(one: dict[str, Any]) -> float:
    probabilities = one["probabilities"]
    return float(one["confidence"] if probabilities is None else probabilities["yes"])


def _value(one: dict[str, Any], control: Control) -> tuple[str, ...] | None:
    """The path to what the interface calls a label; None where it does not know it."""
    label = str(one["label"])
    if control.values is None:
        return (label,)
    return control.values.get(label.casefold())


def control_of(label_config: str) -> Control:
    """The first control that chooses among labels for an image. Raises RefusedError for XML that
    cannot be read, and where there is none."""
    try:
        root = fromstring(label_config, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, RecursionError) as error:
        raise RefusedError(422, "service-label-config-damaged") from error
    images = {one.get("name"): one.get("value", "") for one in root.iter("Image")}
    texts = [one.get("value", "") for one in root.iter("Text")]
    for control in root.iter():
        to = control.get("toName", "")
        if control.tag in KINDS and to in images:
            return Control(
                control.get("name", "label"),
                to,
                images[to].lstrip("$"),
                texts[0].lstrip("$") if texts else "",
                control.tag.casefold(),
                _values(control),
                control.tag == "Choices" and control.get("choice", "single") != "multiple",
            )
    raise RefusedError(422, "service-label-config-unfit")


def _values(control: Any) -> dict[str, tuple[str, ...]] | None:  # noqa: ANN401 - an XML element
    """What may be chosen; None where the choices come with each task."""
    found: dict[str, tuple[str, ...]] = {}
    # A list of its own: how deep choices lie is for whoever sends them to say.
    waiting: list[tuple[Any, tuple[str, ...], tuple[str, ...]]] = [(control, (), ())]
    while waiting:
        element, above, sent = waiting.pop()
        if len(above) == MOST_LEVELS:
            raise RefusedError(422, "service-label-config-damaged")
        below = []
        for one in element.findall("Choice"):
            value = one.get("value", "")
            # An alias stands in results in the place of what people read.
            levels, results = (*above, value), (*sent, one.get("alias") or value)
            # By its path and, where nothing else is called so, by its own name.
            found[original_signs("|".join(levels)).casefold()] = results
            found.setdefault(original_signs(value).casefold(), results)
            below.append((one, levels, results))
        waiting += reversed(below)
    return None if not found and control.get("value") else found


async def _picture(service: Service, value: object) -> bytes:
    """The bytes of a task's picture. Raises RefusedError."""
    if not isinstance(value, str) or not value:
        raise RefusedError(422, "service-image-missing")
    if value.startswith("data:"):
        head, _, encoded = value.partition(",")
        if not head.casefold().endswith(";base64"):
            raise RefusedError(422, "service-data-uri-damaged")
        try:
            return base64.b64decode(encoded, validate=True)
        except (binascii.Error, ValueError) as error:
            raise RefusedError(422, "service-data-uri-damaged") from error
    address = urlsplit_or_none(value)
    if address is None or address.scheme or address.netloc:
        raise RefusedError(422, "service-address-not-fetched")
    path = address.path
    is_local = path == LOCAL_FILES
    path = parse_qs(address.query).get("d", [""])[0] if is_local else unquote(path)
    return await run_in_threadpool(_stored, service, path)


def urlsplit_or_none(value: str) -> Any:  # noqa: ANN401 - urllib's own kind
    """An address in parts; None for what is none."""
    try:
        return urlsplit(value)
    except ValueError:
        return None


def _stored(service: Service, path: str) -> bytes:
    """What a known image's file holds."""
    catalogue = service.catalogue
    images = catalogue.images
    try:
        known = images.by_path(os.fsencode(path)) or images.by_shown_path(path)
    except (UnicodeEncodeError, ValueError):
        known = None
    if known is None:
        raise RefusedError(422, "service-image-unknown")
    try:
        file = StoredFile(catalogue.archive_dir, known.path_bytes).located()
        if file.stat().st_size > service.limits.body_bytes:
            raise too_large(service.limits.body_bytes)
        return file.read_bytes()
    except RefusedError:
        raise
    except InputError as error:
        raise RefusedError(422, "service-image-unreadable", reason=error.message) from error
    except OSError as error:
        reason = reason_of(error)
        raise RefusedError(422, "service-image-unreadable", reason=reason) from error


async def _version(service: Service) -> str:
    """What answers now: the encoder and the newest change of the catalogue."""
    newest = await run_in_threadpool(service.catalogue.history.newest_id)
    fingerprint = "" if service.known is None else service.known.fingerprint[:12]
    return f"nabolag {fingerprint} {newest}"
