// The words of drawing a box and of asking with a picture, in English.

export const DRAWING_EN = {
  draw: "Draw a box",
  draw_on: (name) => `Draw a box on: ${name}`,
  draw_picture: "What in this picture counts?",
  draw_how: "Draw a box with the mouse or a finger.",
  draw_keys: "With the keyboard: arrows move it, Shift and arrows change its size, Delete takes it away, Enter searches.",
  draw_stage: "The picture and the box",
  draw_box: (left, top, right, bottom) => `Box from ${left} to ${right}% across, ${top} to ${bottom}% down`,
  draw_none: "No box: the whole picture counts",
  draw_search: "More like this box",
  draw_search_whole: "More like this picture",
  draw_clear: "Take the box away",
  picture_ask: "Search with a picture",
  picture_drop: "Drop the picture to search with it",
  picture_kind: "This is no JPEG, PNG or WebP picture. Save it as one of these, or choose another.",
  picture_large: "The picture has more than 10 MB. Choose a smaller one.",
  picture_bad: "The browser cannot read this picture. Save it anew, or choose another.",
  picture_lost: "A picture that was uploaded is not kept, so it is gone with the reload. Choose it again.",
  like_picture: "Like your picture",
  example_redraw: "Change the box",
};
