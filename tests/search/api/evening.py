"""A small index in memory: cameras, moments and reports of one evening, searched plainly.

It answers as the contract says, by comparing words, places and clock times: enough for the API
and the page to be tried without an index. Pictures and videos are drawn by `drawn`.
"""

import html
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from indexer.folding import fold
from indexer.ids import LOCAL_ZONE, PlaceId
from indexer.places.place import PlaceRef
from indexer.reports.category import category_of, language_of
from indexer.times.window import Daily, TimeWindow
from search.cases.bag import Bag, new_folder
from search.cases.case import Bundled, Form
from search.cases.cases import Cases
from search.errors import BadQuestion, NotAllowed, UnknownName
from search.follow.request import FollowRequest
from search.moment_id import MomentId
from search.position import BEGINNING
from search.question.understood import Understood
from search.report_filter import ReportFilter
from search.request import SearchRequest
from search.state.audit import AuditEntry
from search.state.database import State
from search.watches.watch import AskedWatch, Watch
from search.watches.watches import Watches
from tests.search.api.drawn import picture, video

MARKED = '<script>document.title = "broken into"</script>'
"""Part of a report's text; it must never come to life in the page."""


@dataclass(frozen=True)
class Seen:
    """A moment: its camera, when it is best seen, and what there is to see, in plain words."""

    id: str
    camera: str
    at: str
    seconds: int
    words: str
    box: tuple[float, float, float, float]


@dataclass(frozen=True)
class Told:
    """A report: who told what about where and when."""

    id: str
    kind: str
    channel: str
    text: str
    place: str
    at: str | None
    words: str


CAMERAS = {
    "nvq-03": ("Nguyễn Văn Quá 3", "Nguyễn Văn Quá", 10.8391, 106.6302),
    "nvq-05": ("Nguyễn Văn Quá 5", "Nguyễn Văn Quá", 10.8436, 106.6287),
    "tk-02": ("Tô Ký – cầu vượt", "Tô Ký", 10.8512, 106.6187),
    "hhg-01": ("Hà Huy Giáp 1", "Hà Huy Giáp", 10.8655, 106.6801),
}
STREETS = {camera[1]: f"street:{fold(camera[1]).replace(' ', '-')}" for camera in CAMERAS.values()}
MOMENTS = (
    Seen("5d1c0f9be02a7741.271000-279500", "nvq-03", "21:04:37", 9, "red motorbike xe máy đỏ",
         (0.38, 0.46, 0.55, 0.83)),
    Seen("5d1c0f9be02a7741.402000-407000", "nvq-03", "21:06:44", 5, "red motorbike xe máy đỏ",
         (0.61, 0.40, 0.70, 0.60)),
    Seen("8e77a31290cc4d05.310000-322000", "nvq-05", "21:05:21", 12, "red motorbike xe máy đỏ",
         (0.22, 0.50, 0.36, 0.80)),
    Seen("8e77a31290cc4d05.12000-20000", "nvq-05", "19:40:16", 8, "white car ô tô trắng",
         (0.30, 0.45, 0.62, 0.80)),
    Seen("c09d2247ab31fe68.655000-661000", "tk-02", "21:11:02", 6, "red motorbike xe máy đỏ",
         (0.47, 0.44, 0.58, 0.71)),
    Seen("1b84e5520f6d93a7.90000-97000", "hhg-01", "21:31:33", 7, "white truck xe tải trắng",
         (0.20, 0.30, 0.62, 0.78)),
)  # fmt: skip
REPORTS = (
    Told("zalo-2022-04-27-0117", "tip", "zalo",
         "Tối nay khoảng 21h em thấy hai thanh niên đi xe máy đỏ giật điện thoại ở đoạn "
         "Nguyễn Văn Quá, rồi chạy về hướng Hóc Môn. Người ngồi sau mặc áo khoác đen.",
         "Nguyễn Văn Quá", "21:00", "red motorbike xe máy đỏ"),
    Told("statement-31", "statement", "document",
         "The witness saw a red motorbike with two riders overtake her at speed near the Nguyễn "
         "Văn Quá market, about five past nine.",
         "Nguyễn Văn Quá", "21:05", "red motorbike xe máy đỏ"),
    Told("fb-889120", "comment", "facebook",
         f"{MARKED} <b>xe máy đỏ</b> không biển số, mình gặp ở Tô Ký & chụp được 1 tấm",
         "Tô Ký", "21:12", "red motorbike xe máy đỏ"),
    Told("hotline-2204", "tip", "hotline",
         "Có chiếc xe máy đỏ bỏ lại cạnh trạm xe buýt, không nhớ rõ ở đâu và khi nào.",
         "", None, "red motorbike xe máy đỏ"),
)  # fmt: skip

