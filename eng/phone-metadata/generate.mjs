// node generate.mjs [FILE]: writes the numbering plans of the world, by default to where the build embeds them.
import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { StatePool } from "./automata.mjs";
import { anyDigit, both, either, language, nothing, repeated, sequence } from "./patterns.mjs";
import { program } from "./programs.mjs";
import { Writer } from "./writer.mjs";

const require = createRequire(import.meta.url);
const library = require("google-libphonenumber");
const { version } = require("google-libphonenumber/package.json");

const FORMAT_VERSION = 1;
// Field numbers of the library's phonemetadata.proto.
const GENERAL = 1, FIXED = 2, MOBILE = 3, EXIT_CODE = 11, TRUNK_PREFIX = 12, PREFIX_FOR_PARSING = 15, TRANSFORM = 16;
const PREFERRED_EXIT_CODE = 17, FIXED_IS_MOBILE = 18, FORMATS = 19, INTERNATIONAL_FORMATS = 20, LEADING_DIGITS = 23;
const EMERGENCY = 27, SHORT_CODE = 29;
const PATTERN = 2, LENGTHS = 9, LOCAL_LENGTHS = 10;
// In the order in which the library asks, with the values of the C# PhoneKind.
const KINDS = [[5, 5], [4, 4], [6, 6], [8, 7], [7, 8], [21, 9], [25, 10], [28, 11]]
  .map(([field, kind]) => ({ field, kind })); // premium rate, toll-free, shared cost, voip, personal, pager, uan, voicemail
const KIND_FIXED = 1, KIND_MOBILE = 2, KIND_FIXED_OR_MOBILE = 3;
const LONGEST = 17; // digits of a national number

const plans = library.metadata.countryToMetadata;
const shortPlans = library.shortnumbermetadata.countryToMetadata;
const names = Object.keys(plans).sort();
const anything = repeated(anyDigit, 0, LONGEST);
const pool = new StatePool();
const programs = [];

const regions = names.map((name) => {
  const data = plans[name];
  const general = data[GENERAL];
  return {
    id: /^\d/.test(name) ? "001" : name,
    callingCode: data[10],
    lengths: mask(general[LENGTHS]),
    localLengths: mask(general[LOCAL_LENGTHS]),
    general: pool.add([language(general[PATTERN])], () => 1),
    short: shortNumbers(shortPlans[name]),
    trunkPrefix: data[TRUNK_PREFIX] ?? "",
    prefixProgram: programOf(data[PREFIX_FOR_PARSING]),
    transform: transformOf(data[TRANSFORM]),
    exitProgram: programOf(data[EXIT_CODE]),
    exitCode: data[PREFERRED_EXIT_CODE] ?? (/^\d+$/.test(data[EXIT_CODE] ?? "") ? data[EXIT_CODE] : ""),
  };
});

const callingCodes = Object.entries(library.metadata.countryCodeToRegionCodeMap).map(([code, ids]) => {
  const members = ids[0] === "001" ? [code] : ids;
  const main = plans[members[0]];
  const national = main[FORMATS] ?? [];
  const international = main[INTERNATIONAL_FORMATS] ?? national;
  return {
    code: +code,
    regions: members.map((name) => names.indexOf(name)),
    owners: owners(members),
    national: layouts(national, (format) => (format[4] ? format[2].replace(/\$\d/, (group) => format[4].replace("$1", () => group)) : format[2])),
    international: layouts(international, (format) => format[2]),
  };
});

/** Which region a number belongs to and of what kind it is: 1 + kind + 16 * (index of the region in its calling code). */
function owners(members) {
  const slots = [];
  const slot = (pattern) => slots.push(pattern) - 1;
  const regionsSlots = members.map((name) => {
    const data = plans[name];
    const leads = members.length > 1 && data[LEADING_DIGITS];
    return {
      general: slot(described(data[GENERAL])),
      kinds: KINDS.map(({ field, kind }) => ({ kind, slot: slot(described(data[field])) })),
      fixed: slot(described(data[FIXED])),
      mobile: slot(described(data[MOBILE])),
      fixedIsMobile: Boolean(data[FIXED_IS_MOBILE]),
      // Some regions own whatever begins so, in use or not.
      leads: leads ? slot(both(sequence(language(leads), anything), ofLength(plans[members[0]][GENERAL][LENGTHS]))) : -1,
    };
  });
  return pool.add(slots, (matched) => {
    for (const [index, region] of regionsSlots.entries()) {
      const kind = kindOf(region, matched);
      if (region.leads >= 0 ? matched.has(region.leads) : kind > 0) return 1 + kind + 16 * index;
    }
    return 0;
  });
}

