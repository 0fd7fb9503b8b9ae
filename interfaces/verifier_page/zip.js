// The ZIP around a bundle, read in the one form it is written in and refused in every other.
//
// Each record is written anew from what it says and compared byte for byte, so nothing can hide in
// a field nobody looks at. Files are stored as they are, so that their bytes have one form as well.

import { bytesOf, joined, sameBytes, textOf } from "./bytes.js";
import { crc32 } from "./crc32.js";
import { NOT_PLAIN, foldedPath, isPlainPath } from "./paths.js";
import { Problem, Refused } from "./refusal.js";
import { part } from "./source.js";
import {
  DESCRIPTOR_SIZE,
  END_SIZE,
  centralRecord,
  descriptor,
  endRecords,
  localHeader,
  readCentralRecord,
  readEnd,
} from "./zip_records.js";

export const BLOCK = 262_144;
const LARGEST_DIRECTORY = 4_194_304;
const BROKEN = [
  "不是导出包的压缩格式,或者已损坏、不完整",
  "is no archive as bundles are written, or is damaged or incomplete",
];

function notAnArchive() {
  return new Refused(Problem.NOT_AN_ARCHIVE, ...BROKEN);
}

/** The files of an opened ZIP, each named once and plainly. */
export class Archive {
  #blob;
  #entries;

  constructor(blob, entries) {
    this.#blob = blob;
    this.#entries = new Map(entries.map((entry) => [entry.path, entry]));
  }

  static async open(blob) {
    const entries = await directory(blob);
    if (entries.length && !entries.some((entry) => entry.offset === 0)) {
      throw new Refused(
        Problem.NOT_AN_ARCHIVE, "压缩包前面夹带了其他内容", "something precedes the archive",
      );
    }
    if (entries.reduce((sum, { size }) => sum + size, 0) > blob.size) {
      throw new Refused(Problem.TOO_LARGE, "压缩包内各文件互相重叠", "its files overlap");
    }
    await requireLayout(blob, entries);
    return new Archive(blob, entries);
  }

  get paths() {
    return [...this.#entries.keys()];
  }

  has(path) {
    return this.#entries.has(path);
  }

  sizeOf(path) {
    return this.#entries.get(path).size;
  }

  /** Yield a file in blocks of one size; the last only once the checksum has proven right. */
  async *blocks(path) {
    const { dataAt, size, crc: stated } = this.#entries.get(path);
    let crc = 0;
    for (let at = 0; at < size; at += BLOCK) {
      const block = await part(this.#blob, dataAt + at, Math.min(BLOCK, size - at));
      crc = crc32(crc, block);
      if (at + BLOCK >= size && crc !== stated) throw damaged(path);
      yield block;
    }
    if (crc !== stated) throw damaged(path);
  }

  /** Return a file whole, which is at most `limit` bytes. */
  async read(path, limit) {
    if (this.sizeOf(path) > limit) {
      const english = `is longer than ${limit} bytes`;
      throw new Refused(Problem.TOO_LARGE, `超过${limit}字节`, english, path);
    }
    const blocks = [];
    for await (const block of this.blocks(path)) blocks.push(block);
    return joined(...blocks);
  }
}

function damaged(path) {
  const english = "is damaged, or not in its one form";
  return new Refused(Problem.DAMAGED_FILE, "已损坏,或者不是规定的书写格式", english, path);
}

/** Return the table of contents, which with the records behind it is in its one form. */
async function directory(blob) {
  const tailSize = Math.min(blob.size, END_SIZE.all);
  const end = readEnd(await part(blob, blob.size - tailSize, tailSize));
  if (!end || end.size > LARGEST_DIRECTORY || end.offset + end.size > blob.size) {
    throw notAnArchive();
  }
  const table = await part(blob, end.offset, end.size);
  const entries = [];
  for (let at = 0; at < end.size; at += entries.at(-1).record.length) {
    const entry = readCentralRecord(table.subarray(at));
    if (!entry) throw notAnArchive();
    entries.push(entry);
  }
  requireFiles(entries);
  const records = endRecords(entries.length, end.size, end.offset);
  const behind = end.offset + end.size;
  if (entries.length !== end.count || behind + records.length !== blob.size) throw notAnArchive();
  if (!sameBytes(await part(blob, behind, records.length), records)) throw notAnArchive();
  return entries;
}

function requireFiles(entries) {
  const seen = new Set();
  for (const entry of entries) {
    const name = textOf(entry.name);
    if (name === null) throw notAnArchive();
    if (!isPlainPath(name)) {
      throw new Refused(Problem.UNSAFE_NAME, ...NOT_PLAIN, name);
    }
    if (seen.has(foldedPath(name))) {
      throw new Refused(
        Problem.DUPLICATE_FILE, "在压缩包内出现两次", "stands in the archive twice", name,
      );
    }
    seen.add(foldedPath(name));
    entry.path = name;
    if (!sameBytes(entry.record, centralRecord(entry))) {
      throw damaged(name);
    }
  }
}

/** Require each file to follow on the one before, in the one form, up to the table of contents. */
async function requireLayout(blob, entries) {
  let at = 0;
  for (const entry of entries) {
    const header = localHeader(bytesOf(entry.path));
    const end = at + header.length + entry.size;
    entry.dataAt = at + header.length;
    const fits = entry.offset === at && end + DESCRIPTOR_SIZE <= blob.size;
    if (
      !fits ||
      !sameBytes(await part(blob, at, header.length), header) ||
      !sameBytes(await part(blob, end, DESCRIPTOR_SIZE), descriptor(entry))
    ) {
      throw damaged(entry.path);
    }
    at = end + DESCRIPTOR_SIZE;
  }
  const table = entries.reduce((sum, { record }) => sum + record.length, 0);
  if (at + table + endRecords(entries.length, table, at).length !== blob.size) throw notAnArchive();
}
