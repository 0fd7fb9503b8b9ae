// SHA-256 (FIPS 180-4, section 6.2), written for long inputs and for many short ones.

const ROUND_CONSTANTS_256 = Int32Array.from([
  0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
  0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
  0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
  0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
  0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
  0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
  0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
  0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
]);
const INITIAL_256 = [
  0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
];
const BLOCK_256 = 64;
const LENGTH_AT_256 = 56;

/** Takes bytes in any pieces; after a digest it begins anew, so that one serves for many. */
export class Sha256 {
  #state = new Int32Array(INITIAL_256);
  #block = new Uint8Array(BLOCK_256);
  #view = new DataView(this.#block.buffer);
  #filled = 0;
  #length = 0;

  /** Take the bytes from `start` up to `end`. */
  update(bytes, start = 0, end = bytes.length) {
    let at = start;
    this.#length += end - start;
    if (this.#filled || end - start < BLOCK_256) {
      at = Math.min(start + BLOCK_256 - this.#filled, end);
      for (let i = start, to = this.#filled; i < at; i++, to++) this.#block[to] = bytes[i];
      this.#filled += at - start;
      if (this.#filled < BLOCK_256) return this;
      compress256(this.#state, this.#block, 0);
    }
    for (; at + BLOCK_256 <= end; at += BLOCK_256) compress256(this.#state, bytes, at);
    this.#filled = end - at;
    for (let i = 0; at < end; i++, at++) this.#block[i] = bytes[at];
    return this;
  }

  /** Write the digest into `target`, from `place` on. */
  digestInto(target, place) {
    const [block, state] = [this.#block, this.#state];
    block[this.#filled++] = 0x80;
    if (this.#filled > LENGTH_AT_256) {
      block.fill(0, this.#filled);
      compress256(state, block, 0);
      this.#filled = 0;
    }
    block.fill(0, this.#filled, LENGTH_AT_256);
    this.#view.setUint32(LENGTH_AT_256, Math.floor(this.#length / 2 ** 29));
    this.#view.setUint32(LENGTH_AT_256 + 4, (this.#length << 3) >>> 0);
    compress256(state, block, 0);
    for (let i = 0; i < 32; i++) target[place + i] = state[i >> 2] >>> (24 - 8 * (i & 3));
    state.set(INITIAL_256);
    this.#filled = 0;
    this.#length = 0;
  }

  digest() {
    const digest = new Uint8Array(32);
    this.digestInto(digest, 0);
    return digest;
  }
}

/** The words of the block at hand; no two blocks are taken in at once. */
const WORDS_256 = new Int32Array(64);

function compress256(state, bytes, start) {
  schedule256(bytes, start);
  mix256(state);
}

function schedule256(bytes, start) {
  const words = WORDS_256;
  for (let i = 0, at = start; i < 16; i++, at += 4) {
    words[i] = (bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3];
  }
  for (let i = 16; i < 64; i++) {
    const x = words[i - 15];
    const y = words[i - 2];
    const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
    const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
    words[i] = (words[i - 16] + s0 + words[i - 7] + s1) | 0;
  }
}

function mix256(state) {
  let a = state[0];
  let b = state[1];
  let c = state[2];
  let d = state[3];
  let e = state[4];
  let f = state[5];
  let g = state[6];
  let h = state[7];
  for (let i = 0; i < 64; i++) {
    const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const t1 = (h + s1 + (g ^ (e & (f ^ g))) + ROUND_CONSTANTS_256[i] + WORDS_256[i]) | 0;
    const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const t2 = (s0 + ((a & b) | (c & (a | b)))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + t1) | 0;
    d = c;
    c = b;
    b = a;
    a = (t1 + t2) | 0;
  }
  state[0] += a;
  state[1] += b;
  state[2] += c;
  state[3] += d;
  state[4] += e;
  state[5] += f;
  state[6] += g;
  state[7] += h;
}

const ONCE_256 = new Sha256();

/** Return the digest of these pieces, one after the other. */
export function sha256(...pieces) {
  for (const piece of pieces) ONCE_256.update(piece);
  return ONCE_256.digest();
}
