// Highlights: escaped HTML whose only markup is <em>; read as text, never given to a parser.

const NAMED = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

/** `a <em>b</em>` as parts [{text, marked}], entities resolved; other markup stays text. */
export function parts(escaped) {
  const found = [];
  let marked = false;
  for (const piece of escaped.split(/(<\/?em>)/)) {
    if (piece === "<em>") marked = true;
    else if (piece === "</em>") marked = false;
    else if (piece) found.push({ text: unescape(piece), marked });
  }
  return found;
}

/** The text of a highlight, without its marks. */
export function plain(escaped) {
  return parts(escaped)
    .map((part) => part.text)
    .join("");
}

/** A highlight as nodes: text, and `mark` elements that hold text. */
export function nodes(escaped) {
  return parts(escaped).map(({ text, marked }) => {
    if (!marked) return document.createTextNode(text);
    const mark = document.createElement("mark");
    mark.textContent = text;
    return mark;
  });
}

function unescape(text) {
  return text.replace(/&(#x[0-9a-f]{1,6}|#\d{1,7}|amp|lt|gt|quot|apos);/gi, (whole, name) => {
    if (!name.startsWith("#")) return NAMED[name.toLowerCase()];
    const code = /^#x/i.test(name) ? parseInt(name.slice(2), 16) : Number(name.slice(1));
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
