// Amounts as events state them, compared exactly: "1E2" is more than "99.99".

const AMOUNT = /^(-?)([0-9]+)(?:\.([0-9]+))?(?:E([+-]?[0-9]+))?$/;

/** Tell whether an amount lies between two others, either of which may be null. */
export function isAmountWithin(amount, { minimum, maximum }) {
  return (minimum === null || isAtMost(minimum, amount)) &&
    (maximum === null || isAtMost(amount, maximum));
}

function isAtMost(one, other) {
  const [less, more] = [readAmount(one), readAmount(other)];
  const places = Math.max(less.places, more.places);
  return scaled(less, places) <= scaled(more, places);
}

/** Return an amount as a whole number and how many of its digits are behind the point. */
function readAmount(text) {
  const [, sign, whole, decimals = "", exponent = ""] = AMOUNT.exec(text);
  return { number: BigInt(sign + whole + decimals), places: decimals.length - Number(exponent) };
}

function scaled({ number, places }, wanted) {
  return number * 10n ** BigInt(wanted - places);
}
