"""Words of both languages that mean the same in reports: who asks by one finds the others.

A text is read for phrases of the table; each stands for one meaning or more, whose names are
indexed beside its words, and a question that names a meaning finds whatever tells of it: synonyms,
the other language, accents or none. In a text with accents a single word counts as it is written,
since left bare it may be another; in a text without any, phrases count bare.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from indexer.folding import nfc
from indexer.reports.words import Term, phrase_terms, text_terms

_TABLE = """
motorbike: xe máy, xe gắn máy, xe mô tô, mô tô, môtô, xe tay ga, tay ga, xe hai bánh, xe honda,
    honda, xe số, xe sh, air blade, exciter, motorbike, motorbikes,
    motorcycle, motorcycles, scooter, scooters, moped, mopeds, bike, bikes
car: ô tô, ôtô, oto, xe hơi, xe con, xế hộp, xe bốn chỗ, xe 4 chỗ, xe bảy chỗ, xe 7 chỗ, car, cars,
    sedan, sedans, suv, suvs, automobile, automobiles, hatchback
truck: xe tải, xe ben, xe chở hàng, xe container, xe công, xe bán tải, bán tải, truck, trucks,
    lorry, lorries, pickup, pickups, trailer
van: xe van, xe 16 chỗ, xe tải van, van, vans, minivan, minibus
bus: xe buýt, xe bus, xe khách, xe đò, bus, buses, coach
bicycle: xe đạp, bicycle, bicycles, cyclist, cyclists, bike, bikes
tricycle: xe ba gác, ba gác, xe ba bánh, xe 3 bánh, xe lôi, xe xích lô, tricycle, tricycles,
    three wheeler, cargo tricycle
taxi: taxi, taxis, cab
ambulance: xe cứu thương, xe cấp cứu, ambulance
red: đỏ, red
green: xanh lá, xanh lá cây, xanh lục, green
blue: xanh dương, xanh lam, xanh nước biển, xanh da trời, xanh biển, blue
bluish: xanh, xanh lá, xanh lá cây, xanh lục, xanh dương, xanh lam, xanh nước biển, xanh da trời,
    xanh biển, blue, green
yellow: vàng, yellow
white: trắng, white
black: đen, tối màu, black
grey: xám, grey, gray
orange: màu cam, da cam, orange
brown: nâu, brown
purple: tím, purple
pink: hồng, pink
silver: màu bạc, silver
tworiders: hai người, 2 người, hai thanh niên, 2 thanh niên, hai tên, 2 tên, hai đối tượng,
    2 đối tượng, hai thằng, 2 thằng, hai đứa, chở hai, chở đôi, two people, two riders, two men,
    two persons, two youths, 2 people, two young men, two guys
threeriders: ba người, 3 người, ba thanh niên, 3 thanh niên, ba đối tượng, chở ba, three people,
    three riders, three men, three youths, 3 people
oneriders: một người, 1 người, một thanh niên, một đối tượng, một mình, one person, one rider,
    one man, lone rider, a single rider
woman: phụ nữ, cô gái, chị ấy, bà cụ, woman, women, girl, girls, lady
man: đàn ông, thanh niên, nam thanh niên, man, men, guy, guys, youth, youths
child: trẻ em, em bé, con nít, child, children, kid, kids
helmet: mũ bảo hiểm, nón bảo hiểm, helmet, helmets
nohelmet: không đội mũ bảo hiểm, không đội nón bảo hiểm, không mũ bảo hiểm, không đội mũ,
    không đội nón, đầu trần, without helmet, without a helmet, no helmet, without helmets,
    not wearing a helmet, bareheaded
plate: biển số, biển số xe, biển kiểm soát, plate, number plate, licence plate, license plate
shirt: áo, áo thun, áo khoác, shirt, shirts, jacket, t shirt
backpack: ba lô, balô, cặp, backpack, rucksack
phone: điện thoại, di động, điện thoại di động, dế, iphone, smartphone, smartphones, phone, phones,
    mobile, mobile phone, cellphone, cell phone, handset
bag: túi xách, giỏ xách, túi, giỏ, bóp, handbag, handbags, bag, bags, purse, purses
necklace: dây chuyền, sợi dây chuyền, vòng cổ, dây vàng, sợi dây vàng, nữ trang, trang sức,
    necklace, necklaces, gold chain, chain, jewellery, jewelry
