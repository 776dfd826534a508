import { parse } from "./patterns.mjs";

// What the C# DigitProgram executes; the upper four bits say what to do, the lower twelve with what.
const DIGIT = 0x0000; // go on if the next digit is in the set
const FORK = 0x1000; // try what follows; if that fails, go on at the target
const JUMP = 0x2000; // go on at the target
const SAVE = 0x3000; // remember the position as start (2n) or end (2n + 1) of group n
const END = 0x4000; // go on if no digit is left
const MATCH = 0x5000;

/** A pattern as a program for a backtracking matcher: it matches a beginning, and tells its groups. */
export function program(text) {
  const code = [];
  emit(parse(text));
  code.push(MATCH);
  if (code.length > 0xfff) throw new Error(`Too long: ${text}`);
  return code;

  function emit(node) {
    switch (node.type) {
      case "digits": code.push(DIGIT | node.mask); break;
      case "end": code.push(END); break;
      case "sequence": node.items.forEach(emit); break;
      case "group":
        if (node.number) code.push(SAVE | (2 * node.number));
        emit(node.body);
        if (node.number) code.push(SAVE | (2 * node.number + 1));
        break;
      case "either": emitEither(node.options); break;
      case "repeat":
        for (let n = 0; n < node.most; n++) n < node.least ? emit(node.body) : emitOptional(node.body);
        break;
    }
  }

  function emitEither(options) {
    const exits = [];
    options.forEach((option, index) => {
      const last = index === options.length - 1;
      const fork = last ? -1 : code.push(FORK) - 1;
      emit(option);
      if (last) return;
      exits.push(code.push(JUMP) - 1);
      code[fork] |= code.length;
    });
    for (const exit of exits) code[exit] |= code.length;
  }

  function emitOptional(body) {
    const fork = code.push(FORK) - 1;
    emit(body);
    code[fork] |= code.length;
  }
}
