// Whether a text is one of its kind: its length, its characters, and that there is any.

/** Most texts are of these alone, and then nothing need be looked for in them. */
const ORDINARY = /^[!-~\u2014\u201c\u201d\u3001-\u3020\u4e00-\u9fff\uff01-\uff5e]+$/;
/** Whatever else has no category is a letter of a later time. */
const NO_PART_OF_WORDS = /[\p{P}\p{S}\p{Z}\p{M}\p{Cc}\p{Cf}\p{Co}\p{Cs}]/u;
const DOTS = /^\.+$/;

/** Return what tells the texts of each kind; the characters are told by ranges. */
export function textKinds({ lines, paragraphs, characters }) {
  const { controls, line_controls: lineControls, unseen, selectors, blanks } = characters;
  const notInLines = anyOf(controls, lineControls, unseen);
  const notInParagraphs = anyOf(controls);
  const isNothing = new RegExp(`^${anyOf(blanks, selectors, unseen).source}*$`, "u");
  const isText = (longest, refused) => (value) => {
    if (typeof value !== "string" || isLonger(value, longest)) return false;
    return ORDINARY.test(value) || (!isNothing.test(value) && !refused.test(value));
  };
  const kinds = new Map();
  for (const [kind, most] of Object.entries(lines)) kinds.set(kind, isText(most, notInLines));
  for (const [kind, most] of Object.entries(paragraphs)) {
    kinds.set(kind, isText(most, notInParagraphs));
  }
  const isLine = kinds.get("code");
  if (isLine) {
    const marks = new Set(characters.marks_in_codes);
    kinds.set("code", (value) => isLine(value) && isWord(value, marks) && !DOTS.test(value));
  }
  return kinds;
}

function isWord(text, marks) {
  for (const each of text) if (!marks.has(each) && NO_PART_OF_WORDS.test(each)) return false;
  return true;
}

/** Characters are counted, not their halves. */
function isLonger(text, longest) {
  return text.length > longest && (text.length > 2 * longest || [...text].length > longest);
}

function anyOf(...ranges) {
  const found = ranges.join(" ").split(" ").map((range) => {
    const [first, last = first] = range.split("-");
    return `\\u{${first}}-\\u{${last}}`;
  });
  return new RegExp(`[${found.join("")}]`, "u");
}
