"""Whether the service answers, and how it fares."""

from fastapi import APIRouter, Request, Response
from starlette.responses import JSONResponse

from engine.program_version import program_version
from service.shapes import Health
from service.state import service_of

router = APIRouter()


@router.get("/health", response_model=Health, responses={503: {"model": Health}})
async def health(request: Request) -> Response:
    """`UP` while the model answers; 503 and `DOWN` while a new one is being loaded. No token."""
    is_up = service_of(request).model.is_ready
    body = {
        "status": "UP" if is_up else "DOWN",
        "model_class": "nabolag",
        "version": program_version(),
    }
    return JSONResponse(body, status_code=200 if is_up else 503)


@router.get(
    "/metrics",
    response_class=Response,
    responses={200: {"content": {"text/plain": {}}}},
)
async def metrics(request: Request) -> Response:
    """Counts and times in Prometheus's text format. No names, no paths."""
    content_type = "text/plain; version=0.0.4; charset=utf-8"
    return Response(service_of(request).metrics.text(), media_type=content_type)
