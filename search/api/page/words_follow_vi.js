// The words of following a moment, in Vietnamese.

const n = (value) => new Intl.NumberFormat("vi").format(value);

export const FOLLOW_VI = {
  follow: "Truy theo",
  follow_title: "Dấu vết của một xe",
  follow_trouble: "Không truy theo được",
  follow_way: "Chiều thời gian",
  follow_ways: { forward: "Đã đi đâu", backward: "Từ đâu đến" },
  follow_within: "Trong bao lâu",
  follow_start: (camera, when) => `Từ ${camera}, ${when}`,
  follow_map: "Bản đồ dấu vết: đường, camera và lối đi giữa các đoạn hình theo số",
  follow_nothing: "Không có gì trước các camera trong tầm trông giống nó.",
  follow_share: (percent) => `${percent}%`,
  follow_share_title: "Trọng số theo hình dáng và thời gian đi, so với mọi khả năng kế tiếp",
  follow_alike: (score) => `giống ${score}`,
  follow_went: (distance, time) => `${distance} trong ${time}`,
  follow_slack: "ngoài giới hạn, trong sai số của đường và giờ",
  follow_against: "thấy chạy hướng ngược lại",
  follow_straight: "không rõ đường nào",
  follow_on: "Truy tiếp từ đây",
  follow_next: (camera, from, to) => `Xem tiếp ${camera}, ${from}–${to}.`,
  follow_no_camera: "Không camera nào trong tầm có hình vào lúc đó.",
  follow_blind: (cameras, streets) =>
    `Không thấy được: ${n(cameras)} camera không có hình đúng lúc, ${n(streets)} đường không có camera`,
  follow_streets: (names) => `Không có camera trên ${names}`,
  follow_approximate: "gần đúng",
  follow_reach: (reach, looked, slow, fast) =>
    `${n(reach)} camera trong tầm với ${n(slow)} đến ${n(fast)} km/h, đã xem ${n(looked)};`,
  follow_by_streets: (on, all, streets) =>
    `Lối đi là lối ngắn nhất qua ${n(streets)} đường đã biết; ${n(on)} trên ${n(all)} camera đứng ở một đường như vậy.`,
  follow_by_straight: (factor) => `Không biết đường nào: lối đi là đường thẳng × ${factor}.`,
  by_then_what: (what) => `Sau đó ${what}`,
  by_then: (distance, apart) => `${distance}, ${apart} sau`,
};
