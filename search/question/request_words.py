"""The words people ask with, by kind: greetings, persons asked, verbs of asking, particles.

A kind is one letter, so that the order of kinds in a sentence can be read by a regular expression
(see `asides`). Vietnamese words are compared with their accents where the question has any, and
without where it has none.
"""

from functools import lru_cache
from typing import Literal

from indexer.folding import fold

Kind = Literal[
    "g", "p", "s", "a", "A", "d", "v", "k", "B", "b", "m", "e", "q", "Q", "f", "R", "O", "T", "U", "E", "w"
]  # fmt: skip
"""g greeting, thanks, particle; p who asks or is asked; s somebody, asked only after `a`; a asking,
A asking that needs no verb, R a formal request, d asking where it begins; v what one is asked to do, k the same only
after others; b what goes with a verb, B the favour asked for, m for whom, e haste, only at the end;
q question word, Q one that asks people; f filler; O opener of a clause about the asker, T of one that addresses; U office
or trade of who asks, E what ends a clause that names it; w any other word."""

_ENGLISH: dict[Kind, str] = {
    "g": """
        hi, hello, hey, hii, hiya, yo, howdy, dear, hi there, hey there, hello there, um, uh, umm, er,
        erm, omg, lol, lmao, haha, dude, mate, bro, buddy, folks, sir, madam, ma'am, team, okay, ok,
        so, greetings, sorry, apologies, good morning, good afternoon, good evening, good day, good,
        morning all, morning team, evening all, thanks, thank you, thanks a lot, thanks a bunch,
        thanks a million, thanks so much, thank you so much, thank you very much, many thanks,
        thanks in advance, thank you in advance, thx, tks, ty, ta, cheers, much appreciated,
        appreciated, please, pls, plz, asap, urgent, urgently, quick one, quick, quick question,
        sorry to bother you, sorry to bother, excuse me, any ideas, any idea, any luck, any help,
        if possible, if you can, if you could, if you have it, if you have any, if that's ok,
        if you'd be so kind, for me, kindly, would be great, that would be great,
        as soon as possible, oh, ah, hmm, btw, fyi, bother, over, copy, xx, merci, gracias, danke,
        true or nah, do the needful, to whom it may concern, pardon the intrusion, bless you,
        i kid you not, can check or not, anything helps, any footage,
        any sightings, is there footage, is there any footage of it, do you have footage, god bless,
        sorry for the trouble, for the record, for my report, for the file, for my records, need for court,
        this is urgent, it's urgent, it is urgent, so much, very much, ever so much, ever, respected, namaste, oi, g'day""",
    "m": "me, us",
    "p": "i, we, you, anyone, anybody, our team, my team, my boss, my editor, our client",
    "s": "someone, somebody, people, it, him, her, them, he, she, they, that, this, there, one, there's",
    "d": "is, are, was, were, do, does, did, has, have, had",
    "a": """
        can, could, would, may, might, shall, will, should, don't, am, be, love, wish, hope, hoping,
        trying, try, going, gonna, must, mind, able, possible, any chance, chance, let, let's, help,
        asked, asking, wondering, wonder, curious, i'd, i'm, i've, we'd, we're, we've, you've, you'd,
        it's, that's, ever, as part of""",
    "A": """
        need, needs, want, wants, would like, i'd like, we'd like, i'd love, like to, would love,
        wanna, want to, wants to, gotta, interested in, looking for, searching for, after, require,
        required, seeking, in search of, on the lookout for, requesting, request, keen on, 'm after,
        got any, got, wanted to, have to, need to, needs to, needing to""",
    "R": """
        would be grateful for, most grateful for, ever so grateful for, grateful for, would appreciate,
        wishes to enquire about, would like to enquire about, trouble you for, requests, is requesting, are requesting, kindly advise, asks for, is asking for""",
    "v": """
        find, finding, show, search, look, check, list, get, give, display, identify, locate,
        pull, bring, trace, view, review, verify, confirm, retrieve, fetch, tell, see, let me see,
        go through, go over, look through, look into, scan, have a look, take a look, provide, send,
        run a search, dig, pull up, dig up, dig out, bring up, get hold of, look up, check out,
        find out, come up, flag, compile, establish, enquire, advise, respond, track down, hunt for, extract, export, filter, filter for, narrow down to,
        count, eyes on, looking at, re, regarding, spot, lookout for, seeing, enquiring, determine, ascertain, share, let me know""",
    "k": """
        seen, saw, notice, noticed, spot, spotted, know, knows, watch, catch, caught, searching,
        looking, checking, got, showing, pulled, track, hear, heard, remember, recognise, recognize,
        handed, found, have, do""",
    "b": """
        up, out, for, at, through, into, in, on, of, back, again, over, about, with, to, some, each, whatever, the, information on, information about""",
    "q": """
        if, whether, is there, are there, was there, were there, there is, there are, there was,
        there were, there has been, where is, where are, where was, where were, who is, who was,
        who are, who were, who's, what is, what was, what are, what's, where's, when did, when was,
        where did, which, what, where, when, who, how many, how often, anything, everything,
        something, what happened, whatever happened, what happens, what was happening,
        anything happening, happened, happening, any sign of, any signs of, sign of, signs of,
        sightings of, sighting of, any trace of, trace of, traces of, any sightings of,
        any sighting of, any record of, record of, records of, have there been,
        could there have been, might there have been, any chance of, any news of, evidence of, proof of,
        instances of, cases of, occurrences of, how often did, is there a way to, is there a chance of,
        who saw, bolo, wanted, query, it is about, concerning, is it just me or is there, all, any, every""",
    "f": "the, just, also, now, maybe, perhaps, really, then, and, but, basically, quickly, a, an, still",
    "O": """
        this is, my name, my name's, i work, i am a, i'm a, i'm an, i am an, i am the, i'm the,
        we are a, we're a, we are the, we're the, for my, for our, for a, for an, for the,
        for tomorrow's, for today's, as a, as an, as part, on behalf, further to,
        with reference, with regard, in connection, writing from, calling from, writing for,
        i'm writing, i'm working, i'm calling, i am writing, i am calling, it's about, it's for,
        re case, as per, i'm with, i'm from, here from, i handle, i teach, i run, i manage, i study,
        i represent, we handle, we represent, we are assisting, we're assisting, we are checking,
        we're checking, we are investigating, we're investigating, we're fact-checking, i drive,
        we're looking into, i'm investigating, i'm doing, between you and me, per our, for tonight's,
        my policy, greetings from, i am student, i am journalist, may this""",
    "T": "to, attn, attention",
    "U": """
        embassy, consulate, consular, desk, liaison, insurer, insurance, claims, claim, case, ref,
        reference, newspaper, journalist, reporter, stringer, detective, inspector, dispatch, control,
        attaché, mr, ms, mrs, dr, newsdesk, fraud check, project, research, thesis, article,
        investigation, interpol, checking in, head of, section, expat, adjuster, sergeant, captain, bureau, unit, office""",
    "E": "here, speaking",
    "w": """
        everything with, everything in, everything carrying, anything with, anything in,
        anything carrying, anyone with, anyone in, anyone on, anyone carrying, to ky,
        which are, which is, which was""",
}
_VIETNAMESE: dict[Kind, str] = {
    "q": """
        chuyện gì, có chuyện gì, có gì, việc gì, có việc gì, điều gì, có điều gì, biến gì, có biến gì, có gì lạ, có gì bất thường, có thông tin,
        xảy ra, đã xảy ra, có gì xảy ra, gì xảy ra, tất cả, tất cả các, tất cả những, toàn bộ,
        toàn bộ các, có, là có, đã có, xem có, coi có, vụ gì, có vụ gì, có clip, có hình, có camera, ai có clip, ai có hình, ai có camera, có xuất hiện,
        nghe đâu có, ở đó có, chỗ đó có, khu này có, hôm đó có, đâu, có j, có gì vậy, có thật là,
        có đúng là, có phải là, có thiệt là, liệu, liệu có, không biết có, ko biết có, hổng biết có, có phải, có khi nào, hồi nào,
        ở đâu, nghe nói, nghe nói có, có ghi nhận, có cái, bác tài nào, bác nào, anh nào, chị nào, bạn nào, nhà nào,
        ba má nào, ai có""",
    "Q": """
        có ai, có ai thấy, có ai biết, có ai gặp, ai thấy, ai biết, ai gặp, ai có thấy, có thấy, có gặp,
        có từng gặp, ai có thông tin, ai lụm được, ai lượm được, ai nhặt được, có ai nhặt được,
        có ai lượm được, ai quay được, báo có, hỏi có, báo thấy,
        có ai báo, nào lượm được, nào nhặt được""",
    "g": """
        dạ, ạ, à, a lô, alo, alô, ê, ơ, ủa, chào, xin chào, chào buổi sáng, chào buổi chiều,
        chào buổi tối, ơi, oi, thưa, kính thưa, nha, nhé, nhe, nhen, nghen, nghe, nghe chưa, hen, hén,
        hả, hỉ, nhá, ấy, thế, vậy, vậy ta, vậy cà, vầy, z, zậy, á, đó, đấy, luôn, luôn á, lận, cà, ta,
        hông, hong, hôn, không, ko, k, kg, khum, khong, hem, chăng, với, vs, cảm ơn, cám ơn,
        xin cảm ơn, xin cám ơn, cảm ơn nhiều, cám ơn nhiều, cảm ơn nhiều ạ, nhiều lắm, tks, thanks,
        thank you, trân trọng, trân trọng cảm ơn, đội ơn, mang ơn, trời ơi, trời, chời ơi, hello, hi,
        hic, huhu, nào, nhỉ, hay không, hay chưa, hay ko, chưa, sao, được không, được ko, đc ko,
        dc ko, được hông, có được không, phải không, phải hông, đúng không, thật không, thiệt không,
        thiệt hông, thật hông, là thiệt không, là ai, là sao, không biết, ko biết, please, pls, plz,
        thôi, thôi nha, gấp, khẩn, gì, gấp lắm, thật hả, thiệt hả, đều được, hình như, nghe đồn, nha cưng""",
    "e": "nhanh, nhanh lên, liền, ngay, ngay và luôn, lẹ lên, đi, cái, cái nha, phát, hết",
    "p": """
        em, anh, chị, tôi, mình, tui, tớ, tao, bác, chú, cô, dì, cậu, mợ, ông, bà, con, cháu, sếp,
        bạn, ad, add, admin, shop, mọi người, mn, mng, ai, các bạn, các anh, các chị, các anh chị,
        mấy anh, mấy chị, mấy bạn, mấy anh chị, anh chị, anh em, ae, ace, a e, quý cơ quan,
        quý anh chị, quý vị, quý đơn vị, đơn vị, bên mình, bên em, bên anh, bên tôi, bên tui,
        chúng tôi, chúng em, tụi em, tụi tui, tụi mình, tụi con, nhà em, nhà mình, nhà tui, đồng chí,
        các đồng chí, đ/c, trực ban, tổ trực, bà con, cô bác, mấy chú, mấy cậu, các chú, cả nhà,
        anh/chị, anh/chị phụ trách, tổng đài, e, mấy bồ, bồ, má, ba má, mấy má, mấy em, mấy e, cô chú, các bác, mấy bác, các cô, m.n, mấy sếp, các sếp, cưng, mấy ní, bây, sếp ơi""",
    "a": """
        phải, có thể, liệu có thể, được, đc, dc, định, để, là, rằng, thì, mà, hãy, cứ, mới, còn, nên,
        rảnh, mở, lên, vô, vào, thử, biết, nếu, rất, thật, lo, báo, hỗ trợ, giúp đỡ, quan tâm,
        tạo điều kiện, phối hợp, chỉ""",
    "R": """
        đề nghị, kính đề nghị, trân trọng đề nghị, yêu cầu, kính yêu cầu, kính mong, rất mong, mong,
        kính xin, nhờ, kính nhờ, kính chuyển, kính trình, kiến nghị, mong được, cần nhờ, đang nhờ""",
    "A": """
        xin, cho xin, làm ơn, vui lòng, xin phép, phiền, nhờ vả, muốn, cần, đang cần, đang muốn, cần tìm,
        đang tìm, đang kiếm, muốn tìm, muốn xem, muốn coi, muốn hỏi, cần biết, muốn biết, nhờ hỏi,
        cho hỏi, xin hỏi, cho xin giờ, cứu em, cứu""",
    "v": """
        tìm, kiếm, tìm kiếm, truy tìm, truy xuất, truy, trích xuất, trích lục, trích, tra, tra cứu,
        rà soát, rà, rà lại, kiểm tra, kiểm, xác minh, xác định, làm rõ, cung cấp, cung cấp thông tin,
        cung cấp dữ liệu, cung cấp hình ảnh, tổng hợp, thống kê, liệt kê, lọc, lọc ra, xem, xem xét,
        coi, dòm, ngó, check, check cam, cho biết, cho xem, cho coi, cho tôi biết, cho em biết, cho anh biết, cho mình biết, hỏi, hỏi thăm, soi, thấy,
        nhìn thấy, gặp, phát hiện, bắt gặp, kiếm ra, tìm ra, tìm thấy, truy vết, lục, lục lại,
        trích cam, dữ liệu, hình ảnh, thông tin, thông báo, mở lại, xem lại, coi lại, báo giúp,
        lấy, điều tra, xử lý, tua, dò, soát, gom, theo dõi, theo dõi lại, xác nhận, kiểm chứng, chuyển, báo cáo, nhắn, nhặt được, chuộc lại""",
    "B": """
        giúp, giùm, dùm, hộ, giùm cho, giúp cho, giúp giùm, cho em, cho tôi, cho mình, cho tui,
        cho anh, cho chị, cho con, cho chú, cho e, cho bác, cho mẹ, cho em xin,
        cho mình xin, cho tui xin, cho e xin, cho con xin, cho con xin lại, cho em xin clip, cho mình xin clip, cho em xin hình""",
    "b": "lại, thử, lẹ, ra, cho, coi, xem, về, qua, một chút, chút, tí, xíu, giúp đỡ",
    "f": "nay, và, cũng, nữa, thêm, rồi, này, khúc, tầm, bữa, tới giờ, hoài, giờ",
    "O": """
        căn cứ, theo chỉ đạo, theo yêu cầu, theo đề nghị,
        theo công văn, theo kế hoạch, theo phản ánh, theo nội dung, theo đơn, theo thông tin,
        theo văn bản, thực hiện, để phục vụ, để làm, để giải quyết, để xử lý, để xác minh, để báo cáo,
        phục vụ, nhằm, xét, xét thấy, tiếp theo, thừa lệnh, em là, tôi là, mình là, tui là, con là,
        cháu là, chị là, anh là, chú là, cô là, em bên, tôi bên, mình bên, em ở, tôi ở, em trực,
        em đang làm, liên quan, về việc, v/v""",
    "T": "kính gửi, kính chào, kính thưa, gửi, báo cáo anh, báo cáo chị, báo cáo sếp",
    "U": """
        công an, ubnd, ủy ban, uỷ ban, ủy ban nhân dân, uỷ ban nhân dân, văn phòng, văn phòng ubnd,
        ban quản lý, ban điều hành, ban chỉ huy, trạm, trạm y tế, trung tâm, trường, phòng, chi cục,
        cơ quan, toà soạn, tòa soạn, bệnh viện, bv, công ty, cty, đồn, đội, tổ, khu phố, tiệm, quán,
        tổ dân phố, bảo vệ dân phố, tổ trưởng, bảo vệ, tài xế, chốt, bộ phận, ca trực, nhân viên, điều tra viên, đội trưởng, dân phòng, ấp""",
    "E": "gọi, đây, nè, hỏi, báo, hỏi xíu, hỏi tí, bàn giao, chỉ đạo, phân tích",
}
_NOT_ASKED_TEXT = """
    em bé, bé, cô gái, cô bé, cô giáo, cô ấy, chú chó, con chó, con mèo, con bò, con trâu, con heo,
    con trai, con gái, con nhỏ, cháu bé, ông già, ông cụ, bà cụ, bà già, bà bán, ông bán, chị bán,
    anh bán, cô bán, chú bán, anh công an, chú công an, ông say, ông nội, bà nội, anh shipper,
    anh thanh niên, chị phụ nữ, người, bà bầu, cậu bé, bạn nữ, bạn nam, em gái, em trai, em học sinh,
    anh tài xế, chú tài xế, bác tài, bác xe ôm, chú xe ôm, anh xe ôm, ông xe ôm, đội mũ, đội nón,
    tổ ong, tổ chức, mở cửa, mở nhạc, lên xe, vào nhà, ra đường, qua đường, lấy đồ, lấy xe, lấy trộm,
    lấy cắp, xin tiền, xin ăn, coi tuồng, kiểm lâm, đi bộ, đi xe, đi ngược, đi ra, đi vào, đi lạc,
    có vẻ, có thai, có bầu, có mũ, có nón, có thùng, có râu, có sọc, có chữ, có dán, có gắn, có chở,
    phải gió, ngay ngã, không đội, không mặc, không có, không biển, không người, không mang,
    không rõ, không phải, được chở, được đưa, thông tin cá nhân, cho vay, cho thuê, cho chó, hết cỡ, tìm việc, trẻ con, trẻ em, cần cẩu, cần câu, cần sa, tìm kiếm cứu nạn
"""
"""What begins with a word of asking and is none of it."""
RISKY = frozenset(
    "do voi a di ha ta con ngay lien tim tra nha vang hong hon nhanh chu sao ca da o u hi nho mong can xin muon hoi gap khan gi dau day lan thoi bo dc ma ho".split()
)
"""Without accents these are also đỏ, voi, nhà …: alone they close nothing but a clause."""


@lru_cache(4)
def kinds(language: str, accented: bool) -> dict[str, Kind]:
    """Phrases, lower case (folded unless `accented`), to their kinds."""
    table = _ENGLISH if language == "en" else _VIETNAMESE
    found: dict[str, Kind] = {}
    for kind, phrases in table.items():
        for phrase in phrases.split(","):
            found.setdefault(_told(phrase, accented), kind)
    if language != "en":
        found |= {_told(phrase, accented): "w" for phrase in _NOT_ASKED_TEXT.split(",")}
    return found


def _told(phrase: str, accented: bool) -> str:
    plain = " ".join(phrase.split())
    return plain if accented else fold(plain)
