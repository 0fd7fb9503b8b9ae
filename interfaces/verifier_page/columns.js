// Numbers kept by place, a few bytes each: a log may speak of very many items.

const CHUNK_BITS = 14;
const LAST_IN_CHUNK = (1 << CHUNK_BITS) - 1;

/** One number for each place, 0 where none was set, held by arrays of the type `Numbers`. */
export class Column {
  #Numbers;
  #chunks = [];

  constructor(Numbers) {
    this.#Numbers = Numbers;
  }

  /** The number at a place that was set. */
  at(place) {
    return this.#chunks[place >> CHUNK_BITS][place & LAST_IN_CHUNK];
  }

  /** The number at any place, 0 where none was set. */
  find(place) {
    const chunk = this.#chunks[place >> CHUNK_BITS];
    return chunk === undefined ? 0 : chunk[place & LAST_IN_CHUNK];
  }

  set(place, number) {
    const chunk = (this.#chunks[place >> CHUNK_BITS] ??= new this.#Numbers(LAST_IN_CHUNK + 1));
    chunk[place & LAST_IN_CHUNK] = number;
  }
}

/** A list of numbers for each place, all in one column; a list that outgrows its room moves. */
export class Lists {
  #numbers = new Column(Int32Array);
  #begin = new Column(Int32Array);
  #room = new Column(Int32Array);
  #length = new Column(Int32Array);
  #end = 0;

  lengthOf(place) {
    return this.#length.find(place);
  }

  at(place, index) {
    return this.#numbers.at(this.#begin.at(place) + index);
  }

  set(place, index, number) {
    this.#numbers.set(this.#begin.at(place) + index, number);
  }

  push(place, number) {
    const length = this.lengthOf(place);
    if (length === this.#room.find(place)) this.#move(place, length);
    this.#length.set(place, length + 1);
    this.set(place, length, number);
  }

  #move(place, length) {
    const [from, to, room] = [this.#begin.find(place), this.#end, 2 * length || 4];
    this.#begin.set(place, to);
    this.#room.set(place, room);
    this.#end += room;
    for (let i = 0; i < length; i++) this.#numbers.set(to + i, this.#numbers.at(from + i));
  }
}

/** Words of which there are few, each with a number, from 1 on. */
export class Words {
  #numbers = new Map();
  #words = [""];

  numberOf(word) {
    const known = this.#numbers.get(word);
    if (known !== undefined) return known;
    this.#numbers.set(word, this.#words.length);
    this.#words.push(word);
    return this.#words.length - 1;
  }

  wordOf(number) {
    return this.#words[number];
  }
}
