// Quotients as they are written, with two decimals, halves rounded up.

/** Written where there is no rate, which is neither 0 nor 100. */
const NO_RATE = "—";

/** Return a quotient; null where it would be one of nothing. */
export function roundedHalfUp(numerator, denominator) {
  return denominator ? hundredths(Math.floor((200 * numerator + denominator) / (2 * denominator)))
    : null;
}

/** Return a rate as the tables write it. */
export function percentage(numerator, denominator) {
  return denominator ? `${roundedHalfUp(100 * numerator, denominator)}%` : NO_RATE;
}

/** Return each share of a whole, which come to 100 together; null where there is no whole. */
export function apportioned(counts) {
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (!total) return counts.map(() => null);
  const shares = counts.map((count) => {
    const exact = 10_000 * count;
    return { count, whole: Math.floor(exact / total), rest: exact % total };
  });
  const missing = 10_000 - shares.reduce((sum, { whole }) => sum + whole, 0);
  // of those that are alike, earlier ones stay before later ones
  const byRest = [...shares].sort((one, other) => {
    return other.rest - one.rest || other.count - one.count;
  });
  for (const share of byRest.slice(0, missing)) share.whole++;
  return shares.map(({ whole }) => `${hundredths(whole)}%`);
}

function hundredths(number) {
  return `${Math.floor(number / 100)}.${String(number % 100).padStart(2, "0")}`;
}
