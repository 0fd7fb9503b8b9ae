// Claims that something is done: the day they state may be corrected.

/**
 * Correct the day that one of these claims states in a field; once a claim was judged, nobody
 * who carried the matter out may. A claim has `claimedIn`, the version `notBefore` whose day
 * nothing precedes, `doneOn`, and `isJudged`; that of the first version is none.
 */
export function correctDoneOn(event, field, claims) {
  const { item, state: { field: named, corrects, was, now } } = event;
  event.require(named === field, "该日期不能更正", "this field cannot be corrected");
  const claim = claims.find(({ claimedIn }) => claimedIn === corrects);
  event.require(claim, "更正的对象不是申报", "the event corrected is no claim");
  event.require(claim.doneOn === was, "原日期不符", "another former date");
  event.require(
    item.dayOf(claim.notBefore) <= now && now <= item.dayOf(claim.claimedIn),
    "更正后的日期不符", "the corrected day is impossible",
  );
  if (claim.isJudged) item.hands.requireOther(event);
  claim.doneOn = now;
}
