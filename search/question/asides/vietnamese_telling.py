"""Vietnamese clauses that only carry what is told: "hàng xóm em nói có …", "em gọi để hỏi về …".

Only with their accents: without them "bạn" is bán and "báo" is bao.
"""

import re

_SELF = r"(?:em|tôi|mình|tui|con|cháu|chúng tôi|tụi em)"
_WHO = (
    r"(?:có người|có bạn|có khách|hàng xóm|bạn|mẹ|ba|má|bố|vợ|chồng|con|anh|chị|em|cô|chú|bác"
    r"|dì|cậu|ông|bà|bảo vệ|khách|người nhà|người quen|đồng nghiệp|nhân viên|nhân chứng|nạn nhân"
    r"|một người|tổng đài|kho|tài(?:\sxế)?(?:\s(?:số\s)?\d+)?|lái xe|phụ xe"
    r"|chủ\s\w+|quản lý|giám đốc"
    r"|khách hàng|bên mua bảo hiểm|người (?:được bảo hiểm|làm chứng|bị hại)|thân chủ|nguyên đơn"
    r"|bị đơn|bị hại|gia đình|cư dân|dân|bà con|tổ trưởng|cô giáo|thầy giáo|học sinh|phụ huynh)"
)
_WHOSE = (
    r"(?:\s(?:của|nhà|bên|em|tôi|mình|tui|trai|gái|hàng xóm|quen|làm chung|tổ dân phố|quán"
    r"|e|con|cháu"
    r"|chúng tôi|ở|trực|lớp|kho|ca))*"
)
_THAT = r"(?:(?:lại|là|rằng|với em|với tôi|cho em|cho tôi|về việc)\s)*"
_THERE = r"(?:(?:có|thấy|đã thấy|có thấy|nhìn thấy|từng thấy)\s)*"
_FORMS = (
    rf"{_SELF}\s(?:gọi|nhắn|viết|điện)\s(?:điện\s)?(?:thoại\s)?(?:tin\s)?(?:đến\s|tới\s)?để\s"
    rf"(?:hỏi|báo|trình báo|phản ánh|nhờ tìm)\s(?:(?:về|là|tin|rằng|vụ|thăm)\s)*{_THERE}",
    rf"(?!con báo\b){_WHO}{_WHOSE}\s(?:(?:vừa|mới|có|đã|cứ|lại)\s)*(?:nói|ns|kể|kể lại"
    r"|báo(?!\s(?:động"
    r"|chí|thức|đài|thù|hiếu))|khai|khai báo|cho biết|cho hay|phản ánh|bảo(?!\s(?:vệ|hiểm|hành"
    r"|hộ|kê|mẫu))|quả quyết|trình báo|báo tin|báo lại|báo cáo|thuật lại|trình bày|tố cáo|tố|mách"
    rf"|nhắn|thông báo|khẳng định)\s{_THAT}{_THERE}",
    rf"(?:{_SELF}|công ty(?:\s\w+){{0,4}}?|văn phòng(?:\s\w+){{0,3}}?|cơ quan|đơn vị"
    r"|đội|tổ|phường)\s"
    r"(?:(?:vừa|mới|có|đã)\s)*(?:được (?:biết|tin|báo|nghe)|nhận được|tiếp nhận|nhận|được)\s"
    rf"(?:(?:tin|tin báo|thông tin|phản ánh|tố cáo|trình báo|báo cáo|đơn)\s)?{_THAT}{_THERE}"
    r"(?=(?:một|hai|ba|bốn|năm|nhiều|mấy|vài|các|những|chiếc|xe|người|nhóm|con|\d)\b)",
    rf"{_SELF}\s(?:nghĩ|tin|đoán|nhớ|chắc|nghe nói|nghe kể)\s(?:là\s|rằng\s)*{_THERE}",
    rf"(?:chắc chắn|hình như|dường như|có lẽ|nghe đâu|hay tin)\s(?:là\s|rằng\s)?{_THERE}",
    r"(?:tổ công tác|đội(?:\s\w+)?|công an(?:\s(?:phường|xã|quận))?|đơn vị|cơ quan điều tra)\s"
    r"(?:(?:đang|cần|muốn)\s)+(?:truy tìm|xác minh|tìm kiếm|tìm|rà soát)\s",
    r"(?:vụ việc|sự việc)\s",
)
_HAILED = r"(?:(?:\w+\s){1,3}(?:nghe|ơi|đây|đó|nè)\s?[,.:!]\s*)?"
_TELLING = tuple(re.compile(rf"\W*{_HAILED}(?:{form})(?=\w)") for form in _FORMS)


def told_ends(lowered: str) -> int:
    """Where such a clause ends at the head of a text in small letters; 0 if there is none."""
    ends = [found.end() for form in _TELLING if (found := form.match(lowered))]
    return max(ends, default=0)
