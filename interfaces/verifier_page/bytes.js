// Bytes and text in the one form each may have.

export const LINE_END = 10;
const HEX_DIGITS = "0123456789abcdef";
const BASE64_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
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

export function sameBytes(left, right) {
  return left.length === right.length && left.every((each, at) => each === right[at]);
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

export function toBase64(bytes) {
  let text = "";
  for (let at = 0; at < bytes.length; at += 3) {
    const three = (bytes[at] << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    for (const shift of [18, 12, 6, 0]) text += BASE64_DIGITS[(three >> shift) & 63];
  }
  const missing = (3 - (bytes.length % 3)) % 3;
  return text.slice(0, text.length - missing) + "=".repeat(missing);
}

/** Return the bytes of standard Base64 (RFC 4648, section 4), or null in any other spelling. */
export function fromBase64(text) {
  const digits = text.replace(/={0,2}$/, "");
  const bytes = new Uint8Array(Math.floor((digits.length * 3) / 4));
  let pending = 0;
  let bits = 0;
  let at = 0;
  for (const digit of digits) {
    const value = BASE64_DIGITS.indexOf(digit);
    if (value < 0) return null;
    pending = ((pending << 6) | value) & 0xffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes[at++] = (pending >> bits) & 255;
    }
  }
  return toBase64(bytes) === text ? bytes : null;
}
