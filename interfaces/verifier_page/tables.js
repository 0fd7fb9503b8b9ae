// The tables of a whole bundle, told anew from its events in one pass and compared with it.

import { dayNumber } from "./days.js";
import { SHARE_HEADERS } from "./divisions.js";
import { compareFigures } from "./figure_tables.js";
import { Figures } from "./figures.js";
import { DAYS_HEADERS } from "./handling_days.js";
import { Ledgers } from "./ledgers.js";
import { RANKING_HEADERS, rankingRows } from "./ranking.js";
import {
  COUNT_HEADERS, RATES_JSON, RATE_HEADERS, countRows, rateRows, requireRatesJson,
} from "./rate_tables.js";
import { Standings } from "./standings.js";

/** The tables of figures, each with the rows that follow. */
const FIGURE_TABLES = Object.freeze([
  { path: "比率/比率.csv", headers: RATE_HEADERS, rows: rateRows },
  { path: "比率/件数.csv", headers: COUNT_HEADERS, rows: countRows },
  { path: "比率/排名.csv", headers: RANKING_HEADERS, rows: rankingRows },
  { path: "比率/构成.csv", headers: SHARE_HEADERS, rows: ({ divided }) => divided.rows() },
  { path: "比率/办理天数.csv", headers: DAYS_HEADERS, rows: ({ days }) => days.rows() },
]);

/** The tables of one bundle, whose events have proven sound. */
export class Tables {
  #scope;
  #sources;
  #standings;
  #ledgers;
  #figures;

  /**
   * `sources` hold `dates`, which knows every date as corrected, `shared` facts, `placeOf`, which
   * tells the place of an id, and `readEvents`, which gives the events anew.
   */
  constructor(scope, { transitions, labels: words }, sources) {
    const { shared, placeOf } = sources;
    const standings = new Standings(scope, transitions, sources);
    this.#scope = scope;
    this.#sources = sources;
    this.#standings = standings;
    const known = {
      nameOf: (code) => shared.nameOf(code),
      numberOf: (id) => standings.numberOf(id),
      asOf: scope.asOf,
      words,
    };
    this.#ledgers = new Ledgers(standings, known, placeOf);
    this.#figures = new Figures(scope.asOf, (day) => standings.has(day), shared, words);
  }

  /**
   * Refuse the first of the tables at these paths that is not there, or that does not follow from
   * the events. `readTable` gives the blocks of one, or refuses.
   */
  async check(paths, readTable) {
    await this.#tellAll();
    const checks = new Map([...this.#ledgers.checks, ...this.#figureChecks]);
    for (const path of paths) await checks.get(path)(() => readTable(path));
  }

  async #tellAll() {
    const { shared, dates, placeOf } = this.#sources;
    shared.tell(dayNumber(this.#scope.asOf), dates);
    for (const [plan, rows] of shared.measures) this.#figures.add("measure", placeOf(plan), rows);
    for await (const rows of this.#standings.rows()) {
      for (const told of rows) {
        this.#ledgers.add(told);
        this.#figures.add(told.kind, told.place, [told.row]);
      }
    }
  }

  get #figureChecks() {
    const figures = this.#figures;
    return [
      [RATES_JSON, (read) => requireRatesJson(figures, this.#scope, read())],
      ...FIGURE_TABLES.map((table) => {
        return [table.path, (read) => compareFigures(table, table.rows(figures), read())];
      }),
      ...figures.detailChecks(this.#sources.placeOf, (kind, id) => this.#standing(kind, id)),
    ];
  }

  /** Return what stood under an identity of which rows were expected. */
  async #standing(kind, id) {
    if (kind === "measure") return this.#sources.shared.measures.get(id);
    return [await this.#standings.rowOf(id)];
  }
}