AGAINST = {"hotline-2204": {"early": 0.31, "lacking": 0.12}}
"""What a report tells against the question, and what it would be worth without it."""
MEANT = {"hotline-2204": {"rank": 3, "score": 0.83, "worth": 0.41}}
"""What is near in meaning, and how."""
PICTURED = {"fb-889120": MOMENTS[4]}
"""What was attached to a report."""


@dataclass
class Evening:
    """The service; `failing` retrievers are left out and said so, `demonstration` is its model.

    `recall` is said of an answer that is not exact. With a `line` moments come with a relevance,
    from 0.825 down. `copies` are reports that tell again what another told,
    `again` how often each moment of an id was seen again, from 20:14 on.
    """

    state: State
    failing: tuple[str, ...] = ()
    demonstration: bool = True
    recall: float | None = None
    copies: Mapping[str, str] = field(default_factory=dict)
    again: Mapping[str, int] = field(default_factory=dict)
    line: float | None = None
    videos_made: list[str] = field(default_factory=list)
    asked: list[SearchRequest] = field(default_factory=list)
    followed: list[FollowRequest] = field(default_factory=list)

    def explain(self, text: str, now: datetime, asker: str) -> Understood:
        """Find a street, "after N" or "sau N giờ", and "without"; the rest is looked for."""
        if not text.strip():
            raise BadQuestion("the question is empty")
        street = next((name for name in STREETS if fold(name) in fold(text)), None)
        rest = _without(text, street) if street else text
        hour = re.search(r"(?:after|sau) (\d+) ?(pm|giờ tối|h|gio toi)?", rest)
        rest = rest.replace(hour[0], "") if hour else rest
        looked_for, _, excluded = rest.partition(" without ")
        looked_for, _, unread = looked_for.partition(" beside ")
        return Understood(
            text=text,
            language="vi" if fold(text) != text.lower() else "en",
            look_for=" ".join(looked_for.split()),
            places=(_place(street),) if street else (),
            time=TimeWindow(daily=Daily(_clock(hour), "24:00")) if hour else TimeWindow(),
            exclude=(excluded.strip(),) if excluded else (),
            unresolved=(unread.strip(),) if unread else (),
        )

    def search(self, request: SearchRequest) -> dict[str, Any]:
        """Compare words, places and times; written to the audit log first."""
        understood = request.understood
        if understood is None:
            understood = self.explain(
                request.question or "", datetime.now(LOCAL_ZONE), request.asker
            )
        self.asked.append(request)
        for camera in request.cameras:
            if camera not in CAMERAS:
                raise UnknownName(f"unknown camera {camera!r}")
        told = understood.to_json()
        if request.example:
            understood = replace(understood, sources=("footage",))
            told["similar"] = request.example.to_json()
        if request.marks:
            told["marks"] = request.marks.to_json()
        entry = AuditEntry(
            request.asker, request.case, request.reason, understood.text, told,
            {"footage": 412, "reports": 88}, {"cameras": list(request.cameras)},
        )  # fmt: skip
        number = self.state.audit.write(entry)
        found = _arranged(list(_of_sorts(self._hits(understood, request), request)), request)
        answer = {"search": number, **self._answer(understood, found, request)}
        hits = [hit["id"] for hit in answer["hits"]]
        self.state.audit.finish(number, hits, 61.4, answer["model"])
        return answer

    def follow(self, request: FollowRequest) -> dict[str, Any]:
        """From any moment to those of the same words that came after, or before, one by one."""
        seen = _seen(str(request.moment))
        self.followed.append(request)
        entry = AuditEntry(
            request.asker, request.case, request.reason, f"follow {seen.id}",
            {"follow": request.to_json()}, {"footage": 412, "reports": 88}, {},
        )  # fmt: skip
        number = self.state.audit.write(entry)
        answer = {"search": number, **followed(seen, MOMENTS, request, self.demonstration)}
        hits = [way["moment"] for way in answer["map"]["ways"]]
        self.state.audit.finish(number, hits, 20.0, answer["model"])
        return answer

    def replay(
        self, search: int, asker: str, case: str | None, reason: str | None
    ) -> dict[str, Any]:
        """Ask again, and compare."""
        record = self.state.audit.get(search)
        request = SearchRequest(
            understood=Understood.from_json(record.entry.understood), asker=asker, case=case,
            reason=reason, cameras=tuple(record.entry.parameters["cameras"]),
        )  # fmt: skip
        answer = self.search(request)
        number = answer.pop("search")
        recorded, found = list(record.hits or ()), [hit["id"] for hit in answer["hits"]]
        return {
            "search": number, "replay_of": search, "same": recorded == found, "recorded": recorded,
            "missing": [i for i in recorded if i not in found],
            "added": [i for i in found if i not in recorded],
            "changed": [], "deleted": [], "answer": answer,
        }  # fmt: skip

    def _answer(
        self, understood: Understood, hits: list[dict[str, Any]], request: SearchRequest
    ) -> dict[str, Any]:
        first = int(request.cursor or 0)
        page = hits[first : first + request.limit]
        for rank, hit in enumerate(page, first + 1):
            hit["rank"] = rank
            seen = self.line is not None and hit["kind"] == "moment"
            hit["relevance"] = round(0.95 - rank / 8, 3) if seen else None
            if hit["kind"] == "report":
                hit["copy_of"] = self.copies.get(hit["id"])
            if hit["id"] in self.again:
                hit["folded"] = _folded(self.again[hit["id"]])
        more = len(hits) > first + request.limit
        return {
            "understood": understood.to_json(),
            "similar": request.example and request.example.to_json(),
            "marks": request.marks.to_json() if request.marks else None,
            "generation": {"footage": 412, "reports": 88},
            "model": {
                "name": "demo", "fingerprint": "0f" * 32, "demonstration": self.demonstration,
            },
            "coverage": self._coverage(understood),
            "relevance_line": self.line,
            "partial": bool(self.failing),
            "failed": [{"retriever": one, "reason": "no answer in 5 s"} for one in self.failing],
            "took_ms": {"total": 61.4, "parse": 1.0, "encode": 22.0, "frames": 9.1},
            "facets": _facets(hits),
            "hits": page,
            "next_cursor": str(first + request.limit) if more else None,
        }  # fmt: skip

    def _coverage(self, understood: Understood) -> dict[str, Any]:
        footage = "footage" in understood.sources
        gap = {
            "camera": "nvq-05", "after": _iso("22:10:00"), "before": _iso("22:40:00"),
            "reason": "no footage",
        }  # fmt: skip
        lost = {"camera": "tk-02", "after": None, "before": None, "reason": "file is damaged"}
        return {
            "cameras": 14 if footage else 0,
            "cameras_indexed": 13 if footage else 0,
            "not_indexed": [gap, lost] if footage else [],
            "regions_in_scope": 41_220 if footage else 0,
            "regions_searched": 41_220 if footage else 0,
            "exact": self.recall is None,
            **({} if self.recall is None else {"recall": self.recall, "recall_at": 100}),
            "reports_in_scope": 310 if "reports" in understood.sources else 0,
        }

    def _hits(self, understood: Understood, request: SearchRequest) -> Iterator[dict[str, Any]]:
        failing = {"footage" if name == "frames" else name for name in self.failing}
        sources = set(understood.sources) - failing
        moments = [m for m in MOMENTS if "footage" in sources and _fits_moment(m, understood)]
        reports = [r for r in REPORTS if "reports" in sources and _fits_report(r, understood)]
        for number in range(max(len(moments), len(reports))):
            for moment in moments[number : number + 1]:
                if not request.cameras or moment.camera in request.cameras:
                    yield _moment_hit(moment, number, reports)
            for report in reports[number : number + 1]:
                yield _report_hit(report, number, understood, moments)

    def bundle(
        self, case: int, out: Path, asker: str, reason: str | None, form: Form = "evidence"
    ) -> Bundled:
        """A bag with one file, noted as the change of the case that it is."""
        with new_folder(out) as folder:
            bag = Bag(folder)
            bag.write("report.vi.html", b"<!doctype html>")
            seal = bag.close({})
        Cases(self.state).note_bundle(case, 1, {"seal": seal, "reason": reason}, asker)
        return Bundled(out, seal, 1, 15, ())

    def watch(self, case: int, asked: AskedWatch, by: str) -> Watch:
        """Allow any target but those of `forbidden.example`."""
        if any("forbidden.example" in target for target in asked.targets):
            raise NotAllowed("TRUYVET_NOTIFY does not allow it")
        return Watches(self.state).add(case, asked, BEGINNING, by)

    def thumbnail(
        self,
        moment: str,
        pts_ms: int | None,
        box: tuple[float, float, float, float] | None,
        crop: bool = False,
        *,
        asker: str,
    ) -> bytes:
        """A drawn street, the box marked or cut out."""
        seen = _seen(moment)
        return picture(seen.camera, seen.words, seen.box, marked=box, crop=crop)

    def is_attached(self, moment: str) -> bool:
        """Nothing here came with a report."""
        return False

    def video(self, moment: str, asker: str) -> bytes:
        """A drawn street on which something moves."""
        seen = _seen(moment)
        self.videos_made.append(moment)
        return video(seen.camera, seen.words, seen.box, seen.seconds)

    def moment(self, moment: str) -> dict[str, Any]:
        """A moment by its id."""
        return _moment(_seen(moment))

    def report(self, report: str, asker: str) -> dict[str, Any]:
        """A report by its id."""
        for told in REPORTS:
            if told.id == report:
                return {"id": told.id, **_report(told)}
        raise UnknownName(f"no report {report!r} in this index")

    def reports(self, wanted: ReportFilter, asker: str) -> dict[str, Any]:
        """The latest reports."""
        fitting = [told for told in REPORTS if not wanted.kinds or told.kind in wanted.kinds]
        shown = [{"id": told.id, **_report(told)} for told in fitting[: wanted.limit]]
        return {"reports": shown, "facets": {"kind": {"tip": 2}, "channel": {}, "category": {}}}

    def sender(
        self, report: str, asker: str, case: str | None, reason: str | None
    ) -> dict[str, Any]:
        """Nobody may know here."""
        raise NotAllowed(f"{asker} may not see who sent {report}")

    def receive(self, source: str, headers: Mapping[str, str], body: bytes) -> str:
        """Nobody may send here."""
        raise NotAllowed("the signature does not fit")

    def answer_facebook(self, asked: Mapping[str, str]) -> str:
        """Nobody asks."""
        raise NotAllowed("not a subscription of Facebook")

    def coverage(self) -> dict[str, Any]:
        """One stretch for each camera."""
        stretch = {"after": _iso("19:00"), "before": _iso("23:00"), "state": "indexed"}
        return {"coverage": [{"camera": camera, **stretch} for camera in CAMERAS]}

    def status(self) -> dict[str, Any]:
        """What the index holds."""
        return {"cameras": len(CAMERAS), "reports": len(REPORTS), **self.coverage()}

    def metrics(self) -> bytes:
        """One line."""
        return b"truyvet_regions 7.0\n"

    def ready(self) -> list[str]:
        """It is."""
        return []


