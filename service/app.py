"""The segmentation over HTTP: `uvicorn --factory service.app:create_app`."""

import os
from contextlib import asynccontextmanager
from typing import Annotated, Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field, FiniteFloat

from service.bundle import Bundle, ModelUnavailable, load

MOST = 1000  # customers a request


class Customer(BaseModel):
    """One customer, in the units of the training data."""

    model_config = ConfigDict(extra="forbid", strict=True)
    annual_income: Annotated[FiniteFloat, Field(ge=0, description="thousands of dollars")]
    spending_score: Annotated[FiniteFloat, Field(ge=1, le=100, description="from 1 to 100")]


class Batch(BaseModel):
    """The customers of one request."""

    model_config = ConfigDict(extra="forbid", strict=True)
    customers: Annotated[list[Customer], Field(min_length=1, max_length=MOST)]


class Segment(BaseModel):
    """The answer for one customer."""

    id: int
    name: str
    distance: float = Field(description="to the center of the segment, in standard deviations")


class Answer(BaseModel):
    """The segments, in the order of the customers."""

    segments: list[Segment]


REMEDIES = {
    "missing": "Send it; an unknown value cannot be guessed.",
    "extra_forbidden": "Remove it, or correct its name.",
    "finite_number": "Leave out customers whose value is unknown.",
    "float_type": "Send a number, without quotation marks.",
    "greater_than_equal": "Check the value and its unit.",
    "less_than_equal": "Check the value and its unit.",
    "too_short": "Send at least one customer.",
    "too_long": f"Send at most {MOST} customers a request; split the batch.",
    "json_invalid": "Send JSON.",
}


def create_app(source: str | None = None) -> FastAPI:
    """Make the service; the model is loaded once, when it starts.

    `source` is a folder, or an address of MLflow's registry. Without it the variable
    SEGMENTS_MODEL counts, then the champion of the registry if MLFLOW_TRACKING_URI is set, then
    the folder `model`.
    """
    registry = "MLFLOW_TRACKING_URI" in os.environ
    default = "models:/segments@champion" if registry else "model"
    source = source or os.environ.get("SEGMENTS_MODEL", default)

    @asynccontextmanager
    async def lifespan(app: FastAPI):
        try:
            app.state.bundle, app.state.trouble = _checked(load(source)), None
        except ModelUnavailable as error:
            app.state.bundle, app.state.trouble = None, str(error)
        yield

    app = FastAPI(title="Customer segments", lifespan=lifespan)
    app.add_exception_handler(RequestValidationError, explain)

    @app.exception_handler(ModelUnavailable)
    async def unavailable(request: Request, error: ModelUnavailable) -> JSONResponse:
        return JSONResponse({"detail": str(error)}, status_code=503)

    def bundle() -> Bundle:
        if app.state.bundle is None:
            raise ModelUnavailable(f"{app.state.trouble} Then start the service again.")
        return app.state.bundle

    @app.get("/health")
    def health() -> dict[str, Any]:
        """Say whether the service can answer, and with which model."""
        return {"status": "ok", "trained_on": bundle().metadata["trained_on"]}

    @app.post("/predict")
    def predict(batch: Batch) -> Answer:
        """Give each customer a segment."""
        rows = [customer.model_dump() for customer in batch.customers]
        return Answer(segments=bundle().answer(rows))

    return app


def _checked(bundle: Bundle) -> Bundle:
    """Refuse a model that was trained on other features than this service asks for."""
    wanted, asked = set(bundle.metadata["features"]), set(Customer.model_fields)
    if wanted != asked:
        raise ModelUnavailable(
            f"The model needs {sorted(wanted)}, the service asks for {sorted(asked)}. Deploy both "
            "from the same version."
        )
    return bundle


async def explain(request: Request, error: RequestValidationError) -> JSONResponse:
    """Name the field and the remedy. What was sent is not repeated: it is personal."""
    troubles = []
    for trouble in error.errors()[:20]:  # a thousand lines would help nobody
        # The first step says "body"; for broken JSON the second is a position.
        steps = () if trouble["type"] == "json_invalid" else trouble["loc"][1:]
        field = "".join(f"[{s}]" if isinstance(s, int) else f".{s}" for s in steps).lstrip(".")
        remedy = REMEDIES.get(trouble["type"], "Compare with the schema at /docs.")
        troubles.append({"field": field or "body", "problem": trouble["msg"], "remedy": remedy})
    return JSONResponse({"detail": troubles}, status_code=422)