wallet: ví, ví tiền, bóp, wallet, wallets, purse
money: tiền, tiền mặt, money, cash
dog: chó, con chó, dog, dogs, puppy
robbing: giật, cướp, cướp giật, giật đồ, giựt, giằng, trấn lột, snatch, snatched,
    snatches, snatching, snatcher, snatchers, rob, robbed, robbing, robber, robbers, robbery, mug,
    mugged, mugging, grabbed
stealing: trộm, ăn trộm, ăn cắp, lấy cắp, lấy trộm, mất cắp, mất trộm, kẻ trộm, kẻ gian, đạo chích,
    chôm, đánh cắp, bị mất, lấy mất, cuỗm, trộm cắp, bắt trộm, theft, thefts, thief,
    thieves, steal, steals, stealing, stole, stolen, burglar, burglars, burglary, burgled
pickpocketing: móc túi, rạch giỏ, rạch túi, ăn cắp ví, pickpocket, pickpockets, pickpocketed,
    picked a pocket, picked my pocket, picked her pocket
lock: khóa, ổ khóa, lock, locks, padlock
breakingin: bẻ khóa, phá khóa, cạy khóa, cạy cửa, đột nhập, cắt khóa, phá cửa, broke a lock,
    broke the lock, lock forced, forced the lock, break in, broke into, broken into
crash: tai nạn, va chạm, va quẹt, tông, đụng xe, đâm xe, tông xe, gây tai nạn, đâm trúng, té xe,
    crash, crashed, accident, accidents, collision, collided, hit, knocked down, ran over, run over
fleeing: bỏ chạy, tẩu thoát, chạy trốn, bỏ trốn, trốn, lẩn trốn, chuồn, fled, flee, flees, fleeing,
    escape, escaped, ran away, ran off, drove away, drove off, rode off, sped off, got away
hitandrun: tông người rồi bỏ chạy, gây tai nạn rồi bỏ chạy, gây tai nạn bỏ chạy, tông xe bỏ chạy,
    gây tai nạn rồi trốn, hit and run, hit somebody and drove away
chasing: đuổi theo, rượt đuổi, rượt theo, truy đuổi, đuổi, rượt, chase, chased, chasing, pursued
redlight: vượt đèn đỏ, đèn đỏ, vượt đèn, tín hiệu đèn, đèn tín hiệu, không chấp hành tín hiệu,
    ran a red light, red light, red lights, running red, ran the light, jumped the lights,
    traffic light, traffic lights
racing: đua xe, quái xế, đua tốc độ, lạng lách, bốc đầu, race, raced, races, racing, racer, racers
exhaust: nẹt pô, rú ga, độ pô, bô xe, exhaust, revving, revved
wrongway: ngược chiều, chạy ngược, lấn tuyến, wrong way, wrong side, against traffic
speeding: quá tốc độ, phóng nhanh, chạy ẩu, speeding, too fast, overspeeding
drunkdriving: nồng độ cồn, say rượu lái xe, drunk driving, drink driving, drunk driver
parking: đậu xe, đỗ xe, đậu chắn, đậu sai, dừng đỗ, parked, parking
dumping: đổ trộm, đổ bậy, đổ rác, xả rác, vứt rác, vứt bừa, đổ lén, dump, dumped, dumping,
    fly tipping, littering
rubble: xà bần, phế thải, phế thải xây dựng, gạch vụn, rubble, debris, construction waste,
    building waste
rubbish: rác, rác thải, garbage, rubbish, trash, litter, waste
fighting: đánh nhau, ẩu đả, hỗn chiến, đánh lộn, chém nhau, chém lộn, gây gổ, xô xát, fight, fights,
    fighting, fought, brawl, brawling, scuffle, stabbing
blade: dao, mã tấu, hung khí, kiếm, rựa, machete, machetes, knife, knives, blade, blades, sword,
    swords, weapon, weapons
lending: cho vay, vay nóng, tín dụng đen, cho vay nặng lãi, vay tiền, nặng lãi, tiền góp, loan,
    loans, lending, loan shark, loan sharks, moneylender, credit
leaflets: tờ rơi, dán tờ rơi, quảng cáo, áp phích, giấy quảng cáo, leaflet, leaflets, flyer, flyers,
    poster, posters, advert, adverts, advertisement, advertisements
