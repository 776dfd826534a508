// node expect.mjs: what google-libphonenumber itself makes of every region's numbers of every kind in every form.
// Tab-separated lines: region, kind, form, default region, text, E.164 or the error's name.
import { createRequire } from "node:module";

const { PhoneNumberUtil, PhoneNumberFormat, PhoneNumberType } = createRequire(import.meta.url)("google-libphonenumber");
const util = PhoneNumberUtil.getInstance();
const kinds = Object.entries(PhoneNumberType).filter(([, type]) => type >= 0);
const abroad = ["US", "DE", "JP", "AU", "BR", "GB"];

for (const region of util.getSupportedRegions().sort()) {
  for (const [kind, type] of kinds) {
    const number = util.getExampleNumberForType(region, type);
    if (number) print(region, kind, number, region);
  }
}
for (const code of util.getSupportedGlobalNetworkCallingCodes()) {
  print("001", "NON_GEOGRAPHIC", util.getExampleNumberForNonGeoEntity(code), "US");
}

function print(region, kind, number, home) {
  const line = (form, text, from) => console.log([region, kind, form, from, text, expected(text, from)].join("\t"));
  const e164 = util.format(number, PhoneNumberFormat.E164);
  line("E164", e164, home);
  line("INTERNATIONAL", util.format(number, PhoneNumberFormat.INTERNATIONAL), home);
  line("RFC3966", util.format(number, PhoneNumberFormat.RFC3966), home);
  line("DIGITS_WITH_CODE", e164.slice(1), home);
  if (region !== "001") {
    const national = util.format(number, PhoneNumberFormat.NATIONAL);
    line("NATIONAL", national, home);
    line("DIGITS", national.replace(/\D/g, ""), home);
    line("DIGITS_WITHOUT_TRUNK", util.getNationalSignificantNumber(number), home);
  }
  for (const from of abroad.filter((other) => util.getCountryCodeForRegion(other) !== number.getCountryCode()).slice(0, 5)) {
    line(`FROM_${from}`, util.formatOutOfCountryCallingNumber(number, from), from);
  }
}

function expected(text, from) {
  try {
    return util.format(util.parse(text, from), PhoneNumberFormat.E164);
  } catch (error) {
    return error.message;
  }
}
