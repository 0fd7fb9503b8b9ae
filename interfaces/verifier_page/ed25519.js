// Ed25519 verification (RFC 8032, section 5.1). It only sees public values, so its time may differ.
//
// [S]B = R + [k]A is checked without the cofactor; S lies below the order; A and R are canonical
// and not of small order.

import { joined, littleEndian } from "./bytes.js";
import { sha512 } from "./sha512.js";

export const KEY_LENGTH = 32;
const SIGNATURE_LENGTH = 64;
const PRIME = 2n ** 255n - 19n;
const ORDER = 2n ** 252n + 27742317777372353535851937790883648493n;

function modulo(number) {
  const rest = number % PRIME;
  return rest < 0n ? rest + PRIME : rest;
}

function power(base, exponent) {
  let result = 1n;
  for (let square = modulo(base); exponent; exponent >>= 1n) {
    if (exponent & 1n) result = (result * square) % PRIME;
    square = (square * square) % PRIME;
  }
  return result;
}

function inverse(number) {
  return power(number, PRIME - 2n);
}

const CURVE_D = modulo(-121665n * inverse(121666n));
const ROOT_OF_MINUS_ONE = power(2n, (PRIME - 1n) / 4n);
const NEUTRAL = Object.freeze({ x: 0n, y: 1n, z: 1n, t: 0n });

/** Return x of the point with this y and this lowest bit of x, or null where there is none. */
function recoveredX(y, sign) {
  const numerator = modulo(y * y - 1n);
  const denominator = modulo(CURVE_D * y * y + 1n);
  const square = (numerator * inverse(denominator)) % PRIME;
  let x = power(square, (PRIME + 3n) / 8n);
  if ((x * x) % PRIME !== square) x = (x * ROOT_OF_MINUS_ONE) % PRIME;
  if ((x * x) % PRIME !== square) return null;
  if (x === 0n && sign) return null;
  return (x & 1n) === sign ? x : PRIME - x;
}

/** Return the point 32 bytes stand for, or null where they are not its canonical form. */
function decodedPoint(bytes) {
  const number = littleEndian(bytes);
  const sign = number >> 255n;
  const y = number & ((1n << 255n) - 1n);
  if (y >= PRIME) return null;
  const x = recoveredX(y, sign);
  return x === null ? null : { x, y, z: 1n, t: (x * y) % PRIME };
}

const BASE_Y = (4n * inverse(5n)) % PRIME;
const BASE_X = recoveredX(BASE_Y, 0n);
const BASE = Object.freeze({ x: BASE_X, y: BASE_Y, z: 1n, t: (BASE_X * BASE_Y) % PRIME });

function addedPoints(p, q) {
  const a = ((p.y - p.x) * (q.y - q.x)) % PRIME;
  const b = ((p.y + p.x) * (q.y + q.x)) % PRIME;
  const c = (((2n * p.t * q.t) % PRIME) * CURVE_D) % PRIME;
  const d = (2n * p.z * q.z) % PRIME;
  return completed(b - a, d - c, d + c, b + a);
}

function doubledPoint(p) {
  const a = (p.x * p.x) % PRIME;
  const b = (p.y * p.y) % PRIME;
  const c = (2n * p.z * p.z) % PRIME;
  const h = a + b;
  const sum = p.x + p.y;
  const g = a - b;
  return completed(h - ((sum * sum) % PRIME), c + g, g, h);
}

function completed(e, f, g, h) {
  return {
    x: (e * f) % PRIME,
    y: (g * h) % PRIME,
    z: (f * g) % PRIME,
    t: (e * h) % PRIME,
  };
}

/** Tell whether `p` is the point `q`, whose z is 1. */
function isPoint(p, q) {
  return modulo(p.x - q.x * p.z) === 0n && modulo(p.y - q.y * p.z) === 0n;
}

function negated(p) {
  return { x: -p.x, y: p.y, z: p.z, t: -p.t };
}

function hasSmallOrder(p) {
  return isPoint(doubledPoint(doubledPoint(doubledPoint(p))), NEUTRAL);
}

/** Return m·p + n·q. */
function sumOfMultiples(m, p, n, q) {
  const terms = [null, p, q, addedPoints(p, q)];
  const bits = Math.max(m.toString(2).length, n.toString(2).length);
  const left = m.toString(2).padStart(bits, "0");
  const right = n.toString(2).padStart(bits, "0");
  let total = NEUTRAL;
  [...left].forEach((digit, bit) => {
    total = doubledPoint(total);
    const term = terms[Number(digit) + 2 * Number(right[bit])];
    if (term) total = addedPoints(total, term);
  });
  return total;
}

/** Tell whether `signature` is one of `message` by the holder of the key `publicKey`. */
export function verifySignature(publicKey, message, signature) {
  if (publicKey.length !== KEY_LENGTH || signature.length !== SIGNATURE_LENGTH) return false;
  const encodedR = signature.subarray(0, 32);
  const s = littleEndian(signature.subarray(32));
  const a = decodedPoint(publicKey);
  const r = decodedPoint(encodedR);
  if (!a || !r || s >= ORDER || hasSmallOrder(a) || hasSmallOrder(r)) return false;
  const k = littleEndian(sha512(joined(encodedR, publicKey, message))) % ORDER;
  return isPoint(sumOfMultiples(s, BASE, k, negated(a)), r);
}

/** Tell whether a key is canonical, of the prime-order group and not its neutral point. */
export function isStrongKey(publicKey) {
  const point = publicKey.length === KEY_LENGTH ? decodedPoint(publicKey) : null;
  if (!point || hasSmallOrder(point)) return false;
  return isPoint(sumOfMultiples(ORDER, point, 0n, NEUTRAL), NEUTRAL);
}
