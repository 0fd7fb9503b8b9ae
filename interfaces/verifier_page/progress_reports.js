// How far the work on a task had come, by the reports on it.

export class ProgressReports {
  /** In the order of their days and, of one day, of their recording. */
  #inOrder = [];

  /** Take the next report: its `version`, `day` and `percent`, and its round's `begunIn`. */
  take(report) {
    this.#inOrder.splice(this.#countUntil(report.day), 0, report);
  }

  /** Return how far the work had come by the last report dated that day or earlier. */
  percentOn(day) {
    const count = this.#countUntil(day);
    return count ? this.#inOrder[count - 1].percent : 0;
  }

  /** Put the reports in order anew, now that a date of the item was corrected. */
  retell(item) {
    for (const report of this.#inOrder) report.day = item.dayOf(report.version);
    this.#inOrder.sort((one, other) => {
      if (one.day === other.day) return one.version - other.version;
      return one.day < other.day ? -1 : 1;
    });
  }

  *[Symbol.iterator]() {
    yield* this.#inOrder;
  }

  #countUntil(day) {
    let [low, high] = [0, this.#inOrder.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#inOrder[middle].day <= day) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
