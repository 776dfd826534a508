"""Google's Python client, native gRPC over HTTP/2, as Debian packages it. Arguments and output are those of call.mjs."""

import argparse
import json
import sys
import threading

import grpc
from google.protobuf import descriptor_pb2, descriptor_pool, json_format, message_factory

parser = argparse.ArgumentParser()
for name in ("address", "schema", "service", "method"):
    parser.add_argument(name)
parser.add_argument("--request", default="{}")
parser.add_argument("--token")
parser.add_argument("--deadline", type=int)
parser.add_argument("--cancel-with-input", action="store_true")
arguments = parser.parse_args()

pool = descriptor_pool.DescriptorPool()
with open(arguments.schema, "rb") as schema:
    for file in descriptor_pb2.FileDescriptorSet.FromString(schema.read()).file:
        pool.Add(file)
messages_of = message_factory.MessageFactory(pool)


def message_type(name):
    return messages_of.GetPrototype(pool.FindMessageTypeByName(name))


def details(error):
    packed = dict(error.trailing_metadata() or ()).get("grpc-status-details-bin")
    if packed is None:
        return []
    found = []
    for detail in message_type("google.rpc.Status").FromString(packed).details:
        name = detail.type_url.split("/")[-1]
        found.append({"type": name, "value": json_format.MessageToDict(message_type(name).FromString(detail.value))})
    return found


method = pool.FindServiceByName(arguments.service).FindMethodByName(arguments.method)
request = json_format.Parse(arguments.request, messages_of.GetPrototype(method.input_type)())
is_stream = descriptor_pb2.MethodDescriptorProto()
method.CopyToProto(is_stream)
is_stream = is_stream.server_streaming

with grpc.insecure_channel(arguments.address.split("//")[1]) as channel:
    make = channel.unary_stream if is_stream else channel.unary_unary
    call = make(
        f"/{arguments.service}/{arguments.method}",
        request_serializer=lambda message: message.SerializeToString(),
        response_deserializer=messages_of.GetPrototype(method.output_type).FromString,
    )
    options = {
        "timeout": None if arguments.deadline is None else arguments.deadline / 1000,
        "metadata": [("authorization", f"Bearer {arguments.token}")] if arguments.token else [],
    }
    running = call(request, **options) if is_stream else call.future(request, **options)
    if arguments.cancel_with_input:
        threading.Thread(target=lambda: (sys.stdin.read(), running.cancel()), daemon=True).start()
    messages = []
    try:
        for message in running if is_stream else [running.result()]:
            messages.append(json_format.MessageToDict(message))
        outcome = {"code": "OK", "message": "", "details": []}
    except grpc.FutureCancelledError:
        outcome = {"code": "CANCELLED", "message": "", "details": []}
    except grpc.RpcError as error:
        outcome = {"code": error.code().name, "message": error.details(), "details": details(error)}
    print(json.dumps({**outcome, "messages": messages}))
