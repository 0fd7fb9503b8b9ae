// Identities follow from kind and number (RFC 9562, version 5): no two items share a number.

import { bytesOf, toHex } from "./bytes.js";

const NAMESPACE = Uint8Array.from(
  "7c1c3c0e5a0b5d649c0c2f1f6f6f7a10".match(/../g), (pair) => Number.parseInt(pair, 16),
);
const SHA1_BLOCK = 64;
const LENGTH_AT_END = 8;
const SHA1_ROUNDS = 80;
/** Of SHA-1, FIPS 180-4: the state it begins with, and the constant of each twenty rounds. */
const SHA1_STATE = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0];
const SHA1_CONSTANTS = [0x5a827999, 0x6ed9eba1, 0x8f1bbcdc, 0xca62c1d6];
const MIXING = [
  (b, c, d) => (b & c) | (~b & d),
  (b, c, d) => b ^ c ^ d,
  (b, c, d) => (b & c) | (b & d) | (c & d),
  (b, c, d) => b ^ c ^ d,
];

/** Return the identity of the item of this kind with this number. */
export function identityOf(kind, number) {
  const name = bytesOf(`${kind}:${number}`);
  const digest = sha1(Uint8Array.of(...NAMESPACE, ...name));
  digest[6] = (digest[6] & 0x0f) | 0x50;
  digest[8] = (digest[8] & 0x3f) | 0x80;
  const text = toHex(digest);
  const [from8, from12, from16] = [text.slice(8, 12), text.slice(12, 16), text.slice(16, 20)];
  return `${text.slice(0, 8)}-${from8}-${from12}-${from16}-${text.slice(20, 32)}`;
}

/** Return what begins with the SHA-1 of short bytes; it names things here and proves nothing. */
function sha1(bytes) {
  const blocks = Math.ceil((bytes.length + 1 + LENGTH_AT_END) / SHA1_BLOCK);
  const padded = new Uint8Array(SHA1_BLOCK * blocks);
  padded.set(bytes);
  padded[bytes.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setUint32(padded.length - 4, bytes.length * 8);
  const state = [...SHA1_STATE];
  for (let at = 0; at < padded.length; at += SHA1_BLOCK) compressSha1(state, view, at);
  for (const [index, word] of state.entries()) view.setUint32(4 * index, word);
  return padded;
}

function compressSha1(state, view, at) {
  const words = [];
  for (let round = 0; round < SHA1_ROUNDS; round++) {
    words.push(
      round < 16
        ? view.getInt32(at + 4 * round)
        : rotatedLeft(
            words[round - 3] ^ words[round - 8] ^ words[round - 14] ^ words[round - 16], 1,
          ),
    );
  }
  let [a, b, c, d, e] = state;
  for (const [round, word] of words.entries()) {
    const part = Math.floor(round / 20);
    const mixed = MIXING[part](b, c, d) + e + SHA1_CONSTANTS[part] + word;
    [a, b, c, d, e] = [(rotatedLeft(a, 5) + mixed) | 0, a, rotatedLeft(b, 30), c, d];
  }
  for (const [index, word] of [a, b, c, d, e].entries()) state[index] = (state[index] + word) | 0;
}

function rotatedLeft(word, by) {
  return (word << by) | (word >>> (32 - by));
}
