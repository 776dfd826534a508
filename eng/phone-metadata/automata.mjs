import { after, nothing } from "./patterns.mjs";

/**
 * Every automaton of the resource in one pool of states: no two states in it mean the same, so that the
 * thousands of "six more digits, then a fixed line of Ohio" are shared. State 0 refuses everything.
 * The patterns are finite, so a state's successors always have smaller numbers.
 */
export class StatePool {
  states = [];
  #numbers = new Map();

  constructor() {
    this.#number(0, Array(10).fill(0));
  }

  /**
   * Adds the automaton that reads a number and tells which of the patterns match the whole of it.
   * @param decide From the set of the matching patterns' indexes to the answer, a small number; 0 means none.
   * @returns The number of its first state.
   */
  add(patterns, decide) {
    const known = new Map();
    const visit = (open) => {
      if (open.length === 0) return 0;
      const key = open.map(({ index, rest }) => `${index}.${rest.id}`).join();
      if (known.has(key)) return known.get(key);
      const matched = open.filter(({ rest }) => rest.nullable).map(({ index }) => index);
      const answer = matched.length ? decide(new Set(matched)) : 0;
      const next = Array.from({ length: 10 }, (_, digit) =>
        visit(open.map(({ index, rest }) => ({ index, rest: after(rest, digit) })).filter(({ rest }) => rest !== nothing)));
      const state = this.#number(answer, next);
      known.set(key, state);
      return state;
    };
    return visit(patterns.map((rest, index) => ({ index, rest })).filter(({ rest }) => rest !== nothing));
  }

  #number(answer, next) {
    const key = `${answer}:${next}`;
    let number = this.#numbers.get(key);
    if (number === undefined) {
      number = this.states.length;
      this.states.push({ answer, next });
      this.#numbers.set(key, number);
    }
    return number;
  }
}
