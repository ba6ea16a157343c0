// The words of drawing a box and of asking with a picture, in Vietnamese.

export const DRAWING_VI = {
  draw: "Khoanh vùng",
  draw_on: (name) => `Khoanh vùng trên: ${name}`,
  draw_picture: "Cần tìm phần nào trong ảnh này?",
  draw_how: "Kéo chuột hoặc ngón tay để khoanh.",
  draw_keys: "Bằng bàn phím: mũi tên để di chuyển, Shift và mũi tên để đổi cỡ, Delete để bỏ khung, Enter để tìm.",
  draw_stage: "Ảnh và khung",
  draw_box: (left, top, right, bottom) => `Khung từ ${left} đến ${right}% chiều ngang, ${top} đến ${bottom}% chiều dọc`,
  draw_none: "Không có khung: cả ảnh được dùng",
  draw_search: "Tìm giống trong khung",
  draw_search_whole: "Tìm giống ảnh này",
  draw_clear: "Bỏ khung",
  picture_ask: "Tìm bằng ảnh",
  picture_drop: "Thả ảnh vào đây để tìm",
  picture_kind: "Đây không phải ảnh JPEG, PNG hay WebP. Hãy lưu lại theo một trong các dạng này, hoặc chọn ảnh khác.",
  picture_large: "Ảnh lớn hơn 10 MB. Hãy chọn ảnh nhỏ hơn.",
  picture_bad: "Trình duyệt không đọc được ảnh này. Hãy lưu lại, hoặc chọn ảnh khác.",
  picture_lost: "Ảnh tải lên không được lưu nên đã mất khi tải lại trang. Hãy chọn lại ảnh.",
  like_picture: "Giống ảnh của bạn",
  example_redraw: "Đổi khung",
};
