"""The library's recorder behind plain endpoints, as its documentation shows: the yardstick."""

import os
from pathlib import Path
from uuid import UUID

from fastapi import FastAPI
from pydantic import BaseModel

from bench.library import Matters, library_on_postgresql, library_on_sqlite


class Report(BaseModel):
    """What a report says."""

    percent: int
    text: str


def create() -> FastAPI:
    """Build the application on the database the environment names."""
    app = FastAPI()
    url = os.environ.get("BENCH_POSTGRESQL")
    matters: Matters = (
        library_on_postgresql(url) if url else library_on_sqlite(Path(os.environ["BENCH_FOLDER"]))
    )

    @app.post("/matters")
    def begin() -> UUID:
        return matters.with_history(20)

    @app.post("/matters/{matter_id}/progress-reports")
    def report(matter_id: UUID, body: Report) -> dict[str, int]:
        del body
        return {"version": matters.report(matter_id)}

    return app
