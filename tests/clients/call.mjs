// What every client here is told, and what it prints:
//   node CLIENT.mjs ADDRESS SCHEMA SERVICE METHOD [--request JSON] [--token T] [--deadline MS] [--cancel-with-input]
// With --cancel-with-input it cancels the call when its standard input ends.
// ADDRESS is http://host:port, SCHEMA a file that holds a google.protobuf.FileDescriptorSet. One line of JSON comes out:
//   { "code": "OK", "message": "", "messages": [...], "details": [{ "type": "google.rpc.ErrorInfo", "value": {...} }] }
import { parseArgs } from "node:util";

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    request: { type: "string", default: "{}" },
    token: { type: "string" },
    deadline: { type: "string" },
    "cancel-with-input": { type: "boolean" },
  },
});

export const [address, schema, service, method] = positionals;
export const request = JSON.parse(values.request);
export const token = values.token;
export const deadline = values.deadline === undefined ? undefined : Number(values.deadline);

/** Calls `cancel` when it is time; answers a function that forgets it. */
export function cancelWith(cancel) {
  if (!values["cancel-with-input"]) return () => {};
  process.stdin.on("end", cancel).resume();
  return () => process.stdin.destroy();
}

// In the order of their numbers.
const codes = [
  "OK", "CANCELLED", "UNKNOWN", "INVALID_ARGUMENT", "DEADLINE_EXCEEDED", "NOT_FOUND", "ALREADY_EXISTS", "PERMISSION_DENIED",
  "RESOURCE_EXHAUSTED", "FAILED_PRECONDITION", "ABORTED", "OUT_OF_RANGE", "UNIMPLEMENTED", "INTERNAL", "UNAVAILABLE", "DATA_LOSS", "UNAUTHENTICATED",
];

export function print({ code, message, messages, details }) {
  console.log(JSON.stringify({ code: codes[code], message, messages, details }));
}