def followed(
    start: Seen, moments: tuple[Seen, ...], request: FollowRequest, demonstration: bool
) -> dict[str, Any]:
    """A trail as the contract has it: a straight one, of what looks the same."""
    back = request.backward
    onward = [
        one for one in moments
        if one.words == start.words and one.camera != start.camera
        and (one.at < start.at) is back and one.at != start.at
    ]  # fmt: skip
    chain: list[dict[str, Any]] = []
    for seen in sorted(onward, key=lambda one: one.at, reverse=not back):
        hit = _moment_hit(seen, 0, [])
        chain = [{
            "moment": {**hit, "relevance": None}, "distance_m": 640, "by": "streets",
            "earliest": _iso("21:05:00"), "latest": _iso("21:14:00"), "travel_s": 62.0,
            "speed_kmh": 37.2, "in_slack": False, "against": 0, "alike": 0.87, "plausible": 0.9,
            "passed": [], "share": 0.46, "next": chain,
        }]  # fmt: skip
    cameras = [
        {"id": ident, "name": name, "x": 100.0 + 150 * number, "y": 90.0 + 70 * number}
        for number, (ident, (name, *_)) in enumerate(CAMERAS.items())
    ]
    place = {"earliest": _iso("21:05:00"), "latest": _iso("21:14:00")}
    shown = {name: _moment(start)["camera"] for name in ("camera",)}
    return {
        "followed": request.to_json(),
        "moment": {**_moment_hit(start, 0, []), "relevance": None},
        "generation": {"footage": 412, "reports": 88},
        "model": {"name": "demo", "fingerprint": "0f" * 32, "demonstration": demonstration},
        "relevance_line": None,
        "model_of_travel": {
            "slowest_kmh": 8, "usual_kmh": 40, "fastest_kmh": 80, "slack": 0.25, "by": "streets",
            "streets": 17, "junctions": 39, "cameras": 4, "cameras_on_streets": 4,
            "straight_factor": 1.3,
        },
        "reach": [], "in_reach": 3, "trail": chain,
        "next_camera": chain[0] and {
            "camera": chain[0]["moment"]["camera"], **place, "share": 0.46, "why": "likeliest",
            "moment": chain[0]["moment"]["id"],
        } if chain else None,
        "not_covered": {
            "cameras": [{**shown, "after": place["earliest"], "before": place["latest"],
                         "whole": True, "reason": "no footage indexed in this time"}],
            "gaps": 1, "streets": ["Hà Huy Giáp"],
        },
        "searched": {"cameras": 3, "regions_in_scope": 812, "regions_searched": 812,
                     "exact": True, "failed": []},
        "map": {
            "width": 720, "height": 420, "scale_200m": 40.0, "cameras": cameras,
            "streets": [{"name": "Nguyễn Văn Quá", "points": "60,60 300,190 640,380"}],
            "ways": [
                {"to": one.camera, "moment": one.id, "by": "streets", "points": "100,90 250,160"}
                for one in sorted(onward, key=lambda one: one.at, reverse=back)
            ],
        },
        "took_ms": {"total": 20.0},
    }  # fmt: skip


