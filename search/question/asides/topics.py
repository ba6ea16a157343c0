"""What words of asides are about, one letter each, for `edge_features` to weigh.

| letter | about                                    | as in                      |
|--------|------------------------------------------|----------------------------|
| r      | who tells or asks: kin, trades, offices  | landlord, chi nhánh        |
| c      | telling, asking, thinking, feeling       | grumbles, kính đề nghị     |
| d      | papers, cases, what is asked for         | claim, hồ sơ               |
| h      | handling what is asked for               | forward, xử lý             |
| l      | life of the asker: work, travel, phones  | insurance, đang đi làm     |
| o      | courtesies, moods, fillers               | grateful, mong             |
| x      | what people ride, wear, carry, keep      | lorry, áo mưa              |
| y      | what happens on streets                  | sideswiped, chặn đánh      |

A word is looked up as it is written in small letters, Vietnamese of two syllables as one, and in
text without accents as it is without them.
"""

from collections.abc import Sequence
from functools import lru_cache

from indexer.folding import fold

_ENGLISH_TEXT = {
    "r": """
        aunt auntie uncle cousin nephew niece grandson granddaughter grandfather grandmother grandma
        grandpa father mother mum mom dad parent parents brother sister husband wife fiance son
        daughter stepson stepfather partner girlfriend boyfriend friend friends mate flatmate
        roommate housemate neighbour neighbours neighbor neighbors landlord landlady tenant tenants
        lodger caretaker janitor guard guards watchman concierge receptionist manager supervisor
        director boss employer employee employees colleague colleagues coworker staff team crew
        client clients customer customers guest guests policyholder insured insurer claimant
        adjuster broker agent underwriter lawyer solicitor counsel attorney advocate prosecutor
        judge magistrate court tribunal embassy consulate consul attache ambassador ministry
        department bureau agency office branch headquarters hq unit squad division station
        precinct desk newsroom editor reporter journalist producer correspondent photographer
        teacher principal headmaster lecturer student pupil school college university hospital
        clinic ward doctor nurse paramedic surgeon patient pharmacist dentist vet priest monk abbot
        archivist librarian curator organiser organizer volunteer charity ngo foundation company
        firm corporation bank shop shopkeeper stallholder stallholders vendor owner owners seller
        caller callers witness witnesses victim complainant informant source sources tipster
        bystander passer-by passerby resident residents local locals villager villagers community
        committee association chairman secretary clerk officer officers sergeant lieutenant captain
        colonel inspector detective constable investigator investigators commander chief deputy
        dispatcher dispatch operator control patrol police tourist tourists traveller visitor
        gentleman lady interpreter translator  airline hotel hostel homestay
        kindergarten daycare chef waiter cleaner gardener foreman contractor engineer surveyor
        dealer mechanic trainee apprentice intern
    """,
    "c": """
        say says said saying tell tells told telling ask asks asked asking report reports reported
        reporting claim claims claimed claiming state states stated stating allege alleges alleged
        alleging describe describes described describing mention mentions mentioned mentioning
        explain explains explained complain complains complained complaining grumble grumbles
        grumbled grumbling insist insists insisted insisting maintain maintains maintained swear
        swears swore sworn believe believes believed think thinks thought thinking suspect suspects
        suspected reckon reckons reckoned fear fears feared afraid worried worry worries wonder
        wonders wondered wondering know knows knew known remember remembers remembered recall
        recalls recalled notice notices noticed witness witnessed hear hears heard hearing
        understand understood gather informed inform informs informing advised advise advises
        notify notified notifies alert alerted warn warned write writes wrote written writing call
        calls called calling phone phones phoned ring rings rang rung text texts texted email
        emailed message messaged contact contacts contacted speak speaks spoke spoken talk talks
        talked confirm confirms confirmed confirming deny denies denied admit admits
        admitted testify
        testifies testified convinced certain sure unsure positive adamant aware  guess
        guesses suppose assume assumes assumed presume request requests requested requesting require
        requires required need needs needed want wants wanted wish wishes wished hope hopes hoping
        hoped try tries tried trying seek seeks sought seeking looking look search searching
        searched find finding locate locating located identify identifying identified trace tracing
        establish establishing determine verify verifying check checking checked enquire enquiring
        inquire inquiring investigate investigating investigated relays relayed quoted quotes
        conveyed convey direct directed directs instruct instructed instructs order ordered orders
        suggests suggest indicated indicates express dispute disputes contends argues argued tip
         upset distressed crying anxious keen curious interested desperate
    """,
    "d": """
        claim claims case cases file files ref reference policy dossier docket warrant
        notice notices
        letter letters complaint complaints statement statements report reports petition request
        requests query queries enquiry enquiries inquiry inquiries question questions record records
        recording recordings footage cctv camera cameras video videos clip clips image
        images picture
        pictures photo photos still stills frame frames evidence proof trace traces sign signs
        sighting sightings information info details detail description instruction instructions
        circular summons hearing trial lawsuit litigation subrogation settlement assessment audit
        appeal bulletin alert tip tips lead leads rumour rumours rumor story article documentary
        project survey study research thesis archive archives database log logs
    """,
    "h": """
        show shows give send sent provide provided supply forward share retrieve extract export pull
        review reviews reviewing examine scan preserve secure release return reply respond revert
        assist assistance help helping close process handle arrange submit copy play rewind follow
        confirm advise consider allow permit kindly list count compile run trawl comb
    """,
    "l": """
        insurance english holiday flight visa  appointment shift duty behalf connection
        regard regards reason purpose purposes basis instructions line window channel group chat
        number phone laptop email website online password internet app system battery
        vacation trip travelling staying visiting living lived live working work worked job
    """,
    "o": """
        please pls plz kindly thanks thank thx ty grateful gratefully appreciate appreciated obliged
        sorry apologies excuse pardon dear hello hi hey greetings sir madam sirs  cheers
        regards sincerely faithfully respectfully urgent urgently asap possible possibly
        maybe perhaps
        probably hopefully unfortunately actually really just basically honestly apparently
        reportedly allegedly supposedly again anyway also indeed ok okay well right glad happy
        wonderful helpful useful trouble bother favour favor chance luck idea ideas clue clues
        whether if whoever any anyone anybody anything whatever ever
    """,
    "x": """
        car cars van vans truck trucks lorry lorries bus buses coach minibus pickup suv sedan
        hatchback taxi cab motorbike motorbikes motorcycle motorcycles scooter scooters moped bike
        bikes bicycle bicycles cyclist rider riders driver drivers pillion passenger passengers
        tricycle rickshaw tractor trailer tanker tipper excavator bulldozer crane forklift ambulance
        wheelchair pram stroller trolley cart handcart barrow boat raft drone horse cow buffalo dog
        dogs puppy cat cats kitten goat pig pigs chicken chickens rooster cockerel duck ducks snake
        monkey bird birds parrot python crocodile tree trees branch pole pylon wire wires cable
        cables manhole drain fence gate wall sign billboard banner roof tank pipe hose smoke fire
        flames puddle flood water mud rubbish garbage trash waste sacks sack bag bags backpack
        rucksack handbag purse wallet suitcase briefcase box boxes parcel package crate
        basket bucket
        helmet helmets cap caps hat hats hood mask masks shirt t-shirt jacket coat raincoat poncho
        hoodie vest dress skirt trousers jeans shorts uniform pyjamas suit tie scarf gloves shoes
        sandals boots flip-flops slippers barefoot glasses sunglasses beard moustache tattoo tattoos
        hair ponytail braid bald scar crutches stick umbrella guitar violin knife knives machete
        sword hammer crowbar bat bats gun pistol stone stones brick bricks bottle bottles
         necklace bracelet watch ring keys key passport plate plates windscreen mirror
        mirrors headlight headlights taillight bumper tyre tyres wheel wheels exhaust livery logo
        sticker flag man men woman women boy boys girl girls child children kid kids baby toddler
        teenager teenagers youth youths lad lads guy guys couple crowd gang group elderly
        red blue green yellow white black grey gray orange brown purple pink silver golden maroon
        beige cream navy turquoise dark pale bright striped checked honda yamaha suzuki toyota
        hyundai kia mazda ford isuzu vespa wave airblade winner exciter vision sirius
    """,
    "y": """
        stolen stole steal steals stealing robbed robbing robbery snatched snatch snatching snatches
        grabbed grabs pickpocket pickpocketed hit hits hitting struck strikes crashed crash crashes
        crashing collided collision sideswiped overtaking overtook swerved swerving skidded skidding
        fell fallen falling falls collapsed collapsing fainted fainting bleeding limping limped
        staggering wandering wandered loitering lurking following followed chased chasing chases
        fled fleeing escaped escaping ran running riding rode rides driving drives drove driven
        parked parking parks  blocking blocked dumped dumping dumps burning burnt burned
        smashed smashing broke broken breaking vandalised spraying sprayed painting fought fighting
        fights beating beaten beat punched punching kicked kicking slapped slapping stabbed stabbing
        shot shooting threatened threatening harassed harassing groping dragged dragging pushed
        pushing pulled pulling carried carrying carries wearing wore wears holding held dressed
        loaded loading unloading unloaded transporting towing towed pouring leaking spilled spilling
        spill racing raced wheelies wheelie speeding sped drunk arguing shouting screaming begging
        selling sold gambling smoking drinking sleeping sat sitting lying waving jumped jumping
        climbed climbing digging stuck stalled flooded overturned tipped exploded dropped dropping
        left abandoned missing lost vanished disappeared kidnapped abducted boarding boarded
        entering crossing turning reversing stopped stopping waiting delivering delivered picked
    """,
}  # fmt: skip
_VIETNAMESE_TEXT = {
    "r": """
        chi nhánh, ngân hàng, công ty, văn phòng, luật sư, ban quản lý, ban giám hiệu, nhà trường,
        trường học, bệnh viện, trạm y tế, tổ dân phố, khu phố, ấp, hội phụ nữ, đoàn thanh niên,
        ủy ban, uỷ ban, ubnd, công an, cơ quan, đơn vị, phòng, sở, cục, đội, tổ, trung tâm, quý,
        quý cơ quan, quý công an, quý đơn vị, lãnh đạo, cán bộ, chiến sĩ, đồng chí, đ/c, chỉ huy,
        trực ban, hộ gia đình, gia đình, vợ chồng, ba mẹ, bố mẹ, cha mẹ, người nhà, người thân,
        bà con, cư dân, cử tri, người dân, nhân dân, hàng xóm, láng giềng, khách hàng, bảo hiểm,
        bên bảo hiểm, tòa án, viện kiểm sát, thi hành án, thân chủ, nguyên đơn, bị hại, nạn nhân,
        nhân chứng, phóng viên, tòa soạn, báo, đài, chủ nhà, chủ quán, chủ tiệm, bảo vệ, quản lý,
        giám đốc, giáo viên, cô giáo, thầy giáo, phụ huynh, hiệu trưởng, sinh viên, đại sứ quán,
        lãnh sự quán, lãnh sự, hợp tác xã, doanh nghiệp, nhà xe, đội cứu hộ, cứu hộ, cảnh sát,
        csgt, cshs, ban chỉ huy, điều tra viên, em, tôi, mình, tui, con, cháu, chúng tôi, tụi em,
        tụi mình, bọn em, anh, chị, cô, chú, bác, ad, admin, shop, mọi người, cả nhà, anh em,
        anh chị, cô chú, quý vị, các bạn, bạn, mn, mng, ae, ace, các bác, các anh, các chị
    """,
    "c": """
        đề nghị, kính đề nghị, yêu cầu, nhờ, kính nhờ, mong, kính mong, rất mong, xin, kính xin,
        trình báo, tố cáo, tố giác, phản ánh, khiếu nại, khiếu kiện, kiến nghị, báo, báo cáo, thông
        báo, báo tin, kể, kể lại, nói, bảo, cho biết, cho hay, khai, khai báo, khẳng định, xác nhận,
        nghe, nghe nói, biết, thấy, có thấy, nhớ, nghĩ, đoán, tin, nghi, nghi ngờ, lo, sợ, hỏi, cho
        hỏi, cần, cần tìm, muốn, muốn hỏi, tìm, tìm giúp, kiếm, tra, tra cứu, truy, truy tìm, xác
        minh, xác định, làm rõ, rà soát, kiểm tra, xem, xem lại, coi, coi lại, check, ktra, ra soát,
        điều tra, theo dõi, nhận được, tiếp nhận, được biết, được tin, hay tin, ghi nhận, thay mặt,
        đại diện, căn cứ, theo, thực hiện, liên quan, trích xuất, cung cấp, cho xem, cho em hỏi, tư
        vấn, giúp, giùm, dùm, hộ, giúp đỡ, hỗ trợ, phối hợp, gửi, kính gửi, viết, gọi, nhắn, liên hệ
    """,
    "d": """
        đơn, đơn trình báo, đơn tố giác, đơn thư, hồ sơ, vụ án, vụ việc, việc, vụ, công văn, chỉ
        đạo, kế hoạch, chuyên án, phục vụ, yêu cầu, khiếu nại, tin, tin báo, thông tin, dữ liệu,
        hình ảnh, video, clip, camera, cam, biên bản, kết quả, cơ sở, bằng chứng, chứng cứ, thủ tục,
        bồi thường, giấy tờ, án, lời khai, phản ánh, tài liệu, trích lục, báo cáo, công tác
    """,
    "h": """
        xử lý, xử phạt, giải quyết, lập biên bản, cung cấp, trích xuất, trích, sao lục, gửi, chuyển,
        trả lời, phúc đáp, phản hồi, hồi âm, xem xét, can thiệp, tiến hành, tổ chức, chấn chỉnh,
        nhắc nhở, lưu, lưu giữ, sao chép, rà soát, kiểm tra, xác minh, làm rõ, thu hồi, tạo
        điều kiện
    """,
    "l": """
        đang đi, đi làm, đi học, về nhà, đi chợ, làm ở, bán hàng, buôn bán, sống ở, ở trọ, mới mua,
        bảo hiểm, điện thoại, số, sđt, zalo, inbox, ib, nhóm, group, app, giúp em, bên em, bên mình,
        nhà em, nhà tôi, nhà mình
    """,
    "o": """
        ạ, dạ, vâng, nha, nhé, nhen, nghen, hen, hén, nè, nghe, với, giùm, dùm, giúp, cảm ơn, cám
        ơn, xin cảm ơn, xin lỗi, chào, xin chào, alo, ơi, trân trọng, kính, mong sớm, gấp, khẩn,
        làm ơn, không biết, hông, hong, không, chưa, vậy, thế, luôn, đi, hả, hở, ta, ha,
        tks, thanks,
        thank, please, pls, plz, sos, ai, có ai, ai đó, nào, gì
    """,
    "x": """
        xe máy, xe tải, xe khách, xe buýt, xe con, xe ben, xe container, xe đạp, xe lôi, xe ba gác,
        xe bồn, xe cẩu, xe điện, xe ôm, ô tô, ôtô, taxi, mô tô, bán tải, biển số, bks, biển, áo, áo
        mưa, áo khoác, áo dài, quần, nón, nón lá, mũ, mũ bảo hiểm, khẩu trang, kính, dép, giày, ba
        lô, balo, túi, túi xách, giỏ, vali, thùng, ví, bóp, điện thoại, chìa khóa, dao, mã tấu, gậy,
        tuýp sắt, súng, gạch, đá, chai, chó, mèo, bò, trâu, heo, gà, vịt, cây, trụ điện, dây điện,
        cống, nắp cống, rác, phế thải, khói, lửa, nước, bảng hiệu, hàng rào, mái tôn, người đàn ông,
        đàn ông, phụ nữ, thanh niên, nam, nữ, bà cụ, ông cụ, cụ già, bé trai, bé gái, đứa bé, em bé,
        trẻ em, thiếu nữ, học sinh, nhóm, đối tượng, đt, tên, thằng, gã, kẻ, đám, chiếc, con xe, đỏ,
        xanh, vàng, trắng, đen, xám, nâu, tím, hồng, cam, bạc, honda, yamaha, wave, vision, exciter,
        winner, sirius, dream, vespa, lead, airblade, ab, sh, hyundai, toyota, kia, mazda, ford
    """,
    "y": """
        giật, cướp, trộm, lấy trộm, mất, bị mất, rơi, đánh rơi, làm rơi, lạc, đi lạc, tông, đụng,
        va chạm, va quẹt, quẹt, té, ngã, lật, đổ, cháy, nổ, đánh, chém, đâm, đuổi, rượt, rượt đuổi,
        chặn, chặn đánh, ép, vượt, lạng lách, bốc đầu, đua, chạy, bỏ chạy, tẩu thoát, chở, kéo, đẩy,
        cầm, mang, mặc, đội, đeo, dắt, ngồi, nằm, đứng, đậu, đỗ, dừng, quay đầu, leo, trèo,
        phá, đập,
        vứt, xả, đổ trộm, đốt, xịt, vẽ, bán, bày bán, lấn chiếm, xô xát, cãi nhau, gây rối, tụ tập,
        quấy rối, sàm sỡ, bắt cóc, dụ, theo dõi, rình, rình rập, nhặt, nhặt được, bỏ quên, để quên
    """,
}  # fmt: skip
_LONGEST = 3
"""Syllables of the longest Vietnamese entry."""


@lru_cache(3)
def _table(form: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for letter, text in (_ENGLISH_TEXT if form == "en" else _VIETNAMESE_TEXT).items():
        for phrase in text.split() if form == "en" else text.split(","):
            told = " ".join(phrase.split())
            told = fold(told) if form == "plain" else told
            if letter not in found.get(told, ""):
                found[told] = found.get(told, "") + letter
    return found


def topics_of(words: Sequence[str], form: str) -> list[str]:
    """The letters of each word, "" where none is known; of a phrase on each of its words."""
    table, found = _table(form), [""] * len(words)
    at = 0
    while at < len(words):
        longest = 1 if form == "en" else min(_LONGEST, len(words) - at)
        for count in range(longest, 0, -1):
            if letters := table.get(" ".join(words[at : at + count])):
                found[at : at + count] = [letters] * count
                at += count
                break
        else:
            at += 1
    return found
