// Numbers kept by place, a few bytes each: a log may speak of very many items.

const FIRST_LENGTH = 1_024;

/** One number for each place, 0 where none was set, held by an array of the type `Numbers`. */
export class Column {
  #numbers;

  constructor(Numbers) {
    this.#numbers = new Numbers(FIRST_LENGTH);
  }

  /** The number at a place that was set. */
  at(place) {
    return this.#numbers[place];
  }

  /** The number at any place, 0 where none was set. */
  find(place) {
    return place < this.#numbers.length ? this.#numbers[place] : 0;
  }

  set(place, number) {
    if (place >= this.#numbers.length) {
      const longer = new this.#numbers.constructor(2 * Math.max(place, this.#numbers.length));
      longer.set(this.#numbers);
      this.#numbers = longer;
    }
    this.#numbers[place] = number;
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
