"""The application: routes behind the guard, and how it says no."""

from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.responses import JSONResponse, Response

from db.errors import CatalogueError
from engine.errors import InputError
from engine.program_version import program_version
from messages.message import MendableError, Message
from service.guards import GONE, App, Guard
from service.limits import ServiceLimits
from service.metrics import Metrics
from service.refusals import RefusedError, refusal_document
from service.routes import catalogue, health, label_studio, predicting
from service.settings import ServiceSettings
from service.shapes import Refusal
from service.state import Service, service_of

ABOUT = """Labels for pictures, with the labelled images of a catalogue that each suggestion came
from. Every request but `/health` carries the token: `Authorization: Bearer …`."""
REFUSALS: dict[int | str, dict[str, Any]] = {
    status: {"model": Refusal} for status in (400, 401, 403, 408, 413, 415, 422, 500, 503)
}


def application(
    service: Service, settings: ServiceSettings, limits: ServiceLimits, metrics: Metrics
) -> App:
    """What uvicorn runs."""
    app = FastAPI(
        title="Nabolag",
        description=ABOUT,
        version=program_version(),
        docs_url=None,  # its pages load scripts from elsewhere
        redoc_url=None,
        responses=REFUSALS,
    )
    app.state.service = service
    for routes in (predicting, catalogue, label_studio, health):
        app.include_router(routes.router)
    _describe_token(app)
    app.add_exception_handler(MendableError, _refused)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(ClientDisconnect, _gone)
    app.add_exception_handler(Exception, _fault)
    return Guard(app, settings, limits, metrics)


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, MendableError)
    if isinstance(error, RefusedError):
        return _answer(request, error.status, error.message, error.headers)
    status = 503 if isinstance(error, CatalogueError) else 422
    assert isinstance(error, CatalogueError | InputError)
    headers = {"retry-after": "5"} if status == 503 else {}
    return _answer(request, status, error.message, headers)


async def _invalid(request: Request, error: Exception) -> Response:
    # What was sent is not repeated: it may be anything.
    return _answer(request, 422, Message("service-request-invalid"), {})


async def _http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    codes = {404: "service-no-such-address", 405: "service-method-wrong"}
    code = codes.get(error.status_code, "service-request-invalid")
    return _answer(request, error.status_code, Message(code), dict(error.headers or {}))


async def _gone(request: Request, error: Exception) -> Response:
    return Response(status_code=GONE)  # nobody reads it


async def _fault(request: Request, error: Exception) -> Response:
    # The guard, to which the error goes on, says where it was.
    return _answer(request, 500, Message("service-fault"), {})


def _answer(request: Request, status: int, message: Message, headers: dict[str, str]) -> Response:
    service_of(request).metrics.refusals.labels(message.code).inc()
    return JSONResponse(refusal_document(message), status_code=status, headers=headers)


def _describe_token(app: FastAPI) -> None:
    """Have the description say that a token is wanted."""
    made = app.openapi

    def described() -> dict[str, Any]:
        schema = made()
        components = schema.setdefault("components", {})
        components["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
        schema["security"] = [{"token": []}]
        schema["paths"]["/health"]["get"]["security"] = []
        return schema

    app.openapi = described  # type: ignore[method-assign]