gambling: đánh bạc, sòng bạc, cá độ, đá gà, gambling, gamblers, betting, cockfight
drugs: ma túy, chích hút, hút chích, hàng trắng, drugs, drug, narcotics
noise: ồn ào, làm ồn, karaoke, mở nhạc, nhạc lớn, loud music, noise, noisy
drunk: say xỉn, nhậu, say rượu, drunk, drunken
harassing: quấy rối, sàm sỡ, biến thái, harassed, harassing, harassment, groped
threatening: đe dọa, dọa, hăm dọa, đòi nợ, threat, threats, threatened, threatening
vandalism: đập phá, phá hoại, tạt sơn, vandal, vandals, vandalism, smashed
fire: cháy, hỏa hoạn, bốc cháy, fire, burning
flood: ngập, ngập nước, flood, flooded, flooding
injured: bị thương, chấn thương, bất tỉnh, injured, hurt, wounded, unconscious
dead: tử vong, thiệt mạng, chết, tử nạn, dead, died, killed, fatal
"""

_DOUBLES_TEXT = "do den cho cam hong tim bac vi gio tui dao tien chay ao tong duoi tron nau ban"
FINGERPRINT = hashlib.sha256(f"{_TABLE}\n{_DOUBLES_TEXT}".encode()).hexdigest()[:16]
"""Tells this vocabulary from any other: an index of another one is made anew."""
_DOUBLES = frozenset(_DOUBLES_TEXT.split())
"""Words that are another, common one without their accents: đỏ and do, chó and cho, giỏ and giờ. In
a text without any they count right behind a phrase of the table ("xe may do"), or behind `mau`."""

Told = tuple[int, int, tuple[str, ...]]
"""Words [start, end) of a text, and the meanings that they stand for."""


@dataclass(frozen=True)
class _Phrase:
    words: tuple[Term, ...]
    meanings: tuple[str, ...]


def meanings_of(text: str) -> tuple[str, ...]:
    """The meanings that a text tells, each once, in their order; what it writes short too."""
    told = meanings_in(text_terms(text))
    return tuple(dict.fromkeys(meaning for _, _, named in told for meaning in named))


def fields_of(text: str) -> tuple[str, str, str]:
    """What is indexed of a text: its words as written, folded, and what they mean."""
    words = text_terms(text)
    meanings = dict.fromkeys(meaning for _, _, named in meanings_in(words) for meaning in named)
    return (
        " ".join(word.accented for word in words),
        " ".join(word.folded for word in words),
        " ".join(meanings),
    )


def meanings_in(words: Sequence[Term]) -> list[Told]:
    """The phrases of the table among words in their order, the longest first, none overlapping."""
    bare = all(word.is_bare for word in words)
    begun = _by_first_word()
    found: list[Told] = []
    at = 0
    while at < len(words):
        if words[at].folded not in begun:
            at += 1
            continue
        led = bool(found) and found[-1][1] == at
        led = led or (at > 0 and words[at - 1].folded == "mau")
        phrase = next(_phrases_at(words, at, bare, led), None)
        if phrase is not None:
            found.append((at, at + len(phrase.words), phrase.meanings))
        at += len(phrase.words) if phrase else 1
    return found


def _phrases_at(words: Sequence[Term], at: int, bare: bool, led: bool) -> Iterator[_Phrase]:
    for phrase in _by_first_word()[words[at].folded]:
        said = tuple(words[at : at + len(phrase.words)])
        if said == phrase.words:
            yield phrase
        elif len(said) == len(phrase.words) and all(map(_fits, said, phrase.words)):
            sure = len(said) > 1 or (bare and (led or said[0].folded not in _DOUBLES))
            yield from (phrase,) if sure else ()


def _fits(said: Term, word: Term) -> bool:
    return said == word or (said.is_bare and said.folded == word.folded)


@lru_cache(maxsize=1)
def _by_first_word() -> dict[str, tuple[_Phrase, ...]]:
    """The phrases by their first word, folded; the longest first, as written before as folded."""
    named: dict[tuple[Term, ...], list[str]] = {}
    for meaning, phrase in _rows():
        named.setdefault(phrase_terms(nfc(phrase)), []).append(meaning)
    grouped: dict[str, list[_Phrase]] = {}
    for words, meanings in named.items():
        grouped.setdefault(words[0].folded, []).append(_Phrase(words, tuple(meanings)))
    return {
        first: tuple(sorted(phrases, key=lambda one: -len(one.words)))
        for first, phrases in grouped.items()
    }


def _rows() -> Iterator[tuple[str, str]]:
    """Each meaning with each of its phrases; an indented line goes on with the one before."""
    for line in _TABLE.strip().replace("\n    ", " ").splitlines():
        meaning, _, phrases = line.partition(":")
        for phrase in phrases.split(","):
            yield meaning.strip(), phrase.strip()
