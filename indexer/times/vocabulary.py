"""The words that speak of time, in English and Vietnamese, each with the tag it gets.

Vietnamese words match as written here or entirely without accents, never with other accents:
"tối" and "toi" are the evening, "tôi" is "I".
"""

from collections import defaultdict
from typing import Any, NamedTuple

from indexer.folding import fold


class Entry(NamedTuple):
    """A phrase of the vocabulary: its words as written and folded, its tag and value."""

    words: tuple[str, ...]
    folded: tuple[str, ...]
    tag: str
    value: Any


_NTH_TEXT = """
    first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth
    fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth twenty-first
    twenty-second twenty-third twenty-fourth twenty-fifth twenty-sixth twenty-seventh twenty-eighth
    twenty-ninth thirtieth thirty-first
"""

_TABLE: tuple[tuple[str, Any, str], ...] = (
    ("after", 6, "sau"),
    ("after", None, "no earlier than, not earlier than, not before, after, well after, long after, "
                    "well past, later than, sau lúc, từ sau"),
    ("before", None, "no later than, not later than, not after, before, well before, "
                     "long before, b4, earlier than, prior to, by, trước, "
                     "trước lúc, trc"),
    ("around", 8, "tầm"),
    ("around", "before", "just before, shortly before, right before, not long before, "
                         "a bit before, a little before"),
    ("around", None, "cỡ"),
    ("around", None,
     "around, about, like, at about, at around, approximately, approx, abt, roughly, circa, "
     "almost, nearly, close to, a bit after, a little after, a little past, a bit past, "
     "just past, shortly after, not long after, just after, soon after, right after, "
     "khoảng, chừng, gần, xấp xỉ, khoảng chừng, vào khoảng, lúc khoảng, vào tầm, "
     "lúc tầm, tầm khoảng, khoảng tầm, lúc gần, độ chừng, ngay sau, ngay trước"),
    ("at", None, "at, exactly, at exactly, lúc, vào lúc, vào hồi, đúng, lúc đúng, đúng lúc"),
    ("hoi", None, "hồi"),
    ("since", None, "since, ever since, kể từ, kể từ lúc, tính từ"),
    ("from", None, "from, starting, starting from, starting at, từ, từ lúc, bắt đầu từ"),
    ("to", None, "to, through, thru, into"),
    ("until", None,
     "until, till, til, up to, up until, "
     "through to, right through to, cho đến, cho tới, đến hết, tới hết"),
    ("until", "đến", "đến, đến lúc"),
    ("between", None, "between the hours of, between, btwn, betw, btw, giữa, trong khoảng, "
                      "trong khoảng từ"),
    ("and", None, "and, và, or, hoặc, hay, &, +"),
    ("fill", "on", "on"),
    ("fill", "in", "in"),
    ("fill", "over", "over"),
    ("fill", "during", "during"),
    ("fill", "the", "the"),
    ("fill", None,
     "all day, all of, all through, throughout, the whole of, any day, some day, one day, "
     "first thing, all the way through, the middle of, the dead of, cả, nguyên, dịp, "
     "at some point, at some stage, at any time, some time, sometime, in the course of, "
     "of, for, within, vào, hôm, buổi, ban, trong, suốt, trong suốt, "
     "vào ngày, trong ngày, vào buổi, trong buổi, thời gian, thời điểm, trong vòng, "
     "khung giờ, trong khung giờ, trong khung, "
     "khoảng thời gian, trong khoảng thời gian"),
    ("every", "hàng", "hàng"),
    ("every", "cứ", "cứ"),
    ("every_one", None, "nào cũng"),
    ("every", None,
     "every, each, most, every single, mỗi, hằng, các, những, vào mỗi, vào các"),
    ("daily", None,
     "every day, each day, daily, mỗi ngày, hằng ngày, hàng ngày, ngày nào cũng, các ngày"),
    ("last", None, "last, previous"),
    ("past", None, "past"),
    ("this", None, "this, này, nay"),
    ("next", None, "next"),
    ("roi", None, "rồi, vừa rồi, mới rồi"),
    ("qua", None, "qua, wa, vừa qua, gần đây, trở lại đây, gần nhất"),
    ("after", None, "quá"),
    ("ago", None, "ago, earlier, back, trước đây"),
    ("onward", None, "onward, onwards, trở đi, về sau, or later"),
    ("cach_day", None, "cách đây, cách nay"),
    ("before_last", None, "before last, trước nữa"),
    ("ngoai", None, "ngoái"),
    ("now", 7, "bây giờ"),
    ("now", None, "now, right now, at the moment, at this moment, at this very moment, "
                  "as we speak, currently, at present, hiện tại, "
                  "hiện nay, giờ này"),
    ("until_now", None,
     "until now, till now, to now, up to now, đến nay, cho đến nay, cho tới nay, đến giờ, "
     "tới giờ, tới nay, tới bây giờ, "
     "đến bây giờ, cho đến bây giờ, đến hiện tại"),
    ("day", 0, "hnay, today, hôm nay, bữa nay, trong ngày hôm nay"),
    ("day", -1, "hqua, yesterday, ystrday, ystday, ystdy, yest, yday, hôm qua, bữa qua, "
                "hum qua, hôm wa, hum wa, bữa wa"),
    ("day", -2, "the day before yesterday, day before yesterday, hôm kia, bữa kia"),
    ("day", 1, "tomorrow, ngày mai"),
    ("recent", None,
     "just now, a moment ago, hồi nãy, lúc nãy, khi nãy, ban nãy, vừa nãy, nãy giờ, "
     "mới nãy, mới vừa nãy, vừa xong"),
    ("last_night", None, "hồi hôm"),
    ("clock_fixed", 720, "noon, midday, giữa trưa, đứng bóng"),
    ("clock_fixed", 0, "midnight"),
    ("clock_fixed", 1440, "nửa đêm, giữa đêm"),
    ("minute", None, "minute, minutes, min, mins, phút, ph"),
    ("hour", None, "giờ"),
    ("unit", "hour", "hour, hours, hr, hrs, tiếng, tiếng đồng hồ, giờ đồng hồ"),
    ("unit", "half-hour", "half an hour, half hour, nửa tiếng, nửa giờ, nửa tiếng đồng hồ"),
    ("unit", "day", "day, days"),
    ("minutes", 90,
     "an hour and a half, hour and a half, one and a half hours, 1.5 hours, một tiếng rưỡi"),
    ("minutes", 150, "two and a half hours, 2.5 hours, hai tiếng rưỡi"),
    ("day_word", None, "ngày"),
    ("unit", "week", "week, weeks, wk, tuần, tuần lễ"),
    ("fortnight", None, "fortnight"),
    ("gone", None, "gone, just gone, just passed"),
    ("unit", "month", "month, months"),
    ("unit", "year", "year, years"),
    ("unit", "weekend", "weekend, wknd, cuối tuần"),
    ("month_word", None, "tháng"),
    ("named_month", 4, "tháng tư"),
    ("named_month", 5, "tháng năm"),
    ("year_word", 5, "năm"),
    ("mung", None, "mùng, mồng"),
    ("oclock", None, "o'clock, o’clock, oclock"),
    ("half", None, "rưỡi, rưởi"),
    ("less", None, "kém"),
    ("half_past", None, "half past, half"),
    ("quarter", None, "quarter, a quarter"),
    ("more", None, "hơn"),
    ("am", None, "am"),
    ("pm", None, "pm"),
    ("part", "sáng", "sáng, buổi sáng, đầu giờ sáng, cuối giờ sáng, sáng sớm, sớm mai"),
    ("part", "trưa", "trưa, buổi trưa, ban trưa"),
    ("part", "chiều tối", "chiều tối, xế chiều tối"),
    ("part", "chiều", "chiều, đầu giờ chiều, cuối giờ chiều, cuối chiều, buổi chiều, ban chiều, "
                      "xế chiều"),
    ("part", "tối", "tối, chập choạng tối, buổi tối, ban tối, chập tối"),
    ("part", "đêm", "đêm, ban đêm, về đêm, buổi đêm"),
    ("part", "khuya", "khuya, đêm khuya, khuya khoắt, tối khuya"),
    ("part", "rạng sáng", "rạng sáng, rạng, sáng tinh mơ, tờ mờ sáng"),
    ("part", "ban ngày", "ban ngày, by day, daytime, broad daylight, during the day, "
                         "in the daytime"),
    ("part", "rạng sáng", "early hours, small hours, wee hours"),
    ("part", "morning", "morning, early morning, late morning"),
    ("part", "afternoon", "afternoon, late afternoon, early afternoon, arvo"),
    ("eve", None, "eve"),
    ("part", "evening", "evening, late evening, early evening"),
    ("part", "night",
     "night, nite, by night, nighttime, overnight, late night, late at night, all night long, "
     "night time"),
    ("until", None, "tới"),
    ("parts", "morning", "mornings"),
    ("parts", "afternoon", "afternoons"),
    ("parts", "evening", "evenings"),
    ("parts", "night", "nights, nightly"),
    ("tonight", None, "tonight, tonite, 2nite"),
    ("weeknights", None, "weeknights, weeknight"),
    ("weekdays", (1, 2, 3, 4, 5),
     "weekdays, weekday, ngày thường, các ngày thường, ngày trong tuần, các ngày trong tuần"),
    ("weekdays", (6, 7), "weekends"),
    ("vague", None,
     "recently, lately, the other day, the other night, hôm nọ, bữa trước, bữa nọ, "
     "hôm bữa, bữa hổm, bữa hôm, mấy bữa trước, hôm rồi, dạo gần đây, mới đây, dạo này, "
     "dạo trước, đầu tuần, giữa tuần, "
     "mấy hôm nay, mấy bữa nay, mấy hôm trước, vài hôm trước, "
     "rush hour, peak hour, peak hours, evening rush, morning rush, evening peak, morning peak, "
     "the school run, school run, school hours, pick-up time, pick up time, home time, "
     "closing time, opening time, dinner time, dinnertime, breakfast time, lunch time, "
     "at lunch time, bedtime, teatime, the crack of dawn, first light, daybreak, nightfall, "
     "giờ cao điểm, giờ tan tầm, tan tầm, giờ tan trường, giờ tan học, "
     "lunchtime, at lunch, dawn, dusk, sunrise, sunset, twilight, at dawn, at dusk, at sunset, "
     "at sunrise, after dark, before dark, bình minh, hoàng hôn, chạng vạng, nhá nhem tối, "
     "noel, giáng sinh, giao thừa"),
    ("holiday", None,
     "christmas, christmas eve, christmas day, new year's eve, new year's day, new year, "
     "may day, labour day, national day, women's day, teachers' day, reunification day, "
     "valentine's day, halloween"),
    ("edge", None,
     "đầu tháng, giữa tháng, cuối tháng, đầu năm, giữa năm, cuối năm"),
    ("early", None,
     "early, mid, late, the beginning of, the start of, the end of, beginning of, start of, "
     "end of"),
    ("few", None, "few, a few, several, some, mấy, vài, một vài, dăm"),
    ("next_day", "after",
     "hôm sau, ngày hôm sau, next day, the next day, the following day, the day after"),
    ("next_day", "before", "hôm trước, ngày hôm trước, the previous day, the day before"),
    ("tet", None, "tết, tết nguyên đán, tết âm lịch, lunar new year"),
    ("lunar", None, "âm lịch, âl"),
    ("ordinal_word", 1, "first day"),
    ("ordinal_word", 2, "second day"),
    ("ordinal_word", 3, "third day"),
    ("ordinal_word", 4, "fourth day"),
    ("ordinal_word", 5, "fifth day"),
    *(
        ("nth", number, word.replace("-", " "))
        for number, word in enumerate(_NTH_TEXT.split(), 1)
    ),
    ("full_moon", None, "rằm"),
    ("lunar_month", 1, "tháng giêng"),
    ("lunar_month", 12, "tháng chạp"),
    ("lunar_day", (15, 8), "trung thu, tết trung thu, mid-autumn festival, mid autumn festival"),
    ("event", None,
     "crash, accident, collision, robbery, theft, snatching, fight, fire, chase, incident, attack, "
     "shooting, murder, match, game, party, wedding, rain, storm, blackout, flood, "
     "holiday, holidays, "
     "tai nạn, tai nạn giao thông, va chạm, vụ, vụ việc, cuộc, trận, đám, đám cưới, "
     "đám ma, đám tang, đám giỗ, lễ, "
     "mưa, cơn mưa, bão, giờ học, giờ làm, cướp, cướp giật, giật đồ, trộm, cháy, đánh nhau, ẩu đả, "
     "bóng đá, rượt đuổi, án mạng"),
    ("routine", None, "school, work, class, lunch, dinner, breakfast, supper, mass, practice, "
                        "closing, opening"),
    ("article", "a", "a, an"),
    ("article", None, "that, his, her, their, our"),
)  # fmt: skip