function kindOf(region, matched) {
  if (!matched.has(region.general)) return 0;
  const special = region.kinds.find(({ slot }) => matched.has(slot));
  if (special) return special.kind;
  const mobile = matched.has(region.mobile);
  if (matched.has(region.fixed)) return region.fixedIsMobile || mobile ? KIND_FIXED_OR_MOBILE : KIND_FIXED;
  return mobile ? KIND_MOBILE : 0;
}

/** 1 for a short number, 2 for an emergency number. */
function shortNumbers(data) {
  return data ? pool.add([described(data[SHORT_CODE]), described(data[EMERGENCY])], (matched) => (matched.has(1) ? 2 : 1)) : 0;
}

function layouts(formats, template) {
  return {
    // The first format that fits is the one; the answer is its index + 1.
    choice: pool.add(formats.map((format) => {
      const leading = format[3]?.at(-1); // the last is the most exact
      return both(language(format[1]), leading ? sequence(language(leading), anything) : anything);
    }), (matched) => Math.min(...matched) + 1),
    layouts: formats.map((format) => ({ template: template(format), groups: groups(format[1]) })),
  };
}

/** The shortest and longest length of each group of a pattern like (\d{3})(\d{3,4}). */
function groups(pattern) {
  return [...pattern.matchAll(/\(([^()]*)\)/g)].map(([, body]) => {
    const bounds = /\{(\d+)(?:,(\d+))?\}$/.exec(body);
    const single = body.replace(/\{[^}]*\}/, "").match(/\\d|\[[^\]]*\]|\d/g).length;
    return bounds ? [single - 1 + +bounds[1], single - 1 + +(bounds[2] ?? bounds[1])] : [single, single];
  });
}

function described(description) {
  if (!description?.[PATTERN] || description[LENGTHS]?.[0] === -1) return nothing;
  const pattern = language(description[PATTERN]);
  return description[LENGTHS]?.length ? both(pattern, ofLength(description[LENGTHS])) : pattern;
}

function ofLength(lengths) {
  return either(lengths.map((length) => repeated(anyDigit, length, length)));
}

function mask(lengths) {
  return (lengths ?? []).reduce((bits, length) => bits | (1 << length), 0);
}

function programOf(pattern) {
  if (!pattern || pattern.includes("~")) return 0; // "wait for a tone" occurs in preferred prefixes only
  const code = program(pattern);
  const known = programs.findIndex((other) => String(other) === String(code));
  return known < 0 ? programs.push(code) : known + 1;
}

/** "9$1": the digits to put before, and the group to keep. */
function transformOf(rule) {
  if (!rule) return { digits: "", group: 0 };
  const [, digits, group] = /^(\d*)\$(\d)$/.exec(rule);
  return { digits, group: +group };
}

function write() {
  const out = new Writer();
  out.text("phone-plans");
  out.number(FORMAT_VERSION);
  out.text(`google-libphonenumber ${version}`);
  out.list(pool.states, writeState(out));
  out.list(programs, (code) => out.list(code, (instruction) => out.number(instruction)));
  out.list(regions, (region) => {
    out.text(region.id);
    for (const value of [region.callingCode, region.lengths, region.localLengths, region.general, region.short]) out.number(value);
    out.text(region.trunkPrefix);
    out.number(region.prefixProgram);
    out.text(region.transform.digits);
    out.number(region.transform.group);
    out.number(region.exitProgram);
    out.text(region.exitCode.replace("~", ""));
  });
  out.list(callingCodes, (plan) => {
    out.number(plan.code);
    out.list(plan.regions, (index) => out.number(index));
    out.number(plan.owners);
    for (const { choice, layouts } of [plan.national, plan.international]) {
      out.number(choice);
      out.list(layouts, ({ template, groups }) => {
        out.text(template);
        out.list(groups, ([least, most]) => { out.number(least); out.number(most); });
      });
    }
  });
  return out.toBuffer();
}

/** A state: its answer, then its successors other than 0, each with the set of digits that lead there. */
function writeState(out) {
  return ({ answer, next }, number) => {
    out.number(answer);
    const successors = [...new Set(next)].filter((state) => state !== 0);
    out.list(successors, (state) => {
      out.number(next.reduce((digits, to, digit) => (to === state ? digits | (1 << digit) : digits), 0));
      out.number(number - state);
    });
  };
}

const file = process.argv[2] ?? fileURLToPath(new URL("../../src/Adapters/Phones/phone-plans.bin", import.meta.url));
writeFileSync(file, write());
