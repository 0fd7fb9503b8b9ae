// SM3 (GB/T 32905-2016, section 5), for many short inputs one after the other.

const INITIAL_SM3 = [
  0x7380166f, 0x4914b2b9, 0x172442d7, 0xda8a0600, 0xa96f30bc, 0x163138aa, 0xe38dee4d, 0xb0fb0e4e,
];
const BLOCK_SM3 = 64;
/** What is written of the length, the lower half of its place. */
const LENGTH_BYTES_SM3 = 4;
const ROUNDS_SM3 = 64;
/** Up to this round the functions of rounds differ from those after it. */
const EARLY_ROUNDS = 16;
/** The constant of each round, rotated as far as the round asks. */
const ROUND_CONSTANTS_SM3 = Int32Array.from({ length: ROUNDS_SM3 }, (_, round) =>
  turned(round < EARLY_ROUNDS ? 0x79cc4519 : 0x7a879d8a, round),
);
/** The words of the block at hand, and each xored with the fourth after it. */
const WORDS_SM3 = new Int32Array(ROUNDS_SM3 + 4);

/** Return the digest of these pieces, one after the other, less than 512 MiB of them. */
export function sm3(...pieces) {
  const length = pieces.reduce((sum, { length: each }) => sum + each, 0);
  const padded = new Uint8Array(Math.ceil((length + 9) / BLOCK_SM3) * BLOCK_SM3);
  let at = 0;
  for (const piece of pieces) {
    padded.set(piece, at);
    at += piece.length;
  }
  padded[length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setUint32(padded.length - LENGTH_BYTES_SM3, length << 3);
  const state = Int32Array.from(INITIAL_SM3);
  for (let start = 0; start < padded.length; start += BLOCK_SM3) {
    scheduleSm3(view, start);
    mixSm3(state);
  }
  const digest = new DataView(new ArrayBuffer(4 * state.length));
  state.forEach((word, place) => digest.setInt32(4 * place, word));
  return new Uint8Array(digest.buffer);
}

/** Return the word with its bits turned left, by as many as fit into it at most. */
function turned(word, by) {
  return (word << by) | (word >>> (32 - by));
}

function scheduleSm3(view, start) {
  const words = WORDS_SM3;
  for (let i = 0; i < 16; i++) words[i] = view.getInt32(start + 4 * i);
  for (let i = 16; i < words.length; i++) {
    const x = words[i - 16] ^ words[i - 9] ^ turned(words[i - 3], 15);
    words[i] = x ^ turned(x, 15) ^ turned(x, 23) ^ turned(words[i - 13], 7) ^ words[i - 6];
  }
}

function mixSm3(state) {
  let [a, b, c, d, e, f, g, h] = state;
  for (let i = 0; i < ROUNDS_SM3; i++) {
    const isEarly = i < EARLY_ROUNDS;
    const a12 = turned(a, 12);
    const ss1 = turned((a12 + e + ROUND_CONSTANTS_SM3[i]) | 0, 7);
    const ff = isEarly ? a ^ b ^ c : (a & b) | (a & c) | (b & c);
    const gg = isEarly ? e ^ f ^ g : (e & f) | (~e & g);
    const tt1 = (ff + d + (ss1 ^ a12) + (WORDS_SM3[i] ^ WORDS_SM3[i + 4])) | 0;
    const tt2 = (gg + h + ss1 + WORDS_SM3[i]) | 0;
    d = c;
    c = turned(b, 9);
    b = a;
    a = tt1;
    h = g;
    g = turned(f, 19);
    f = e;
    e = tt2 ^ turned(tt2, 9) ^ turned(tt2, 17);
  }
  [a, b, c, d, e, f, g, h].forEach((word, place) => {
    state[place] ^= word;
  });
}
