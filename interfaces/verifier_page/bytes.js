// Bytes and text in the one form each may have.

export const LINE_END = 10;
const HEX_DIGITS = "0123456789abcdef";
const BASE64_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const NO_DIGIT = BASE64_DIGITS.length;
const CODE_OF_NINE = "9".charCodeAt(0);
/** What each digit is worth, by its code. */
const BASE64_VALUES = new Uint8Array(128).fill(NO_DIGIT);
[...BASE64_DIGITS].forEach((digit, value) => (BASE64_VALUES[digit.charCodeAt(0)] = value));
const UTF8_ENCODER = new TextEncoder();
// a byte order mark is kept: it is part of what was signed or digested
const UTF8_DECODER = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Return the text these bytes encode, or null where they are not UTF-8. */
export function textOf(bytes) {
  try {
    return UTF8_DECODER.decode(bytes);
  } catch {
    return null;
  }
}

export function bytesOf(text) {
  return UTF8_ENCODER.encode(text);
}

/** Return text that does not keep alive the longer text it was cut from. */
export function detached(text) {
  return UTF8_DECODER.decode(UTF8_ENCODER.encode(text));
}

export function toHex(bytes) {
  let hex = "";
  for (const each of bytes) hex += HEX_DIGITS[each >> 4] + HEX_DIGITS[each & 15];
  return hex;
}

/** Return what a hexadecimal digit in small letters is worth, by its code. */
export function hexValue(code) {
  return (code & 15) + (code > CODE_OF_NINE ? 9 : 0);
}

export function sameBytes(left, right) {
  return left.length === right.length && left.every((byte, at) => byte === right[at]);
}

export function joined(...parts) {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Return the number these bytes are, the most significant first. */
export function bigEndian(bytes) {
  return bytes.length ? BigInt(`0x${toHex(bytes)}`) : 0n;
}

/** Return the number these bytes are, the least significant first. */
export function littleEndian(bytes) {
  return bigEndian(Uint8Array.from(bytes).reverse());
}

/** Return the bytes of standard Base64 (RFC 4648, section 4), or null in any other spelling. */
export function fromBase64(text) {
  if (text.length % 4) return null;
  const digits = text.length - (text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0);
  const bytes = new Uint8Array(Math.floor((digits * 3) / 4));
  let pending = 0;
  let bits = 0;
  let at = 0;
  for (let digit = 0; digit < digits; digit++) {
    const value = BASE64_VALUES[text.charCodeAt(digit)] ?? NO_DIGIT;
    if (value === NO_DIGIT) return null;
    pending = ((pending << 6) | value) & 0xffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes[at++] = pending >> bits;
    }
  }
  return pending & ((1 << bits) - 1) ? null : bytes;
}
