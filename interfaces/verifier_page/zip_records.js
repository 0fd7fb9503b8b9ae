// The records of a ZIP (PKWARE APPNOTE 6.3.10), as the bundle's writer writes them.

import { bytesOf, joined } from "./bytes.js";

const CENTRAL_SIZE = 46;
export const DESCRIPTOR_SIZE = 24;
export const END_SIZE = Object.freeze({ plain: 22, wide: 56, locator: 20, all: 98 });
const VERSION_NEEDED = 45;
const MADE_ON_UNIX = (3 << 8) | VERSION_NEEDED;
const SIZES_FOLLOW = 0x0008;
const UTF8_NAME = 0x0800;
const STORED = 0;
/** 1980-01-01, the first day ZIP knows. */
const FIRST_DAY = 33;
const READABLE_FILE = 0o100644 * 65_536;
const WIDE_32 = 0xffff_ffff;
/** The largest number the writer puts into a field of 32 bits. */
const PLAIN_32 = 0x7fff_ffff;
const PLAIN_COUNT = 65_535;

/** Return little-endian fields, each given as its number of bytes and its value. */
function record(...fields) {
  const bytes = [];
  for (const [size, value] of fields) {
    for (let rest = BigInt(value), i = 0; i < size; i++, rest >>= 8n) {
      bytes.push(Number(rest & 255n));
    }
  }
  return Uint8Array.from(bytes);
}

function signature(text) {
  return bytesOf(`PK${text}`);
}

function flagsOf(name) {
  return SIZES_FOLLOW | (name.some((byte) => byte > 127) ? UTF8_NAME : 0);
}

export function localHeader(name) {
  const wide = [[2, 1], [2, 16], [8, 0], [8, 0]];
  return joined(
    signature("\x03\x04"),
    record([2, VERSION_NEEDED], [2, flagsOf(name)], [2, STORED], [2, 0], [2, FIRST_DAY]),
    record([4, 0], [4, WIDE_32], [4, WIDE_32], [2, name.length], [2, 20]),
    name,
    record(...wide),
  );
}

export function descriptor(entry) {
  return joined(
    signature("\x07\x08"),
    record([4, entry.crc], [8, entry.size], [8, entry.size]),
  );
}

export function centralRecord({ name, crc, size, offset }) {
  const isLarge = size > PLAIN_32;
  const wide = [...(isLarge ? [size, size] : []), ...(offset > PLAIN_32 ? [offset] : [])];
  const fields = wide.map((value) => [8, value]);
  const extra = wide.length ? record([2, 1], [2, 8 * wide.length], ...fields) : record();
  return joined(
    signature("\x01\x02"),
    record([2, MADE_ON_UNIX], [2, VERSION_NEEDED], [2, flagsOf(name)], [2, STORED]),
    record([2, 0], [2, FIRST_DAY], [4, crc]),
    record([4, isLarge ? WIDE_32 : size], [4, isLarge ? WIDE_32 : size]),
    record([2, name.length], [2, extra.length], [2, 0], [2, 0], [2, 0], [4, READABLE_FILE]),
    record([4, offset > PLAIN_32 ? WIDE_32 : offset]),
    name,
    extra,
  );
}

export function endRecords(count, size, offset) {
  const counted = Math.min(count, PLAIN_COUNT);
  const plain = joined(
    signature("\x05\x06"),
    record([2, 0], [2, 0], [2, counted], [2, counted]),
    record([4, Math.min(size, WIDE_32)], [4, Math.min(offset, WIDE_32)], [2, 0]),
  );
  if (count <= PLAIN_COUNT && size <= PLAIN_32 && offset <= PLAIN_32) return plain;
  return joined(
    signature("\x06\x06"),
    record([8, 44], [2, VERSION_NEEDED], [2, VERSION_NEEDED], [4, 0], [4, 0]),
    record([8, count], [8, count], [8, size], [8, offset]),
    signature("\x06\x07"),
    record([4, 0], [8, offset + size], [4, 1]),
    plain,
  );
}

/** Return number, size and place of the table of contents as the end of the file states them. */
export function readEnd(tail) {
  if (tail.length < END_SIZE.plain) return null;
  const view = viewOf(tail.subarray(tail.length - END_SIZE.plain));
  if (tail.length >= END_SIZE.all && begins(tail.subarray(END_SIZE.wide), "\x06\x07")) {
    const wide = viewOf(tail);
    const [count, size, offset] = [32, 40, 48].map((at) => Number(wide.getBigUint64(at, true)));
    return { count, size, offset };
  }
  return {
    count: view.getUint16(10, true),
    size: view.getUint32(12, true),
    offset: view.getUint32(16, true),
  };
}

/** Return what the record at the beginning of `bytes` says, with its bytes, or null. */
export function readCentralRecord(bytes) {
  if (bytes.length < CENTRAL_SIZE || !begins(bytes, "\x01\x02")) return null;
  const view = viewOf(bytes);
  const extraAt = CENTRAL_SIZE + view.getUint16(28, true);
  const record = bytes.slice(0, extraAt + view.getUint16(30, true));
  const wide = wideNumbers(record.subarray(extraAt));
  const isLarge = view.getUint32(24, true) === WIDE_32;
  const size = isLarge ? (wide[1] ?? 0) : view.getUint32(24, true);
  const place = view.getUint32(42, true);
  const offset = place === WIDE_32 ? (wide[isLarge ? 2 : 0] ?? 0) : place;
  const crc = view.getUint32(16, true);
  return { name: record.subarray(CENTRAL_SIZE, extraAt), crc, size, offset, record };
}

function wideNumbers(extra) {
  const numbers = [];
  const view = viewOf(extra);
  for (let at = 4; at + 8 <= extra.length; at += 8) {
    numbers.push(Number(view.getBigUint64(at, true)));
  }
  return numbers;
}

function begins(bytes, text) {
  return bytes.length >= 4 && signature(text).every((byte, at) => byte === bytes[at]);
}

function viewOf(bytes) {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