_WEEKDAYS = (
    ("monday", "mondays", "mon", "thứ hai, thứ 2", "t2"),
    ("tuesday", "tuesdays", "tue", "thứ ba, thứ 3", "t3"),
    ("wednesday", "wednesdays", "wed", "thứ tư, thứ 4", "t4"),
    ("thursday", "thursdays", "thurs", "thứ năm, thứ 5", "t5"),
    ("friday", "fridays", "fri", "thứ sáu, thứ 6", "t6"),
    ("saturday", "saturdays", "sat", "thứ bảy, thứ bẩy, thứ 7", "t7"),
    ("sunday", "sundays", "sun", "chủ nhật, chúa nhật", "cn"),
)
_MONTHS = (
    "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul",
    "august aug", "september sept sep", "october oct", "november nov", "december dec",
)  # fmt: skip
_EN_NUMBERS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen twenty"
)
_VI_DIGITS = ("một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_TENS = {
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "a couple of": 2,
    "couple of": 2,
    "couple": 2,
}


def _number_words() -> dict[str, int]:
    """English and Vietnamese words for 1 to 59, as far as clocks and dates need them."""
    numbers = dict(_TENS)
    english = _EN_NUMBERS.split()
    numbers |= {word: number for number, word in enumerate(english, 1)}
    numbers |= {
        f"{ten} {word}": number + one
        for ten, number in (("twenty", 20), ("thirty", 30), ("forty", 40), ("fifty", 50))
        for one, word in enumerate(english[:9], 1)
    }
    numbers |= {word: number for number, word in enumerate(_VI_DIGITS, 1) if word != "năm"}
    numbers |= {"bẩy": 7, "mười": 10, "mười lăm": 15}
    numbers |= {f"mười {word}": 10 + number for number, word in enumerate(_VI_DIGITS, 1)}
    for ten in range(2, 6):
        stem = f"{_VI_DIGITS[ten - 1]} mươi"
        numbers |= {stem: ten * 10, f"{stem} mốt": ten * 10 + 1, f"{stem} lăm": ten * 10 + 5}
        numbers |= {f"{stem} {word}": ten * 10 + n for n, word in enumerate(_VI_DIGITS, 1)}
        numbers |= {f"{stem} tư": ten * 10 + 4}
    return numbers


