// The words of following a moment, in English.

const n = (value) => new Intl.NumberFormat("en").format(value);
const many = (count, one, more) => `${n(count)} ${count === 1 ? one : more}`;

export const FOLLOW_EN = {
  follow: "Follow",
  follow_title: "Trail of a vehicle",
  follow_trouble: "It cannot be followed",
  follow_way: "Direction of time",
  follow_ways: { forward: "Where it went", backward: "Where it came from" },
  follow_within: "For how long",
  follow_start: (camera, when) => `From ${camera}, ${when}`,
  follow_map: "Map of the trail: streets, cameras, and the ways between moments by their numbers",
  follow_nothing: "Nothing before a camera in reach looks like it.",
  follow_share: (percent) => `${percent}%`,
  follow_share_title: "Its weight, by look and travel time, among all that could have come next",
  follow_alike: (score) => `alike ${score}`,
  follow_went: (distance, time) => `${distance} in ${time}`,
  follow_slack: "beyond the bounds, within what ways and times are known to",
  follow_against: "seen driving the other way",
  follow_straight: "no known street",
  follow_on: "Follow from here",
  follow_next: (camera, from, to) => `Look next at ${camera}, ${from}–${to}.`,
  follow_no_camera: "No camera in reach has footage of that time.",
  follow_blind: (cameras, streets) =>
    `Not covered: ${many(cameras, "camera", "cameras")} without footage in time, ${many(streets, "street", "streets")} without a camera`,
  follow_streets: (names) => `No camera on ${names}`,
  follow_approximate: "approximate",
  follow_reach: (reach, looked, slow, fast) =>
    `${many(reach, "camera", "cameras")} in reach at ${n(slow)} to ${n(fast)} km/h, ${n(looked)} looked at;`,
  follow_by_streets: (on, all, streets) =>
    `Ways are the shortest over ${many(streets, "known street", "known streets")}; ${n(on)} of ${many(all, "camera stands", "cameras stand")} on one.`,
  follow_by_straight: (factor) => `No street is known: ways are straight lines × ${factor}.`,
  by_then_what: (what) => `Then ${what}`,
  by_then: (distance, apart) => `${distance}, ${apart} later`,
};
