// node expect-junk.mjs TEXTS: numbers as they stand in fields and mails, and what google-libphonenumber makes of them.
// Tab-separated lines: default region, text, the number that was written, the number that the library reads.
import { createRequire } from "node:module";

const { PhoneNumberUtil, PhoneNumberFormat: Format, PhoneNumberType: Type } = createRequire(import.meta.url)("google-libphonenumber");
const util = PhoneNumberUtil.getInstance();
const regions = util.getSupportedRegions().sort();
const types = [Type.FIXED_LINE, Type.MOBILE, Type.TOLL_FREE, Type.PREMIUM_RATE];
const formats = [Format.NATIONAL, Format.NATIONAL, Format.INTERNATIONAL, Format.E164, Format.RFC3966];
const before = ["", "", "", "Tel: ", "Tel. ", "Mobile ", "(", "phone:", "☎ ", "T ", "M: ", "Fax: ", "\u202A", " - ", "Ph#"];
const after = ["", "", " ext 12", " x12", "#12", " (home)", " Bob", " - office", ";ext=12", " ext. 12", ",,12", ".", " / ", " \u202C", " or", ";", "  "];
const separators = [" ", "-", "(", ")"];
const others = [" ", "-", ".", "/", " - ", "", "–", "\u00A0"];
let seed = 7;

for (let left = +process.argv[2]; left > 0;) {
  const region = pick(regions);
  const number = util.getExampleNumberForType(region, pick(types));
  if (!number) continue;
  left--;
  const format = pick(formats);
  let text = util.format(number, format);
  for (let changes = random(3); changes > 0; changes--) text = text.replace(pick(separators), () => pick(others));
  text = pick(before) + text + pick(after);
  const home = format === Format.NATIONAL ? region : pick([region, "US", "DE"]);
  console.log([home, text, util.format(number, Format.E164), read(text, home)].join("\t"));
}

function read(text, home) {
  try {
    return util.format(util.parse(text, home), Format.E164);
  } catch (error) {
    return error.message;
  }
}

function pick(list) {
  return list[random(list.length)];
}

/** The same texts in every run. (A linear congruential generator.) */
function random(below) {
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
  return Math.floor((seed / 2 ** 32) * below);
}