def _of_sorts(hits: Iterator[dict[str, Any]], request: SearchRequest) -> Iterator[dict[str, Any]]:
    for hit in hits:
        told = hit.get("report", {})
        fits = not request.categories or told.get("category") in request.categories
        if hit["kind"] == "moment" or (
            fits and (not request.channels or told["channel"] in request.channels)
        ):
            yield hit


def _facets(hits: list[dict[str, Any]]) -> dict[str, dict[str, int]]:
    told = [hit["report"] for hit in hits if hit["kind"] == "report"]
    return {
        name: dict(Counter(report[name] for report in told)) for name in ("category", "channel")
    }


def _arranged(hits: list[dict[str, Any]], request: SearchRequest) -> list[dict[str, Any]]:
    """What looks like the example, by the words of both; accepted first, rejected last."""
    example = request.example
    if example and example.moment:
        words = _seen(str(example.moment)).words
        hits = sorted(hits, key=lambda hit: _seen(hit["id"]).words != words)
    marks = {str(ident): mark for ident, mark in request.marks.of_moments.items()}
    for before, hit in enumerate(hits, 1):
        if example:
            hit["why"][0]["by"] = "similar"
        if marks:
            why = {"by": "marks", "mark": marks.get(hit["id"]), "rank_before": before}
            hit["why"].append(why)
    places = {"accepted": 0, None: 1, "rejected": 2}
    return sorted(hits, key=lambda hit: places[marks.get(hit["id"])])


