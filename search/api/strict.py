"""What every request on the wire keeps to: an unknown field or another type is an error."""

import json
from typing import Annotated, Any

from pydantic import AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, model_validator


def _only_text(value: Any) -> Any:
    if not isinstance(value, str):
        raise ValueError("a time is a text such as 2022-04-28T08:00:00+07:00")
    return value


Time = Annotated[AwareDatetime, BeforeValidator(_only_text), Field(strict=False)]
"""RFC 3339 with an offset."""


class Asked(BaseModel):
    """A request: an unknown field or a value of another type is an error."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _can_be_written(cls, data: Any) -> Any:
        try:
            json.dumps(data, ensure_ascii=False, default=str).encode()
        except UnicodeEncodeError:
            raise ValueError("a text holds half a character (a lone surrogate)") from None
        return data
