// What the text of the modules tells of a mutant: sentences near it, and lines with its names.

/** Sentences stand near within so many lines; so many of the nearest are of use. */
const [LINES_NEAR, SENTENCES_NEAR] = [8, 6];
const SHORTEST_SENTENCE = 4;
const NO_SENTENCE = /\$\{[^}]*\}|["'`]/;
/** Names that stand in no more than so many lines relate these. */
const MOST_LINES = 40;
const NAME = /[A-Za-z_]\w{3,}/g;
const ENDS = /[{};]$/;

export class Sources {
  #mutants;
  #sentences = {};
  #lines = {};
  #places = new Map();

  /** `sources` has the text of each module by its name. */
  constructor(mutants, sources) {
    this.#mutants = mutants;
    for (const [file, source] of Object.entries(sources)) {
      this.#lines[file] = source.split("\n");
      this.#lines[file].forEach((line, at) => this.#takeNames(line, `${file}:${at + 1}`));
    }
    for (const { file, line, kind, from } of mutants) {
      const text = kind === "StringLiteral" ? longest(from.split(NO_SENTENCE)) : "";
      if (text.length >= SHORTEST_SENTENCE) (this.#sentences[file] ??= []).push({ line, text });
    }
  }

  #takeNames(line, place) {
    for (const name of namesIn(line)) {
      if (!this.#places.has(name)) this.#places.set(name, []);
      this.#places.get(name).push(place);
    }
  }

  /** Return the sentences that stand near a mutant, the nearest first. */
  sentencesNear(mutant) {
    const { file, line } = this.#mutants[mutant];
    const distance = (each) => Math.abs(each.line - line);
    return (this.#sentences[file] ?? [])
      .filter((each) => distance(each) <= LINES_NEAR)
      .sort((one, other) => distance(one) - distance(other))
      .slice(0, SENTENCES_NEAR)
      .map(({ text }) => text);
  }

  /** Return the lines, as `file:line`, in which names of a mutant's line stand, rare ones first. */
  linesRelatedTo(mutant) {
    const { file, line } = this.#mutants[mutant];
    const lines = this.#lines[file];
    let begin = line - 1; // of a literal of several lines the name stands in the first
    while (begin > 0 && /^\s/.test(lines[begin]) && !ENDS.test(lines[begin - 1])) begin--;
    const names = new Set([...namesIn(lines[line - 1]), ...namesIn(lines[begin])]);
    return [...names]
      .map((name) => this.#places.get(name))
      .filter((places) => places.length <= MOST_LINES)
      .sort((one, other) => one.length - other.length)
      .flat();
  }
}

function namesIn(line) {
  return new Set(line.match(NAME) ?? []);
}

function longest(texts) {
  return texts.reduce((one, other) => (other.length > one.length ? other : one), "");
}
