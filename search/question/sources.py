"""Which sources a question names: footage ("camera quay được"), reports ("tin báo về")."""

import re
from collections.abc import Sequence

from indexer.folding import fold
from search.question.masked import Masked, Span
from search.question.understood import SOURCES, Source

FOOTAGE = re.compile(
    r"""\b(?:
        (?:(?:the|any|some|all|only|just)\s)?
            (?:(?:camera|cctv|video|surveillance|security|street)\s)*
            (?:footage|videos?|clips?|recordings?|cctv|frames)\s+
            (?:of|showing|with|that\sshows?|where|depicting|featuring|capturing|containing
              |that\s(?:captures?|captured|caught|recorded|has|have)|which\sshows?)
      | ^\s*(?:(?:any|req|need|request)\s)?(?:footage|cameras?|cams|cctv|videos?)\s?:
      | ^\s*(?:req|need|request|requesting|want)\s(?:footage|cctv|videos?)\s?,(?=\s[a-z])
      | (?:cameras|cams)\sthat\s(?:saw|caught|show|recorded|filmed)
      | (?:as\s)?(?:seen|recorded|filmed|caught)\sby\s(?:a\s|the\s|any\s)?cameras?
      | (?:look|go)\s(?:through|at|over)\s(?:the\s|all\s)*
            (?:footage|cameras?|cams|cctv|videos?)\s+for
      | (?:camera\s)?(?:recordings?|footage|videos?|clips?)\sin\swhich
      | (?:(?:did|do|does|has|have|which|any)\s)*(?:any\s|the\s|a\s)?(?:cameras?|cams?|cctv)\s+
            (?:got\sa\slook\sat|got\sa\sview\sof|have\sa\sview\sof
              |recorded|filmed|captured|catch|catches|caught|pick(?:ed)?\sup|shows?|cover|see|saw
              |spot(?:ted)?|record(?:ed)?
              |got(?=\s(?:an?|the|two|three)\s))
      | us(?:e|ing)\s(?:the\s|all\s)*(?:cameras?|cams|cctv|footage)(?:\s+to)?
      | (?:review|scan|check|(?:go|trawl|comb|sift|look|skim)(?:\sthrough)?|search|canvass
              |pull|see|view|watch|open)
            \s(?:all\s)?(?:the\s|any\s|of\sthe\s)?
            (?:footage|cameras?|cams|cctv|videos?|recordings)(?:\s+for|(?=\s{4}))
      | (?:a\s)?canvass\sof\s(?:the\s)?cameras
      | what\s(?:did|do|can|could|have)\s(?:the\s|any\s|your\s)?(?:cameras?|cams|cctv)\s
            (?:see|show|catch|record|capture|pick\sup|seen|recorded|caught|captured|saw|shows?)
      | go\sthrough\s(?:the\s)?recordings\b
      | (?<!taking\s)(?<!takes\s)(?<!took\s)(?<!take\s)(?<!taken\s)
            (?:camera\s|cctv\s)?(?:images|pictures|photos|stills|snapshots)\s(?:of|showing)
      | (?:in|on|from|caught\son|seen\son
            |(?:captured|recorded|filmed|visible|spotted)\son|captured\sby|recorded\sby|filmed\sby|only\son)\s
            (?:the\s|any\s|street\s|traffic\s|security\s|surveillance\s)*
            (?:cameras?|cams|cctv|footage|video|videos)
            (?:\sfootage|\sonly)?
      | any\s(?:cams?|cctv|cameras?)\son(?=\s(?:an?|the|two|three)\s)
      | any\s(?:footage|cctv|videos?|clips?)(?=\s*[?!.]*\s*$)
      | (?<=\w\s)(?<!no\s)(?:(?:cctv|camera|video|surveillance)\s)*footage(?=\s{2,}|\s*$)
      | (?:footage|cctv|videos?|cameras?|cams)\s(?:only|please|pls|plz)
      | (?:footage|cctv|videos?)\s(?:is\s)?(?:requested|needed|required|wanted|sought)
      | \(\s?(?:footage|cctv|videos?)(?:\sonly)?\s?\)
      | (?:^|(?<=\.\s))\s*(?:cctv\s|camera\s|video\s)?(?:footage|cctv|videos?|cameras?)(?=\s?[,.]\s)
      | no\s(?:reports|tips) | only\s(?:footage|cctv|videos?|cameras?|cams)
      | (?:chi\s)?(?:hinh\sanh|doan|cac|nhung|hinh|clip|video|canh|co)?\s?camera\s+
            (?:an\sninh\s+|giao\sthong\s+|hanh\strinh\s+|da\s+|co\s+|nao\s+|nha\sai\s+|gan\sdo\s+)*
            (?:quay|ghi|chup|thu|bat|thay)
            (?:\s(?:dc|duoc|lai|hinh|thay|canh|trung|nhan|hinh\sduoc|lai\sduoc))*
            (?:\s(?:canh|hinh\sanh|hinh))?
      | (?:chi\s)?(?:tren|qua|tu|trong|theo|o)\s
            (?:he\sthong\s|hinh\sanh\s|cac\s|nhung\s|du\slieu\s)?
            camera(?:\s(?:an\sninh|giao\sthong|hanh\strinh))?
      | (?:chi\s)?(?:doan\s|canh\s|hinh\sanh\s)?(?:video|clip|camera|hinh\sanh)\s(?:ve|cua|co)\b
      | chi\s(?:tim\s|xem\s)?(?:tren\s|trong\s)?(?:camera|video|hinh\sanh)
      | (?:doan\s)?(?:clip|video)\s(?:quay|ghi)(?:\s(?:duoc|dc|lai))*
      | ^(?:doan\s)?(?:clip|video|cctv|phim)(?=\s(?!of\b|show))
      | ^camera(?=\s(?:xe|nguoi|o\sto|oto|ôto|nhom|thanh\snien|hai|ba|\d)\b)
      | (?:hinh\sanh|hinh|anh)\s(?:tu\s|cua\s)?camera(?!\s(?:quay|ghi|chup))
      | (?:cac\s|nhung\s|doan\s|bang\s|ban\s|file\s|phim\s|du\slieu\s|hinh\sanh\s)+
            (?:ghi\shinh|video|clip|cam)\b(?:\s(?:ve|cua|co|canh|quay\s(?:duoc|lai)|ghi\s(?:duoc|lai)))*
      | (?<=cap\s)(?:ghi\shinh|video|clip)\b | (?<=chep\s)(?:video|clip|phim|hinh\sanh)\b
      | (?<=xuat\s)(?:video|clip|phim)\b | (?<=trich\s)(?:video|clip|phim)\b
      | lot\s(?:vao|vo)\scamera | (?:lay|trich)\scam(?=\s(?:ngay|gap|lien|nhanh)\b|\s?[.,;!]|\s*$)
      | (?<=trich\sxuat\s)du\slieu\scamera | (?<=cung\scap\s)(?:video|clip|phim)\b
      | (?:trich\sxuat|trich|ra\ssoat|ra|soi|xem|coi|check|kiem\stra|kt|ktra|k/tra|tra)\s
            (?:lai\s|giup\s|gium\s)?(?:doan\s|cac\s)?
            cam(?:era)?(?!\s(?:quay|ghi|chup))(?:\s(?:an\sninh|giao\sthong|hanh\strinh))?
      | (?:tren|qua|tu|trong)\scam(?!\son\b)
      | (?<=xin\s)(?:lai\s|doan\s|trich\s)*cam(?:era)?(?!\s(?:on|quay|ghi|chup)\b)
      | cam(?:era)?\s(?:\w+\s){1,2}co\s(?:quay|ghi|thu)(?:\s(?:duoc|dc|lai|canh))+
      | (?:co\s)?cam(?:era)?\snao\s(?:thay|co\s(?:thay|hinh|clip|canh))
      | (?:co\s)?cam\s(?:nao\s)?(?:quay|ghi|thu|bat)(?:\s(?:duoc|dc|lai|thay|trung))*
    )(?!\w)""",
    re.VERBOSE,
)
_FILMED_TEXT = """
    footage video clip record cctv frame cam image picture photo still snapshot hinh phim report
    tips
"""
FILMED = tuple(_FILMED_TEXT.split())
"""Words of which all that names footage has one in it."""
_NOTHING = re.compile(r"(?!)")
_REPORTS = re.compile(
    r"""\b(?:
        (?:which|what|any|do\sany|did\sany|did|do)\s(?:of\s(?:your|the|our|these)\s)?(?:reports|tips|statements|posts|messages)\s
            (?:mention|describe|speak\sof|tell\sof|talk\sabout)
      | (?:(?:have|has)\s)(?:people|residents|citizens|witnesses|neighbours)\s
            (?:sent|made|filed)\s(?:any\s|in\s)?(?:reports|tips)\s(?:of|about|on)
      |
        (?:(?:we|i)(?:.ve|\shave)?\s(?:had|got|received)\s
            (?:(?:an?|one|two|three|several|some|many|a\sfew|a\scouple\sof)\s)?)?
        (?:(?:the|any|some|all|only|just|citizens?.?|citizen.s|residents?.?|readers.?|viewers.?|callers.?|witness|crime|people.s
            |facebook|zalo|youtube|hotline|social\smedia
            |public)\s)*
            (?:reports?|tips?|tip-offs?|statements?|posts?|comments?|complaints?|messages|notes|calls)\s
            (?:this\sweek\s|today\s)?
            (?:about|of|on|for|re|regarding|concerning|mentioning|say\sabout|said\sabout
              |that\smention|saying|describing
              |(?:from|sent|received|posted)
                (?:\s(?:by\s)?(?:citizens|witnesses|people|residents|the\spublic)
                  (?:\s(?:about|of|on))?)?)
      | (?:in|from|only)\s(?:the\s|any\s|citizen\s|witness\s|only\s)*
            (?:reports|tips|statements|posts|comments)(?:\sonly)?
      | (?:(?:public|citizen|witness)\s)?(?:reports|tips|statements|posts)\sonly
      | ^\s*(?:reports|tips|statements)\s?: | ^\s*tips(?=\s\w)
      | (?:^|(?<=[.;]\s))\s*(?:citizen\s|public\s|witness\s)?(?:reports|tips|statements)
            (?=\s?[.,;]\s)
      | (?:limit|confine|restrict)\s(?:yourself|yourselves|it|the\ssearch|this)\sto\s
            (?:the\s|citizen\s|public\s|witness\s)*(?:reports|tips|statements|posts)
      | (?:is|are|were|was)\sthere\s(?:any|some)\s(?:reports?|tips?|statements?|posts?|complaints?)
            (?=\s*[?.!]*\s*$)
      | ^\s*(?:reports|tips|statements)\splease\s(?:on|of|about)
      | ^\s*(?:citizens.?|residents.?)\sreports,\sand\sonly\s(?:those|these),
            (?:\s(?:concerning|of|about|on))?
      | (?<=\w\s)(?<!no\s)reports(?=\s{2,}|\s*$) | no\s(?:videos?|footage|cameras?|cctv)
      | (?:citizens|residents|people|witnesses).{1,2}\s?(?:reports|tips|statements)
      | (?:may\scai\s)?(?:tin\s)?bao\scua\s(?:nguoi\s)?dan | tin\sdan\sbao
      | (?:(?:did|has|have|who|can)\s)?
            (?:anyone|anybody|someone|people|citizens|witnesses|residents)?\s?
            (?:report(?:ed|ing)?)\s(?=(?:an?|any|the|seeing|about)\b)(?:seeing\s|about\s)?
      | (?:did|has|have|who)\s(?:(?:anyone|anybody|someone|people)\s)?
            (?:post(?:ed)?|written|wrote|write|complain(?:ed)?|called\sin|phoned\sin)\sabout
      | (?:did|has)\s(?:anyone|anybody|someone)\sreport(?:ed)?
      | (?:anyone|anybody|who)\sreport(?:ed)?
      | (?:was\s|were\s)?reported\sby\s(?:the\spublic|citizens|residents|neighbours|people)
      | (?:citizens|residents|people)\sreporting
      | what\s(?:was|has\sbeen|is)\s(?:reported|said)\s(?:about|of|on)
      | (?:people|citizens|residents|anyone|those)\swho\sreported
      | according\sto\s(?:the\s|citizen\s|any\s)*(?:tips|reports|statements|posts)
      | (?:(?:was|were|has\sbeen|have\sbeen)\s)?reported(?=\s{4,}|\s*[?.!]*$)
      | (?:what\s)?(?:(?:did|do|have|are|were|has)\s)?
            (?:people|witnesses|citizens|residents|neighbours|locals)\s(?:been\s)?
            (?:said|say|saying|reported|report|wrote|writing|reporting|posting|posted)
            (?:\s(?:about|of|on))?
      | ^\s*(?:nguon\s)?tin\s(?:bao\s)?(?:cua\s|tu\s)?
            (?:nguoi\sdan|nhan\sdan|ng\.?\sdan|nd|dan|quan\schung|co\sso)\s?:
      | (?:cac\s|nhung\s|chi\s)*(?:(?<!thong\s)tin|tin\sbao|tin\sto\sgiac|nguon\stin
              |tin\snhan(?:\s(?:zalo|facebook|fb))?)\s
            (?:bao|to\sgiac|trinh\sbao|phan\sanh)?\s?(?:cua\s(?:nguoi\sdan|dan|quan\schung)\s?)?
            (?:ve|noi\sve|bao\sve|lien\squan\sden|lien\squan\stoi)
      | (?:theo\s(?=phan\sanh\scua\b))?(?:cac\s|nhung\s|chi\s|may\scai\s)*
            (?:tin\sbao|tin\sto\sgiac|(?<!xin\s)(?<!kinh\s)(?<!muon\s)(?<!don\s)to\sgiac|(?:trinh\sbao|phan\sanh|loi\skhai)(?=
                (?:\snao)?(?:\s(?:cua\s)?(?:nguoi\sdan|nhan\schung|ba\scon|dan|quan\schung))?
                \s(?:ve|noi\sve|lien\squan|ke\sve)\b|\s*$|\s{2}|[,.;?])
            |(?<=theo\s)phan\sanh(?=\scua\s)
            |(?:(?<=cac\s)|(?<=nhung\s)|(?<=chi\s))(?:trinh\sbao|phan\sanh|loi\skhai)
            |bai\sdang|bai\sviet|binh\sluan
            |(?:(?<=cac\s)|(?<=trong\s)|(?<=nhung\s)|(?<=xem\s))bien\sban|don\strinh\sbao
            |(?:(?<=cac\s)|(?<=trong\s)|(?<=nhung\s))bao\scao|bao\scao(?=\sve\b))
            (?:\snao)?(?:\s(?:cua\s)?(?:nguoi\sdan|nhan\sdan|nhan\schung|ba\scon|dan|quan\schung))?
            (?:\s(?:ve\sviec|ve|noi\sve|lien\squan\sden|ke\sve|rang|co))?
      | (?:nhung\sgi\s|thong\stin\s|tin\s)?(?:nguoi\sdan|ba\scon|nhan\schung|dan)\s
            (?:bao\stin|bao|phan\sanh|to\sgiac|trinh\sbao|khai|ke|noi)
            (?:\s(?:nhung\s)?gi)?(?:\s(?:ve|rang|la|lai))?
      | (?:theo|trong)\s(?:loi\skhai|tin\sbao|loi\ske)
            (?:\s(?:cua\s)?(?:nguoi\sdan|nhan\schung))?
    )(?!\w)""",
    re.VERBOSE,
)