def _entries() -> list[tuple[str, str, Any]]:
    """All phrases with tag and value; of equal phrases the later ones win."""
    found = [(p.strip(), tag, value) for tag, value, text in _TABLE for p in text.split(",")]
    for number, (one, many, short, vietnamese, shortest) in enumerate(_WEEKDAYS, 1):
        found += [(one, "weekday", number), (many, "weekdays", (number,))]
        found += [(word, "short_weekday", number) for word in (short, shortest)]
        found += [(phrase.strip(), "weekday", number) for phrase in vietnamese.split(",")]
    for number, names in enumerate(_MONTHS, 1):
        found += [(name, "month", number) for name in names.split()]
    found += [
        ("tues", "short_weekday", 2),
        ("weds", "short_weekday", 3),
        ("thur", "short_weekday", 4),
    ]
    found += [(word, "number", number) for word, number in _number_words().items()]
    return found


def _indexed() -> dict[str, tuple[Entry, ...]]:
    """Entries by their first word, folded; longest first, then those with accents."""
    index: dict[str, list[Entry]] = defaultdict(list)
    for phrase, tag, value in _entries():
        words = tuple(phrase.split())
        folded = tuple(fold(word) for word in words)
        index[folded[0]].append(Entry(words, folded, tag, value))
    return {
        word: tuple(sorted(entries, key=lambda entry: -len(entry.words)))
        for word, entries in index.items()
    }


VOCABULARY = _indexed()
"""Entries by the folded form of their first word, the longest first."""
