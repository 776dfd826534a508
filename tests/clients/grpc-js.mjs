// Google's own Node client, native gRPC over HTTP/2. Its SCHEMA is a .proto file: its loader makes lists of maps from a descriptor set.
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import grpc from "@grpc/grpc-js";
import { loadSync } from "@grpc/proto-loader";
import * as call from "./call.mjs";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const types = loadSync([call.schema, "google/rpc/status.proto", "google/rpc/error_details.proto"], {
  includeDirs: [dirname(call.schema), `${root}/protos`, `${root}/third_party/protos`],
  enums: String,
  longs: String,
  bytes: String,
});
const definition = types[call.service][call.method];
const client = new grpc.Client(new URL(call.address).host, grpc.credentials.createInsecure());
const metadata = new grpc.Metadata();
if (call.token) metadata.set("authorization", `Bearer ${call.token}`);
const options = call.deadline === undefined ? {} : { deadline: Date.now() + call.deadline };

const messages = [];
const shape = [definition.path, definition.requestSerialize, definition.responseDeserialize, call.request, metadata, options];
const running = definition.responseStream
  ? client.makeServerStreamRequest(...shape).on("data", (message) => messages.push(message)).on("error", () => {})
  : client.makeUnaryRequest(...shape, (_, message) => message && messages.push(message));
const forget = call.cancelWith(() => running.cancel());
running.on("status", (status) => {
  forget();
  call.print({ code: status.code, message: status.details, messages, details: details(status.metadata) });
  client.close();
});

function details(trailers) {
  const [status] = trailers.get("grpc-status-details-bin");
  if (!status) return [];
  return types["google.rpc.Status"].deserialize(status).details.map((any) => {
    const type = any.type_url.split("/").pop();
    return { type, value: types[type].deserialize(Buffer.from(any.value, "base64")) };
  });
}
