// Google's browser client in text mode (base64). It wants a browser's XMLHttpRequest, which xhr2 stands in for.
import { readFileSync } from "node:fs";
import { createFileRegistry, fromBinary, fromJson, toBinary, toJson } from "@bufbuild/protobuf";
import { FileDescriptorSetSchema } from "@bufbuild/protobuf/wkt";
import grpcWeb from "grpc-web";
import xhr2 from "xhr2";
import * as call from "./call.mjs";

globalThis.XMLHttpRequest = xhr2;
const registry = createFileRegistry(fromBinary(FileDescriptorSetSchema, readFileSync(call.schema)));
const method = registry.getService(call.service).methods.find((candidate) => candidate.name === call.method);
const isStream = method.methodKind === "server_streaming";
const descriptor = new grpcWeb.MethodDescriptor(
  `/${call.service}/${call.method}`,
  isStream ? grpcWeb.MethodType.SERVER_STREAMING : grpcWeb.MethodType.UNARY,
  Object,
  Object,
  (request) => toBinary(method.input, request),
  (bytes) => fromBinary(method.output, bytes),
);
const client = new grpcWeb.GrpcWebClientBase({ format: "text" });
const metadata = {};
if (call.token) metadata.authorization = `Bearer ${call.token}`;
if (call.deadline !== undefined) metadata.deadline = String(Date.now() + call.deadline);

const messages = [];
const receive = (message) => messages.push(toJson(method.output, message));
const fail = (error) => finish(error.code, error.message, error.metadata);
const parameters = [`${call.address}${descriptor.name}`, fromJson(method.input, call.request), metadata, descriptor];
const running = isStream
  ? client.serverStreaming(...parameters).on("data", receive).on("error", fail).on("end", () => finish(0))
  : client.rpcCall(...parameters, (error, message) => (error ? fail(error) : (receive(message), finish(0))));
const forget = call.cancelWith(() => {
  running.cancel();
  finish(1); // It falls silent when cancelled.
});

let finished = false;
function finish(code, message = "", trailers = {}) {
  if (finished) return;
  finished = true;
  forget();
  call.print({ code, message, messages, details: details(trailers["grpc-status-details-bin"]) });
}

function details(base64) {
  if (!base64) return [];
  const status = fromBinary(registry.getMessage("google.rpc.Status"), Buffer.from(base64, "base64"));
  return status.details.map(({ typeUrl, value }) => {
    const schema = registry.getMessage(typeUrl.split("/").pop());
    return { type: schema.typeName, value: toJson(schema, fromBinary(schema, value)) };
  });
}
