// node expect-ranges.mjs VARIANTS: what google-libphonenumber knows of numbers near every region's numbers of every kind.
// Tab-separated lines: text, E.164, valid, region, kind, national, international, RFC 3966, possible.
import { createRequire } from "node:module";

const { PhoneNumberUtil, PhoneNumberFormat, PhoneNumberType } = createRequire(import.meta.url)("google-libphonenumber");
const util = PhoneNumberUtil.getInstance();
const kindNames = Object.fromEntries(Object.entries(PhoneNumberType).map(([name, value]) => [value, name]));
let seed = 1;

const examples = [
  ...util.getSupportedRegions().sort().flatMap((region) =>
    Object.values(PhoneNumberType).filter((type) => type >= 0).map((type) => util.getExampleNumberForType(region, type))),
  ...util.getSupportedGlobalNetworkCallingCodes().map((code) => util.getExampleNumberForNonGeoEntity(code)),
].filter(Boolean);

const seen = new Set();
for (const example of examples) {
  const code = String(example.getCountryCode());
  const digits = util.getNationalSignificantNumber(example);
  for (let variant = 0; variant <= +process.argv[2]; variant++) print(`+${code}${variant ? changed(digits) : digits}`);
}

/** A few digits replaced, and sometimes one more or one less. */
function changed(digits) {
  const list = [...digits];
  for (let changes = 1 + random(3); changes > 0; changes--) list[random(list.length)] = random(10);
  const length = random(8);
  if (length === 0) list.push(random(10));
  if (length === 1) list.pop();
  return list.join("");
}

function print(text) {
  if (seen.has(text)) return;
  seen.add(text);
  let number;
  try {
    number = util.parse(text);
  } catch {
    return;
  }
  const format = (form) => util.format(number, form);
  console.log([
    text, format(PhoneNumberFormat.E164), util.isValidNumber(number), util.getRegionCodeForNumber(number) ?? "", kindNames[util.getNumberType(number)],
    format(PhoneNumberFormat.NATIONAL), format(PhoneNumberFormat.INTERNATIONAL), format(PhoneNumberFormat.RFC3966), util.isPossibleNumberWithReason(number) === 0,
  ].join("\t"));
}

/** The same numbers in every run. (A linear congruential generator.) */
function random(below) {
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
  return Math.floor((seed / 2 ** 32) * below);
}
