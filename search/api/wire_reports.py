"""Shapes of requests about reports on the wire; as strict as those of `wire`."""

from pydantic import BaseModel, ConfigDict, Field

from search.api.wire import ListQuery, Note
from search.report_filter import ReportFilter, report_filter


class ReportsQuery(ListQuery):
    """Which reports are listed, and how many; a name given more than once means any of them."""

    kind: list[str] = Field(default=[], description="Kinds of reports.")
    channel: list[str] = Field(default=[], description="How they came, such as `zalo`.")
    category: list[str] = Field(default=[], description="What they are about.")

    def value(self) -> ReportFilter:
        """The same as the search knows it; UnknownName for a name that there is not."""
        return report_filter(self.limit, self.kind, self.channel, self.category)


class WhySender(BaseModel):
    """For which case and why somebody asks who sent a report; both go to the audit log."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    case: Note
    reason: Note