def _without(text: str, street: str) -> str:
    start = fold(text).index(fold(street))
    before = re.sub(r"\b(near|on|gần|gan|ở)\s*$", "", text[:start])
    return before + text[start + len(street) :]


def _clock(hour: re.Match[str]) -> str:
    evening = hour[2] and hour[2] != "h" and int(hour[1]) < 12
    return f"{int(hour[1]) + (12 if evening else 0):02d}:00"


def _place(street: str) -> PlaceRef:
    return PlaceRef(street, "street", "near", 200, PlaceId(STREETS[street]))


def _seen(moment: str) -> Seen:
    for seen in MOMENTS:
        if seen.id == moment:
            return seen
    raise UnknownName(f"{moment!r} is not the id of a moment")


def _fits_moment(moment: Seen, asked: Understood) -> bool:
    return _fits(moment.words, CAMERAS[moment.camera][1], moment.at[:5], asked)


def _fits_report(report: Told, asked: Understood) -> bool:
    return _fits(report.words, report.place, report.at, asked)


def _fits(words: str, street: str, at: str | None, asked: Understood) -> bool:
    found = all(word in fold(words) for word in fold(asked.look_for).split())
    excluded = any(fold(phrase) in fold(words) for phrase in asked.exclude)
    here = not (asked.places and street) or street in [place.name for place in asked.places]
    daily = asked.time.daily
    return found and here and not excluded and (not daily or at is None or at >= daily.start)


