// SHA-512 (FIPS 180-4, section 6.4), written plainly: it only hashes what is signed.

import { joined } from "./bytes.js";

const MASK_64 = (1n << 64n) - 1n;
const BLOCK_512 = 128;
const LENGTH_AT_512 = 112;

/** Return the first `count` primes. */
function firstPrimes(count) {
  const primes = [];
  for (let number = 2; primes.length < count; number++) {
    if (primes.every((prime) => number % prime)) primes.push(number);
  }
  return primes;
}

/** Return the first 64 bits of the fraction of the `degree`th root of `number` (4.2.3, 5.3.5). */
function fractionOfRoot(number, degree) {
  const scaled = BigInt(number) << BigInt(64 * degree);
  let low = 0n;
  let high = 1n << 72n;
  while (high - low > 1n) {
    const middle = (low + high) >> 1n;
    if (middle ** BigInt(degree) <= scaled) low = middle;
    else high = middle;
  }
  return low & MASK_64;
}

const ROUND_CONSTANTS_512 = firstPrimes(80).map((prime) => fractionOfRoot(prime, 3));
const INITIAL_512 = firstPrimes(8).map((prime) => fractionOfRoot(prime, 2));

function rotated(word, bits) {
  return ((word >> bits) | (word << (64n - bits))) & MASK_64;
}

function schedule512(view, start) {
  const words = [];
  for (let i = 0; i < 16; i++) words.push(view.getBigUint64(start + i * 8));
  for (let i = 16; i < 80; i++) {
    const x = words[i - 15];
    const y = words[i - 2];
    const s0 = rotated(x, 1n) ^ rotated(x, 8n) ^ (x >> 7n);
    const s1 = rotated(y, 19n) ^ rotated(y, 61n) ^ (y >> 6n);
    words.push((words[i - 16] + s0 + words[i - 7] + s1) & MASK_64);
  }
  return words;
}

function compressed512(state, words) {
  let [a, b, c, d, e, f, g, h] = state;
  words.forEach((word, i) => {
    const s1 = rotated(e, 14n) ^ rotated(e, 18n) ^ rotated(e, 41n);
    const t1 = h + s1 + ((e & f) ^ ((e ^ MASK_64) & g)) + ROUND_CONSTANTS_512[i] + word;
    const s0 = rotated(a, 28n) ^ rotated(a, 34n) ^ rotated(a, 39n);
    const t2 = s0 + ((a & b) ^ (a & c) ^ (b & c));
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + t1) & MASK_64, c, b, a, (t1 + t2) & MASK_64];
  });
  return [a, b, c, d, e, f, g, h].map((word, i) => (word + state[i]) & MASK_64);
}

/** Return the digest of `message`. */
export function sha512(message) {
  const blocks = Math.ceil((message.length + 1 + 16) / BLOCK_512);
  const padded = joined(message, new Uint8Array(blocks * BLOCK_512 - message.length));
  const view = new DataView(padded.buffer);
  padded[message.length] = 0x80;
  view.setBigUint64(padded.length - BLOCK_512 + LENGTH_AT_512 + 8, BigInt(message.length) * 8n);
  let state = INITIAL_512;
  for (let at = 0; at < padded.length; at += BLOCK_512) {
    state = compressed512(state, schedule512(view, at));
  }
  const digest = new Uint8Array(64);
  const out = new DataView(digest.buffer);
  state.forEach((word, i) => out.setBigUint64(i * 8, word));
  return digest;
}
