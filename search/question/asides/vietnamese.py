"""Vietnamese words people ask with, by their kinds; of a word of two kinds the first counts.

Those of `w` begin like words of asking and are none of it: "em bé", "cho vay".
"""

from search.question.asides.kinds import Kind

VIETNAMESE: dict[Kind, str] = {
    "q": """
        chuyện j, có chuyện j, sự việc gì, có sự việc gì, sự việc gì xảy ra, có sự việc gì xảy
        ra, sự cố gì, có sự cố gì, vụ việc gì, có vụ việc gì,
        chuyện gì, có chuyện gì, có gì, việc gì, có việc gì, điều gì, có điều gì, biến gì, có
        biến gì, có gì lạ, có gì bất thường, có thông tin, xảy ra, đã xảy ra, có gì xảy ra, gì
        xảy ra, tất cả, tất cả các, tất cả những, toàn bộ, toàn bộ các, có, là có, đã có, xem
        có, coi có, vụ gì, có vụ gì, có clip, có hình, có camera, ai có clip, ai có hình, ai có
        camera, có xuất hiện, nghe đâu có, ở đó có, chỗ đó có, khu này có, hôm đó có, đâu, có j,
        có gì vậy, có thật là, có đúng là, có phải là, có thiệt là, liệu, liệu có, không biết
        có, ko biết có, hổng biết có, có phải, có khi nào, hồi nào, ở đâu, nghe nói, nghe nói
        có, có ghi nhận, bác tài nào, bác nào, anh nào, chị nào, bạn nào, nhà nào, ba má
        nào, ai có, mọi lần, tất cả các lần, các lần, thì có, thì thấy, thì xuất hiện,
        có hay không, có hay không việc, có hay không có, có việc, ai đã, ai là người đã,
        ai là người, ai đang, kẻ nào đã,
        người nào đã, xe nào đã, có tin, thằng nào, thg nào, đứa nào, kẻ nào, thằng cha nào,
        có thằng nào, có đứa nào, mấy thằng nào, mấy đứa nào""",
    "Q": """
        có ai, có ai thấy, có ai biết, có ai gặp, ai thấy, ai biết, ai gặp, ai có thấy, có thấy,
        có gặp, có từng gặp, ai có thông tin, hóng vụ, hóng tin, ai quay được, báo có, hỏi
        có, hỏi có ai, báo thấy, có ai báo""",
    "g": """
        dạ, ạ, à, a lô, alo, alô, ê, ơ, ủa, chào, xin chào, chào buổi sáng, chào buổi chiều,
        chào buổi tối, ơi, oi, thưa, kính thưa, nha, nhé, nhe, nhen, nghen, nghe, nghe chưa,
        hen, hén, hả, hỉ, nhá, ấy, thế, vậy, vậy ta, vậy cà, vầy, z, zậy, á, đó, đấy, luôn, luôn
        á, lận, cà, ta, hông, hong, hôn, không, ko, k, kg, khum, khong, hem, chăng, với, vs, cảm
        ơn, cám ơn, xin cảm ơn, xin cám ơn, cảm ơn nhiều, cám ơn nhiều, cảm ơn nhiều ạ, nhiều
        lắm, tks, thanks, thank you, trân trọng, trân trọng cảm ơn, đội ơn, mang ơn, trời ơi,
        trời, chời ơi, hello, hi, hic, huhu, nào, nhỉ, hay không, hay chưa, hay ko, chưa, sao,
        được không, được ko, đc ko, dc ko, được hông, có được không, phải không, phải hông, đúng
        không, thật không, thiệt không, thiệt hông, thật hông, là thiệt không, là ai, là sao,
        không biết, ko biết, please, pls, plz, thôi, thôi nha, gấp, khẩn, gì, gấp lắm, thật hả,
        thiệt hả, đều được, hình như, nghe đồn, nha cưng, thì phải, a ơi, b ơi, c ơi, e ơi""",
    "e": "nhanh, nhanh lên, liền, ngay, ngay và luôn, lẹ lên, đi, cái, cái nha, phát, hết",
    "p": """
        em, anh, chị, tôi, mình, tui, tớ, tao, bác, chú, cô, dì, cậu, mợ, ông, bà, con, cháu,
        sếp, bạn, ad, add, admin, shop, mọi người, mn, mng, ai, các bạn, các anh, các chị, các
        anh chị, mấy anh, mấy chị, mấy bạn, mấy anh chị, anh chị, anh em, ae, ace, a e, quý cơ
        quan, quý anh chị, quý vị, quý đơn vị, đơn vị, bên mình, bên em, bên anh, bên tôi, bên
        tui, chúng tôi, chúng em, tụi em, tụi tui, tụi mình, tụi con, nhà em, nhà mình, nhà tui,
        đồng chí, các đồng chí, đ/c, trực ban, tổ trực, bà con, cô bác, mấy chú, mấy cậu, các
        chú, cả nhà, anh/chị, anh/chị phụ trách, tổng đài, e, mấy bồ, bồ, má, ba má, mấy má, mấy
        em, mấy e, cô chú, các bác, mấy bác, các cô, m.n, mấy sếp, các sếp, cưng, mấy ní, bây,
        sếp ơi, phường, phường mình, t, mấy bác tài, các bác tài, bác tài ơi, anh em tài xế,
        mấy cháu, các cháu, mấy con, mấy ba""",
    "s": "ai đó",
    "a": """
        phải, có thể, liệu có thể, được, đc, dc, định, để, là, rằng, thì, mà, hãy, cứ, mới, còn,
        nên, rảnh, mở, lên, vô, vào, thử, biết, nếu, rất, thật, lo, báo, hỗ trợ, giúp đỡ, quan
        tâm, tạo điều kiện, phối hợp, chỉ""",
    "R": """
        đề nghị, kính đề nghị, trân trọng đề nghị, yêu cầu, kính yêu cầu, kính mong, rất mong,
        mong, kính xin, nhờ, kính nhờ, kính chuyển, kính trình, kiến nghị, mong được, cần nhờ,
        đang nhờ, y/c, yc, đ/n, đn, đ/nghị, kính y/c""",
    "A": """
        xin, cho xin, làm ơn, vui lòng, xin phép, phiền, nhờ vả, muốn, cần, đang cần, đang muốn,
        cần tìm, đang tìm, đang kiếm, muốn tìm, muốn xem, muốn coi, muốn hỏi,
        xin hỏi thăm, cần biết, muốn
        biết, nhờ hỏi, cho hỏi, xin hỏi, cho xin giờ, cứu em, cứu""",
    "v": """
        tìm, kiếm, tìm kiếm, truy tìm, truy xuất, truy, trích xuất, trích lục, trích, tra, tra
        cứu, rà soát, rà, rà lại, kiểm tra, kiểm, xác minh, xác định, làm rõ, cung cấp, cung cấp
        thông tin, cung cấp dữ liệu, cung cấp hình ảnh, tổng hợp, thống kê, liệt kê, lọc, lọc
        ra, xem, xem xét, coi, dòm, ngó, check, check cam, cho biết, cho xem, cho coi, cho tôi
        biết, cho em biết, cho anh biết, cho mình biết, hỏi, hỏi thăm, soi, thấy, nhìn thấy,
        gặp, phát hiện, bắt gặp, kiếm ra, tìm ra, tìm thấy, truy vết, truy xét, lục, lục lại,
        trích cam,
        dữ liệu, hình ảnh, thông tin, thông báo, mở lại, xem lại, coi lại, báo giúp, lấy, điều
        tra, xử lý, tua, dò, soát, gom, theo dõi, theo dõi lại, xác nhận, kiểm chứng, chuyển,
        báo cáo, nhắn, chuộc lại,
        kt, ktra, k/tra, x/minh, t/xuất, xác minh nhanh, kiểm tra nhanh, kiểm tra gấp, xác minh
        gấp, rà nhanh, rà gấp, tra nhanh, tìm nhanh, tìm gấp, check nhanh, check gấp, coi nhanh,
        để ý, lưu ý, bổ sung, nhắc nhở, xử phạt, up, đăng, đăng tin, sao chép, sao lục, được
        sao chép, được trích xuất, được xem, được cung cấp, đối chiếu""",
    "B": """
        giúp, giùm, dùm, hộ, giùm cho, giúp cho, giúp giùm, cho em, cho tôi, cho mình, cho tui,
        cho anh, cho chị, cho con, cho chú, cho e, cho bác, cho mẹ, cho em xin, cho mình xin,
        cho tui xin, cho e xin, cho con xin, cho con xin lại, cho em xin clip, cho mình xin
        clip, cho em xin hình, giúp đội, giùm đội, giúp tổ, giúp đơn vị""",
    "b": "lại, thử, lẹ, ra, cho, coi, xem, về, qua, một chút, chút, tí, xíu, giúp đỡ",
    "f": """
        nay, và, cũng, nữa, thêm, rồi, này, khúc, tầm, bữa, tới giờ, hoài, giờ, cụ thể là, cụ
        thể, việc""",
    "O": """
        căn cứ, theo chỉ đạo, theo yêu cầu, theo đề nghị, theo công văn, theo kế hoạch, theo
        phản ánh, theo nội dung, theo đơn, theo thông tin, theo văn bản, thực hiện, để phục vụ,
        để làm, để giải quyết, để xử lý, để xác minh, để báo cáo, phục vụ, nhằm, xét, xét thấy,
        tiếp theo, thừa lệnh, em là, tôi là, mình là, tui là, con là, cháu là, chị là, anh là,
        chú là, cô là, em bên, tôi bên, mình bên, em ở, tôi ở, em trực, em đang làm, liên quan,
        về việc, v/v, pv, pv án, pv chuyên án""",
    "T": "kính gửi, kính chào, kính thưa, gửi, báo cáo anh, báo cáo chị, báo cáo sếp",
    "U": """
        công an, ubnd, ủy ban, uỷ ban, ủy ban nhân dân, uỷ ban nhân dân, văn phòng, văn phòng
        ubnd, ban quản lý, ban điều hành, ban chỉ huy, trạm, trạm y tế, trung tâm, trường,
        phòng, chi cục, cơ quan, toà soạn, tòa soạn, bệnh viện, bv, công ty, cty, đồn, đội, tổ,
        khu phố, tiệm, quán, tổ dân phố, bảo vệ dân phố, tổ trưởng, bảo vệ, tài xế, chốt, bộ
        phận, ca trực, nhân viên, điều tra viên, đội trưởng, dân phòng, ấp""",
    "E": "gọi, đây, nè, hỏi, báo, hỏi xíu, hỏi tí, bàn giao, chỉ đạo, phân tích",
    "w": """
        ko mbh, không mbh, k mbh, ngoại e, ngoại em, nội e, nội em, rào nhà e, rào nhà em,
        cổng nhà e, cổng nhà em, trước nhà e, trước nhà em,
        lấy nhầm, lấy lộn, lấy mất, cổng nhà tôi, cổng nhà tui, cửa nhà tôi,
        cửa nhà tui, trước nhà tôi, trước nhà tui,
        em bé, bé, cô gái, cô bé, cô giáo, cô ấy, chú chó, con chó, con mèo, con bò, con trâu,
        con heo, con trai, con gái, con nhỏ, cháu bé, ông già, ông cụ, bà cụ, bà già, bà bán,
        ông bán, chị bán, anh bán, cô bán, chú bán, anh công an, chú công an, ông say, ông nội,
        bà nội, anh shipper, anh thanh niên, chị phụ nữ, người, bà bầu, cậu bé, bạn nữ, bạn nam,
        em gái, em trai, em học sinh, anh tài xế, chú tài xế, bác tài, bác xe ôm, chú xe ôm, anh
        xe ôm, ông xe ôm, đội mũ, đội nón, tổ ong, tổ chức, mở cửa, mở nhạc, lên xe, vào nhà, ra
        đường, qua đường, lấy đồ, lấy xe, lấy trộm, lấy cắp, xin tiền, xin ăn, coi tuồng, kiểm
        lâm, đi bộ, đi xe, đi ngược, đi ra, đi vào, đi lạc, có vẻ, có thai, có bầu, có mũ, có
        nón, có thùng, có râu, có sọc, có chữ, có dán, có gắn, có chở, phải gió, ngay ngã, không
        đội, không mặc, không có, không biển, không người, không mang, không rõ, không phải,
        được chở, được đưa, thông tin cá nhân, cho vay, cho thuê, cho chó, hết cỡ, tìm việc, trẻ
        con, trẻ em, cần cẩu, cần câu, cần sa, tìm kiếm cứu nạn, cứu hộ, bảo hộ, hộ chiếu, hộ
        khẩu, hộ dân, các hộ, những hộ, các hộ dân, hộ kinh doanh, hộ gia đình, thợ hồ, thợ
        điện, thợ máy, ông thợ, mấy ông thợ, chú thợ""",
}

_RISKY_TEXT = """
    a bo ca can chu con da dau day dc di do gap gi ha hi ho hoi hon hong khan lan lien ma mong
    muon ngay nha nhanh nho o sao ta thoi tim tra u vang voi xin
"""
RISKY = frozenset(_RISKY_TEXT.split())
"""Without accents these are also đỏ, voi, nhà …: alone they close nothing but a clause."""
