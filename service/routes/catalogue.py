"""What the catalogue holds: its labels, and the images that stand behind suggestions."""

import base64
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request, Response
from starlette.concurrency import run_in_threadpool

from db.catalogue import Catalogue
from db.errors import CatalogueError
from db.records import ImageRecord
from service.refusals import RefusedError
from service.shapes import EvidenceImage, Refusal, Vocabulary
from service.state import service_of

router = APIRouter()
ImageId = Annotated[int, Path(ge=1, le=2**63 - 1, description="As `evidence` names it.")]
NOT_THERE: dict[int | str, dict[str, Any]] = {404: {"model": Refusal}}


@router.get("/labels", response_model=Vocabulary)
async def labels(request: Request) -> dict[str, Any]:
    """The vocabulary: every label that may be suggested, with how many images carry it."""
    return await run_in_threadpool(_vocabulary, service_of(request).catalogue)


@router.get("/evidence/{image_id}", response_model=EvidenceImage, responses=NOT_THERE)
async def evidence(request: Request, image_id: ImageId) -> dict[str, Any]:
    """An image of the catalogue with its labels and a thumbnail. Its path is not told."""
    return await run_in_threadpool(_image, service_of(request).catalogue, image_id)


@router.get(
    "/evidence/{image_id}/thumbnail",
    response_class=Response,
    responses={200: {"content": {"image/jpeg": {}}}, **NOT_THERE},
)
async def thumbnail(request: Request, image_id: ImageId) -> Response:
    """The thumbnail alone: a JPEG whose longest side is at most 320 pixels."""
    found = await run_in_threadpool(_thumbnail, service_of(request).catalogue, image_id)
    if found is None:
        raise RefusedError(404, "service-no-thumbnail")
    return Response(found, media_type="image/jpeg")


def _vocabulary(catalogue: Catalogue) -> dict[str, Any]:
    version = catalogue.history.newest_id()
    return {
        "labels": [
            {
                "id": one.id,
                "label": one.shown,
                "path": list(one.levels),
                "english_name": one.name_in_english[0],
                "images": one.image_count,
            }
            for one in catalogue.labels.all()
        ],
        "catalogue": {"identity": catalogue.identity, "version": version},
    }


def _image(catalogue: Catalogue, image_id: int) -> dict[str, Any]:
    record = _record(catalogue, image_id)
    found = _thumbnail_of(catalogue, record)
    encoded = None if found is None else base64.b64encode(found).decode()
    return {
        "id": image_id,
        "title": record.title,
        "width_px": record.width_px,
        "height_px": record.height_px,
        "labels": [one.label_name for one in catalogue.labellings.of_image(image_id)],
        "thumbnail": None if encoded is None else f"data:image/jpeg;base64,{encoded}",
        "thumbnail_url": f"/evidence/{image_id}/thumbnail",
    }


def _record(catalogue: Catalogue, image_id: int) -> ImageRecord:
    try:
        return catalogue.images.get(image_id)
    except CatalogueError as error:
        raise RefusedError(404, "service-no-such-image") from error


def _thumbnail(catalogue: Catalogue, image_id: int) -> bytes | None:
    return _thumbnail_of(catalogue, _record(catalogue, image_id))


def _thumbnail_of(catalogue: Catalogue, record: ImageRecord) -> bytes | None:
    try:
        return catalogue.thumbnails.get(record.content_hash)
    except CatalogueError:  # they are in a file of their own, which may be gone
        return None