_REASON = re.compile(
    r"(?:^|(?<=[,:]))\s*"
    r"(?:can cu|xet|qua|theo phan anh cua cu tri|theo don\b|sau khi (?:tiep )?nhan(?: duoc)?)\b"
    r"[^,.;]*,(?=.*\b(?:de nghi|yeu cau)\b)"
)
"""Folded: why an office asks, "căn cứ đơn trình báo …, đề nghị …", limits no source."""

_NO_CAMERA = re.compile(r"\bc[àáảãạăằắẳẵặâầấẩẫậ]m\b", re.IGNORECASE)
"""Words that are "cam" only when folded: "cảm", "cám", "cấm", "cầm"."""


def find_sources(left: Masked) -> tuple[tuple[Source, ...], list[Span]]:
    """The sources named, both if none is, and the words that name them."""
    folded = fold(left.blanked)
    reasons = [match.span() for match in _REASON.finditer(folded)]
    spans: list[Span] = []
    named: list[Source] = []
    is_filmed = any(map(folded.__contains__, FILMED))
    patterns: tuple[tuple[Source, re.Pattern[str]], ...] = (
        ("footage", FOOTAGE if is_filmed else _NOTHING), ("reports", _REPORTS),
    )  # fmt: skip
    for source, pattern in patterns:
        told = (match.span() for match in pattern.finditer(folded))
        found = [
            span
            for span in told
            if not _within(span, reasons) and not _NO_CAMERA.search(left.blanked[slice(*span)])
        ]
        named += [source] if found else []
        spans += found
    return tuple(source for source in SOURCES if source in named) or SOURCES, spans


def _within(span: Span, others: Sequence[Span]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in others)
