// Buf's browser client with its gRPC-Web transport (binary), over whatever HTTP version fetch speaks: in Node, HTTP/1.1.
import { readFileSync } from "node:fs";
import { createFileRegistry, fromBinary, fromJson, toJson } from "@bufbuild/protobuf";
import { FileDescriptorSetSchema } from "@bufbuild/protobuf/wkt";
import { ConnectError, createClient } from "@connectrpc/connect";
import { createGrpcWebTransport } from "@connectrpc/connect-web";
import * as call from "./call.mjs";

const registry = createFileRegistry(fromBinary(FileDescriptorSetSchema, readFileSync(call.schema)));
const service = registry.getService(call.service);
const method = service.methods.find((candidate) => candidate.name === call.method);
const client = createClient(service, createGrpcWebTransport({ baseUrl: call.address }));
const abort = new AbortController();
const forget = call.cancelWith(() => abort.abort());
const options = { signal: abort.signal, timeoutMs: call.deadline, headers: call.token ? { authorization: `Bearer ${call.token}` } : {} };

const messages = [];
try {
  const answer = client[method.localName](fromJson(method.input, call.request), options);
  for await (const message of method.methodKind === "unary" ? [await answer] : answer) messages.push(toJson(method.output, message));
  call.print({ code: 0, message: "", messages, details: [] });
} catch (failure) {
  const error = ConnectError.from(failure);
  call.print({ code: error.code, message: error.rawMessage, messages, details: error.details.map(detail) });
} finally {
  forget();
}

function detail({ type, value }) {
  const schema = registry.getMessage(type);
  return { type, value: toJson(schema, fromBinary(schema, value), { registry }) };
}
