// Text from outside, made fit to be read: what is invisible or steers a display is spelled out.

const LONGEST_SHOWN = 400;
const UNPRINTABLE = /[\p{C}\p{Zl}\p{Zp}]|(?! )\p{Zs}/u;
const ESCAPES = Object.freeze({ "\t": "\\t", "\n": "\\n", "\r": "\\r" });

export function isPrintable(text) {
  return !UNPRINTABLE.test(text);
}

export function characters(text) {
  return [...text].length;
}

export function shown(text) {
  const spelled = [...text].map((each) => (isPrintable(each) ? each : escaped(each)));
  const plain = [...spelled.join("")];
  const kept = plain.slice(0, LONGEST_SHOWN).join("");
  return plain.length > LONGEST_SHOWN ? `${kept}…` : kept;
}

function escaped(character) {
  if (Object.hasOwn(ESCAPES, character)) return ESCAPES[character];
  const code = character.codePointAt(0).toString(16);
  if (code.length <= 2) return `\\x${code.padStart(2, "0")}`;
  return code.length <= 4 ? `\\u${code.padStart(4, "0")}` : `\\U${code.padStart(8, "0")}`;
}
