// Rows and figures of items that are told on their own, without a bundle around them.

/**
 * Return the cells of an item's rows on each day. `told` are its events, each with its topic, its
 * day and its state; `ledger` names the file, the kind, the columns and how rows are made of it;
 * `names` has the names of units by their codes.
 */
export async function shown({ told, ledger, days, names = {} }, stated, load) {
  const [file, , columns, rowsOf] = ledger;
  const [{ writtenCell }, listed] = await Promise.all(["cells.js", file].map(load));
  const cells = Object.entries(listed[columns]).slice(0, -1);
  const nameOf = (code) => names[code] ?? code;
  return Promise.all(
    days.map(async (day) => {
      const row = await rowOn(stated, load, told, ledger, day);
      const known = { nameOf, numberOf: same, asOf: day, words: stated.labels };
      const rows = row && rowsOf ? listed[rowsOf](row) : row ? [row] : [];
      return rows.map((each) =>
        Object.fromEntries(cells.map(([name, cell]) => [name, writtenCell(cell(each, known))])),
      );
    }),
  );
}

/** Return the tables of figures that count items, each told by its events and some facts beside. */
export async function counted(job, stated, load) {
  const { counted: items, kinds, units, beside, period, asOf } = job;
  const [since, until] = period;
  const [{ Figures }, { rateRows, countRows }, { rankingRows }] = await Promise.all(
    ["figures.js", "rate_tables.js", "ranking.js"].map(load),
  );
  const shared = { units: new Map(units), nameOf: same };
  const has = (day) => day !== null && since <= day && day <= until;
  const figures = new Figures(asOf, has, shared, stated.labels);
  for (const [at, { kind, told, ...facts }] of items.entries()) {
    const row = await rowOn(stated, load, told, kinds[kind], asOf);
    if (row) figures.add(kind, at, [{ ...row, ...facts }]);
  }
  for (const [kind, rows] of beside) figures.add(kind, items.length, rows);
  const tables = [
    rateRows(figures), countRows(figures), rankingRows(figures), figures.divided.rows(),
    figures.days.rows(),
  ];
  return [...tables.map((rows) => [...rows]), figures.days.facts()];
}

function same(text) {
  return text;
}

/** Return how the item stood on a day that these events tell of; null where it had not begun. */
async function rowOn(stated, load, told, [file, kind], day) {
  const [{ Stories, Telling }, { kindOf }, { dayNumber }, ledger] = await Promise.all(
    ["stories.js", "topics.js", "days.js", file].map(load),
  );
  const telling = new Telling({ [kindOf(told[0].topic)]: ledger[kind] }, stated.transitions);
  const begun = dayNumber(told[0].on);
  const numbers = told.map(({ on }) => Math.max(dayNumber(on), begun));
  const dates = {
    eventsOf: () => told.length,
    isInOrder: () => numbers.every((number, at) => at === 0 || numbers[at - 1] <= number),
    dayOf: (_, version) => numbers[version - 1],
    correctedClaim: () => undefined,
  };
  const stories = new Stories(telling, dates, dayNumber(day));
  const rows = told.map(({ topic, state }, at) => {
    return stories.follow({ topic, state, version: BigInt(at + 1), aggregateId: "" }, 0);
  });
  return rows.at(-1);
}
