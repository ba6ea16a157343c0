"""The seventh tables to tune on: notes, letters, shorthand, chat and formal requests.

Places and times are those of the fifth; each shape says nothing of the scene itself, in the words
of somebody at another desk or phone.
"""

from tests.questions.forms import FOOTAGE, REPORTS, Half, Shape
from tests.questions.tuned_fifth import TUNED_FIFTH

_ENGLISH = """
    Pls check: {x}, {p}, {t}
    Ref claim 22/4471: {x}, {p}, {t}
    Claim no. 88-120, {x} {p} {t}
    Re our call: {x}, {p}, {t}
    Re yr msg - {x}, {p}, {t}
    Follow-up to previous request: {x} {p} {t}
    Embassy asks re {x} {p} {t}
    Consulate enquiry: {x} {p} {t}
    Insurer query - {x} {p} {t}
    Insured says {x} {p} {t}
    Policyholder reports {x}, {p}, {t}
    Client states {x} {p} {t}
    Adjuster wants {x}, {p}, {t}
    Underwriter asking about {x} {p} {t}
    Legal need {x} {p} {t}
    For the coroner: {x} {p} {t}
    Witness stmt mentions {x} {p} {t}
    Per witness, {x} {p} {t}
    Acc. to driver, {x} {p} {t}
    Case 51/23 - {x} {p} {t}
    File 7719. {x}. {p}. {t}.
    Interpol request: {x} {p} {t}
    Tourist police passing on: {x} {p} {t}
    Hotel rang re {x} {p} {t}
    Family asking for {x} {p} {t}
    Any trace of {x}, {p}, {t}?
    Anything on {x} {p} {t}?
    Poss. sighting of {x} {p} {t}
    URGENT pls: {x}, {p}, {t}
    Action: locate {x} {p} {t}
    Task: pull {x} {p} {t}
    Trying to place {x} {p} {t}
    Looking to ID {x} {p} {t}
    ID needed: {x} {p} {t}
    {x}, {p}, {t} - pls advise
    {x}, {p}, {t}. Claim pending.
    {x} {p} {t}. For claim file.
    {x} {p} {t}, client waiting
    {x} {p} {t}. Reply asap.
    {x}, {p}, {t}. Rgds, Minh
    {x} {p} {t} - insurer disputes this
    {x} {p} {t}, can anyone confirm?
    Note to duty desk: {x} {p} {t}
    Msg from airline: {x} {p} {t}
    Passed on by reception: {x} {p} {t}
    Owner insists {x} {p} {t}
    Guard on shift mentioned {x} {p} {t}
    A parent is on the phone in tears: {x} {p} {t}
    My landlady keeps telling me about {x} {p} {t}
    It was brought to our attention that there was {x} {p} {t}
    We have reason to believe there was {x} {p} {t}
    I have been asked by the temple to find {x} {p} {t}
    I am writing on behalf of the parish to ask after {x} {p} {t}
    As the archivist of the museum I would like to see {x} {p} {t}
    I coordinate a food bank and would be obliged if you could locate {x} {p} {t}
    Whilst I know you are busy, could you look into {x} {p} {t}?
    You'll think me daft, but I saw {x} {p} {t}
    I may be imagining it, but there was {x} {p} {t}
    Could somebody tell me what became of {x} {p} {t}?
    My editor would like to know more about {x} {p} {t}
    I teach at the school opposite and my pupils mentioned {x} {p} {t}
    Several of our guests have been complaining about {x} {p} {t}
    The tenants upstairs keep complaining about {x} {p} {t}
    A gentleman at the counter is asking about {x} {p} {t}
    Putting you through to somebody who witnessed {x} {p} {t}
    I've got a caller on line two about {x} {p} {t}
    She only speaks Khmer, but she means {x} {p} {t}
    I refer to {x} {p} {t}. Yours faithfully
    With reference to {x} {p} {t}, please confirm receipt
    Further to our conversation, {x} {p} {t}
    Further to my letter, please search for {x} {p} {t}
    At the request of the family we are looking for {x} {p} {t}
    At the behest of the ambassador, kindly trace {x} {p} {t}
    To assist the inquest, could you find {x} {p} {t}?
    To settle a bet: was there {x} {p} {t}?
    For what it's worth, there was {x} {p} {t}
    Not sure who to tell, but {x} {p} {t}
    Not sure this is the right place - {x} {p} {t}
    First time here. {x} {p} {t}
    Excuse my English, I am Polish. {x} {p} {t}
    Mum here, {x} {p} {t}, pls look
    {x} {p} {t}, my cousin told me
    {x} {p} {t}. His family is beside itself.
    {x} {p} {t}; we are all rather shaken
    {x} {p} {t}. I look forward to hearing from you.
    {x} {p} {t}. Yours faithfully, Bell & Cho LLP
    {x} {p} {t}. We remain at your disposal.
    {x} {p} {t}. Any assistance would be gratefully received.
    {x} {p} {t}. Nobody seems to care.
    {x} {p} {t}. Would you mind having a look?
    {x} {p} {t}. I've tried everyone else.
    {x} {p} {t}, or so I'm told
    {x} {p} {t}, so they say
    {x} {p} {t}, if memory serves
    {x} {p} {t}: real or not?
    Our loss adjuster has raised a doubt over {x} {p} {t}
    The ministry has instructed us to enquire about {x} {p} {t}
    My late husband's solicitor asks that you look for {x} {p} {t}
    Could the operator on duty run a check for {x} {p} {t}?
    Our volunteers were told of {x} {p} {t}
    The night porter is adamant that he saw {x} {p} {t}
    One of my drivers reckons he passed {x} {p} {t}
    Nobody at the front desk could help, so I am asking you about {x} {p} {t}
    I'd feel a lot better knowing whether there was {x} {p} {t}
"""
_VIETNAMESE = """
    PV án ma túy: {x}, {p}, {t}
    PV chuyên án 217: {x} {p} {t}
    Truy xe: {x}, {p}, {t}
    Truy gấp {x} {p} {t}
    Y/c rà {x}, {p}, {t}
    Y/c các chốt để ý {x} {p} {t}
    Tổ 2 cần {x} {p} {t}
    Đ/c trực kiểm tra {x} {p} {t}
    Báo cáo chỉ huy, {x} {p} {t}
    Trực ban nhận tin {x} {p} {t}
    Hỏi nhanh: {x} {p} {t}
    Việc cần làm: tìm {x} {p} {t}
    Lưu ý {x}, {p}, {t}
    Xác minh nguồn tin: {x}, {p}, {t}
    {x}, {p}, {t}. Báo lại ngay.
    {x}, {p}, {t}. Gấp.
    {x} {p} {t}, báo về tổ
    {x} {p} {t}, các tổ lưu ý
    {x} {p} {t}, xin kết quả sớm
    {x}, {p}, {t}. Hết.
    Gia đình tôi trình báo việc {x} {p} {t}
    Gia đình xin nhờ tìm {x} {p} {t}, xin cảm ơn
    Chúng tôi nhận được khiếu nại về {x} {p} {t}, mong sớm có kết quả
    Nhà trường nhận được phản ánh của phụ huynh về {x} {p} {t}, đề nghị xác minh
    Ủy ban nhân dân xã kính nhờ xác định {x} {p} {t}, để có cơ sở lập biên bản
    Thay mặt tổ dân phố, tôi kính đề nghị xử phạt {x} {p} {t}
    Thay mặt bà con trong xóm, tôi xin phản ánh {x} {p} {t}
    Kính đề nghị Quý Công an xác minh {x} {p} {t}
    Kính đề nghị quý đơn vị hỗ trợ truy xuất {x} {p} {t}
    Kính mong quý cơ quan quan tâm giải quyết việc {x} {p} {t}
    Chi nhánh ngân hàng chúng tôi kính đề nghị cung cấp thông tin về {x} {p} {t}
    Công ty bảo hiểm đề nghị phối hợp xác minh {x} {p} {t}
    Bệnh viện đề nghị hỗ trợ tìm {x} {p} {t} để báo cho thân nhân
    Thưa quý cơ quan, {t} {p} có {x}, kính mong xem xét
    Thưa các anh, {t} {p} có {x}, nhờ các anh kiểm tra giúp
    Tôi viết đơn này trình bày về {x} {p} {t}
    Nay tôi làm đơn đề nghị tìm {x} {p} {t}
    Vì lý do trên, đề nghị rà soát {x} {p} {t}
    Nhằm phục vụ công tác điều tra, đề nghị tìm {x} {p} {t}
    Để có căn cứ bồi thường, chúng tôi cần {x} {p} {t}
    Căn cứ biên bản làm việc, đề nghị làm rõ {x} {p} {t}
    Theo đơn tố giác, có {x} {p} {t}, kính đề nghị làm rõ
    Tòa án có yêu cầu cung cấp thông tin {x} {p} {t}
    Viện kiểm sát yêu cầu bổ sung {x} {p} {t}
    Ban quản lý chợ đề nghị nhắc nhở {x} {p} {t}
    Phường giao tổ kiểm tra {x} {p} {t}
    Xin quý vị lưu giữ giúp {x} {p} {t}, chúng tôi sẽ đến nhận sau
    {x} {p} {t}. Rất mong được phản hồi.
    {x} {p} {t}, kính đề nghị cơ quan chức năng vào cuộc
    {x} {p} {t}. Trân trọng kính chào.
    {x} {p} {t}, nhờ cơ quan xem xét xử lý theo quy định
    {x} {p} {t}. Gia đình xin hậu tạ.
    ad ơi cho e hỏi {p} {t} có {x} k ạ
    chị ơi {p} {t} có {x} hông chị
    mọi người ơi {t} {p} có ai thấy {x} k
    check hộ e {x} {p} {t}
    check giúp mình {x} {p} {t} với
    cho e xin info {x} {p} {t}
    mng cho mình hỏi {x} {p} {t} với ạ
    alo tổng đài hả, {x} {p} {t}
    anh công an ơi {x} {p} {t}
    e thấy {x} {p} {t} á
    hình như {x} {p} {t} đó ad
    hóng vụ {x} {p} {t}
    sao {t} {p} có {x} vậy ta
    đăng tin giúp e: {x} {p} {t}
    up giúp mình, {x} {p} {t}
    cần tìm gấp {x} {p} {t}, ai thấy ib e
    {x} {p} {t}, ai biết ới em 1 tiếng
    {x} {p} {t} ai thấy cho e xin thông tin
    {x} {p} {t}, e lo quá
    {x} {p} {t}, hú hồn luôn á
    {x} {p} {t}, mn cẩn thận nha
    {x} {p} {t} thiệt hông mấy má
    {x} {p} {t}, xin đa tạ
    {x} {p} {t}, thương quá đi
    {x} {p} {t} có ai quay lại hông
    {x} {p} {t}, tội nghiệp ghê
    nhờ page đăng dùm {x} {p} {t}
    cô em kể {x} {p} {t}
    bạn em nói {p} {t} có {x}
    nghe hàng xóm kể {x} {p} {t}
    tìm giúp tui {x} {p} {t} cảm ơn nhiều
    có chú nào ở {p} {t} thấy {x} không
"""
_EN_OBJECTS = """
    white Ranger pickup, partial 51D ..7 | staff car park arson | submerged cars
    | Thai monk in saffron robes | our driver's Hyundai sideswiped by coach
    | stolen generator | a man with a prosthetic arm | two lads on a black Winner
    | his thermal bag was lifted off the bike | a wheel came off a trailer
    | someone was keying cars | her handbag was snatched | a lady in a mint dressing gown
    | three teenagers swinging baseball bats | an unmarked delivery scooter | hail broke the roof
    | a boy on a bicycle pulled off her watch | lanterns were hung from the gate
    | karaoke van with pink neon sign | female jogger chased by stray dogs
    | bus stationary w/ hazards | blue container being unloaded by men with masks
    | a crane dropped a pallet | elderly Frenchman, white beard, no shoes
    | our tanker hit a kerb | a child in a school uniform crying alone
    | smoke coming out of a manhole | cyclist hit by an opened car door
    | a couple arguing over a suitcase | one sandal and a broken umbrella
    | the driver of a green Vespa threw eggs | two nuns pushing a stalled tricycle
"""
_VI_OBJECTS = """
    con trai tôi bị bốn thanh niên chặn đánh | chiếc mô tô Honda Rebel màu xám nhám
    | một tài xế xe buýt đánh hành khách | chủ xe máy kéo đã đốn hạ hai cây dầu
    | xe ba gác chở gà vịt chạy ngược chiều | cháu Khôi, 9 tuổi, mặc áo thun siêu nhân đỏ
    | nam xăm kín tay giao bọc nilon cho nữ đi Lead đỏ | xe tải chở dê, thùng bạt xanh
    | hai người nước ngoài rút tiền bằng thẻ giả | bà bán nước bị giật dây chuyền
    | chiếc kia morning vàng đậu chắn lối | ông nước bể chảy lênh láng | xe khách đánh rơi hành lý
    | nhóm thanh niên mang dao đuổi chém nhau | cái ví da nâu có giấy tờ | thằng cưỡi exciter xanh
    | mấy đứa nhỏ tắm mưa giữa đường | cây ngã đè xe hơi | con chó phốc sóc trắng bị bắt
    | xe bồn xả nước thải xuống cống | người phụ nữ bế trẻ xin tiền | bảng hiệu rớt trúng người
    | anh shipper bị quẹt xe té | ông lão lẫn đi dép lê | đám cưới dựng rạp lấn đường
    | 2 nữ đi SH trắng móc túi | xe đầu kéo mất phanh | tiệm vàng bị cạy cửa
    | chó thả rông cắn học sinh | đứa bé lạc mẹ mặc đầm hồng | trụ điện tóe lửa
    | chiếc giày trắng bên trái
"""


def _lines(text: str) -> tuple[Shape, ...]:
    return tuple(Shape(line.strip()) for line in text.strip().splitlines())


def _phrases(text: str) -> tuple[str, ...]:
    return tuple(" ".join(phrase.split()) for phrase in text.split("|"))


TUNED_SEVENTH = Half(
    shapes={
        "en": (
            *_lines(_ENGLISH),
            Shape("Need footage: {x}, {p}, {t}", FOOTAGE),
            Shape("Request CCTV, {x}, {p}, {t}", FOOTAGE),
            Shape("Any citizen tips re {x}, {p}, {t}?", REPORTS),
            Shape("{x}, {p}, {t}, excl. motorbikes", {"exclude": ["motorbikes"]}),
        ),
        "vi": (
            *_lines(_VIETNAMESE),
            Shape("{x}, {p}, {t}. Lấy cam ngay.", FOOTAGE),
            Shape("{t} {p} có {x}, chúng tôi xin được trích xuất dữ liệu camera", FOOTAGE),
        ),
    },
    objects={"en": _phrases(_EN_OBJECTS), "vi": _phrases(_VI_OBJECTS)},
    places=TUNED_FIFTH.places,
    times=TUNED_FIFTH.times,
)
