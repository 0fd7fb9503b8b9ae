// CRC-32 as ZIP uses it (ISO 3309), four bytes at a step.

const CRC_TABLES = crcTables();

function crcTables() {
  const tables = [0, 1, 2, 3].map(() => new Int32Array(256));
  for (let byte = 0; byte < 256; byte++) {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
    tables[0][byte] = crc;
  }
  for (let slice = 1; slice < 4; slice++) {
    for (let byte = 0; byte < 256; byte++) {
      const before = tables[slice - 1][byte];
      tables[slice][byte] = (before >>> 8) ^ tables[0][before & 255];
    }
  }
  return tables;
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
