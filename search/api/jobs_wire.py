"""Shapes of the jobs that may be asked for; as strict as the rest of `search.api.wire`."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from search.api.strict import Asked
from search.api.wire import LONGEST_LIST

LONGEST_PATH, MOST_WORKERS = 4_096, 256

_Path = Annotated[str, Field(min_length=1, max_length=LONGEST_PATH, pattern=r"^[^\x00]*$")]
_Paths = Annotated[list[_Path], Field(min_length=1, max_length=LONGEST_LIST)]
_Model = Annotated[str, Field(min_length=1, max_length=LONGEST_PATH, pattern=r"^[^\x00]*$")]
_Workers = Annotated[int, Field(ge=1, le=MOST_WORKERS)]


class IndexJob(Asked):
    """Index footage: files and folders that the server can read. What is there is skipped.

    What `first` names goes before the rest, as by `truyvet footage index --first`.
    """

    kind: Literal["index"]
    paths: _Paths
    pattern: _Path | None = None
    model: _Model | None = None
    workers: _Workers | None = None
    sampling: Literal["steady", "keyframes"] = "steady"
    first: list[_Path] = Field(default_factory=list, max_length=LONGEST_LIST)


class ImportJob(Asked):
    """Import files of reports of one source."""

    kind: Literal["import"]
    paths: _Paths
    source: Annotated[str, Field(max_length=100, examples=["zalo", "jsonl"])]


class MergeJob(Asked):
    """Make few large shards of many small ones; remove what was replaced so many days ago."""

    kind: Literal["merge"]
    forget_after_days: Annotated[float, Field(ge=0, le=36_500)] | None = None


class ReindexJob(Asked):
    """Make the index anew beside the old, compare, swap: footage by `model`, or `text`.

    `share` is the part of the time that workers work.
    """

    kind: Literal["reindex"]
    model: _Model | None = None
    text: bool = False
    share: Annotated[float, Field(gt=0, le=1)] | None = None
    accept_worse: bool = False
    workers: _Workers | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> "ReindexJob":
        if (self.model is None) is not self.text:
            raise ValueError("give either `model` or `text`: true")
        return self


AnyJob = IndexJob | ImportJob | MergeJob | ReindexJob
