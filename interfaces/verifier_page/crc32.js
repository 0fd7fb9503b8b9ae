// CRC-32 as ZIP uses it (ISO 3309), four bytes at a step.

const CRC_TABLES = crcTables();

/** What each byte adds to a checksum, and what it adds where one, two or three bytes follow. */
function crcTables() {
  const first = Int32Array.from({ length: 256 }, (_, byte) => {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
    return crc;
  });
  const followed = (table) => table.map((crc) => (crc >>> 8) ^ first[crc & 255]);
  const second = followed(first);
  const third = followed(second);
  return [first, second, third, followed(third)];
}

/** Return the checksum of what `crc` is of, followed by `bytes`; begin with 0. */
export function crc32(crc, bytes) {
  const [t0, t1, t2, t3] = CRC_TABLES;
  let state = ~crc;
  let at = 0;
  for (; at + 4 <= bytes.length; at += 4) {
    state ^=
      bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24);
    state =
      t3[state & 255] ^ t2[(state >>> 8) & 255] ^ t1[(state >>> 16) & 255] ^ t0[state >>> 24];
  }
  for (; at < bytes.length; at++) state = (state >>> 8) ^ t0[(state ^ bytes[at]) & 255];
  return ~state >>> 0;
}
