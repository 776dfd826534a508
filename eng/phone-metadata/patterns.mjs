// Digit patterns: the subset of regular expressions that the metadata is written in (digits, \d, classes, groups,
// alternation, ? and {m,n}, a final $), kept as terms that are equal exactly when they are the same object.
const terms = new Map();

function term(key, make) {
  let found = terms.get(key);
  if (!found) {
    found = { id: terms.size, derivatives: [], ...make() };
    terms.set(key, found);
  }
  return found;
}

export const nothing = term("nothing", () => ({ op: "nothing", nullable: false }));
export const empty = term("empty", () => ({ op: "empty", nullable: true }));
export const anyDigit = digits(0x3ff);

/** One digit of a set; bit n stands for digit n. */
export function digits(mask) {
  return term(`digits ${mask}`, () => ({ op: "digits", mask, nullable: false }));
}

export function sequence(first, rest) {
  if (first === nothing || rest === nothing) return nothing;
  if (first === empty) return rest;
  if (rest === empty) return first;
  if (first.op === "sequence") return sequence(first.first, sequence(first.rest, rest));
  return term(`sequence ${first.id} ${rest.id}`, () => ({ op: "sequence", first, rest, nullable: first.nullable && rest.nullable }));
}

export function either(options) {
  const flat = new Set(options.flatMap((option) => (option.op === "either" ? option.options : [option])));
  flat.delete(nothing);
  const sorted = [...flat].sort((a, b) => a.id - b.id);
  if (sorted.length < 2) return sorted[0] ?? nothing;
  return term(`either ${sorted.map((option) => option.id)}`, () => ({
    op: "either", options: sorted, nullable: sorted.some((option) => option.nullable),
  }));
}

export function both(a, b) {
  if (a === nothing || b === nothing) return nothing;
  if (a === b) return a;
  if (a.id > b.id) return both(b, a);
  return term(`both ${a.id} ${b.id}`, () => ({ op: "both", a, b, nullable: a.nullable && b.nullable }));
}

export function repeated(item, least, most) {
  let result = empty;
  for (let n = most; n > 0; n--) result = n > least ? either([empty, sequence(item, result)]) : sequence(item, result);
  return result;
}

/** What may follow after the digit. (Brzozowski's derivative.) */
export function after(pattern, digit) {
  return (pattern.derivatives[digit] ??= derive(pattern, digit));
}

function derive(pattern, digit) {
  switch (pattern.op) {
    case "digits": return pattern.mask & (1 << digit) ? empty : nothing;
    case "sequence": {
      const inFirst = sequence(after(pattern.first, digit), pattern.rest);
      return pattern.first.nullable ? either([inFirst, after(pattern.rest, digit)]) : inFirst;
    }
    case "either": return either(pattern.options.map((option) => after(option, digit)));
    case "both": return both(after(pattern.a, digit), after(pattern.b, digit));
    default: return nothing;
  }
}

/** The pattern's language, for a match of the whole number. Groups only group. */
export function language(text) {
  return toLanguage(parse(text));
}

function toLanguage(node) {
  switch (node.type) {
    case "digits": return digits(node.mask);
    case "group": return toLanguage(node.body);
    case "either": return either(node.options.map(toLanguage));
    case "repeat": return repeated(toLanguage(node.body), node.least, node.most);
    case "sequence": return node.items.reduceRight((rest, item) => sequence(toLanguage(item), rest), empty);
    default: throw new Error(`No language has ${node.type}`);
  }
}

/** The syntax tree of a pattern: either, sequence, group (capturing when numbered), repeat, digits, end. */
export function parse(text) {
  let at = 0;
  let groups = 0;
  const tree = alternatives();
  if (at !== text.length) throw new Error(`Unread pattern: ${text.slice(at)}`);
  return tree;

  function alternatives() {
    const options = [items()];
    while (text[at] === "|") { at++; options.push(items()); }
    return options.length === 1 ? options[0] : { type: "either", options };
  }

  function items() {
    const list = [];
    while (at < text.length && text[at] !== "|" && text[at] !== ")") list.push(quantified(atom()));
    return { type: "sequence", items: list };
  }

  function atom() {
    const c = text[at++];
    if (c >= "0" && c <= "9") return { type: "digits", mask: 1 << c };
    if (c === "\\" && text[at] === "d") { at++; return { type: "digits", mask: 0x3ff }; }
    if (c === "[") return set();
    if (c === "$") return { type: "end" };
    if (c !== "(") throw new Error(`Unknown in a pattern: ${c} of ${text}`);
    const capturing = !text.startsWith("?:", at);
    const number = capturing ? ++groups : 0;
    if (!capturing) at += 2;
    const body = alternatives();
    if (text[at++] !== ")") throw new Error(`Unclosed group: ${text}`);
    return { type: "group", number, body };
  }

  function set() {
    let mask = 0;
    for (; text[at] !== "]"; at++) {
      const last = text[at + 1] === "-" ? text[at + 2] : text[at];
      for (let digit = +text[at]; digit <= +last; digit++) mask |= 1 << digit;
      if (text[at + 1] === "-") at += 2;
    }
    at++;
    return { type: "digits", mask };
  }

  function quantified(body) {
    if (text[at] === "?") { at++; return { type: "repeat", body, least: 0, most: 1 }; }
    const bounds = /^\{(\d+)(?:,(\d+))?\}/.exec(text.slice(at));
    if (!bounds) return body;
    at += bounds[0].length;
    return { type: "repeat", body, least: +bounds[1], most: +(bounds[2] ?? bounds[1]) };
  }
}