def _iso(clock: str) -> str:
    return datetime.fromisoformat(f"2022-04-27T{clock}+07:00").isoformat()


def _moment(seen: Seen) -> dict[str, Any]:
    name, street, lat, lon = CAMERAS[seen.camera]
    start = datetime.fromisoformat(_iso(seen.at)) - timedelta(seconds=seen.seconds // 2)
    url = f"/v1/moments/{seen.id}"
    return {
        "kind": "moment",
        "id": seen.id,
        "camera": {"id": seen.camera, "name": name, "street": street, "lat": lat, "lon": lon},
        "start": start.isoformat(),
        "end": (start + timedelta(seconds=seen.seconds)).isoformat(),
        "footage": seen.id.partition(".")[0],
        "thumbnail": f"{url}/thumbnail.jpg",
        "video": f"{url}/video.mp4",
    }


def _moment_hit(seen: Seen, number: int, reports: list[Told]) -> dict[str, Any]:
    body = _moment(seen)
    pts_ms = _best_ms(seen)
    box = ",".join(map(str, seen.box))
    links = [
        {"by": "link", "report": told.id, "distance_m": 80, "apart_s": 240}
        for told in reports
        if told.place == CAMERAS[seen.camera][1]
    ]
    return {
        **body,
        "score": round(0.83 - number * 0.07, 4),
        "best": {"at": _iso(seen.at), "box": list(seen.box)},
        "pts_ms": pts_ms,
        "thumbnail": f"{body['thumbnail']}?pts_ms={pts_ms}&box={box}",
        "why": [{"by": "frames", "rank": number + 1, "score": 0.31 - number / 100}, *links[:2]],
    }


def _folded(count: int) -> dict[str, Any]:
    """Seen so often again: two of them are named, which are moments of their own."""
    shown = [
        {"id": seen.id, "start": _iso(seen.at), "end": _iso(seen.at)} for seen in MOMENTS[3:1:-1]
    ]
    ends = {"after": _iso("20:14:00"), "before": _iso("23:02:00")}
    return {"count": count, "at_least": False, **ends, "moments": shown}


def _report(told: Told) -> dict[str, Any]:
    at = told.at and {"after": _iso(told.at), "before": _iso(told.at)}
    place = {"text": told.place, "lat": None, "lon": None} if told.place else None
    return {
        "kind": told.kind, "channel": told.channel, "text": told.text,
        "category": category_of(told.text), "language": language_of(told.text),
        "received_at": _iso("22:15:00"), "occurred": at or None, "place": place,
        "media": [f"/v1/moments/{PICTURED[told.id].id}/thumbnail.jpg", "https://example.org/1"]
        if told.id in PICTURED else [],
    }  # fmt: skip


def _best_ms(seen: Seen) -> int:
    return MomentId.parse(seen.id).pts_after_ms + 2_000


def _picture(told: Told) -> dict[str, Any] | None:
    seen = PICTURED.get(told.id)
    if seen is None:
        return None
    url = f"/v1/moments/{seen.id}/thumbnail.jpg?pts_ms={_best_ms(seen)}"
    return {"moment": seen.id, "pts_ms": _best_ms(seen), "box": list(seen.box), "thumbnail": url}


def _report_hit(told: Told, number: int, asked: Understood, moments: list[Seen]) -> dict[str, Any]:
    links = [
        {"by": "link", "moment": seen.id, "distance_m": 80, "apart_s": 240}
        for seen in moments
        if told.place == CAMERAS[seen.camera][1]
    ]
    against = [
        {"by": "against", "feature": feature, "otherwise": worth}
        for feature, worth in AGAINST.get(told.id, {}).items()
    ]
    own = {"by": "reports", "rank": number + 1, "score": 12.4 - number}
    meant = [{"by": "meaning", **MEANT[told.id]}] if told.id in MEANT else []
    return {
        "kind": "report",
        "id": told.id,
        "score": round(0.8 - number * 0.07, 4),
        "report": _report(told),
        "highlights": [_highlighted(told.text, asked.look_for)],
        "picture": _picture(told),
        "why": [own, *meant, *against, *links[:2]],
    }


def _highlighted(text: str, looked_for: str) -> str:
    escaped = html.escape(text)
    if not looked_for:
        return escaped
    return re.sub(f"({re.escape(looked_for)})", r"<em>\1</em>", escaped, flags=re.IGNORECASE)
