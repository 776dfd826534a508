using Customer360.Gateway.GrpcProtocols;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Rpc;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Reflection.V1;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Customer360.UnitTests.GrpcProtocols;

public sealed class ReflectionTests
{
    private readonly ReflectionService _service = new(
        new MappedServices(new DefaultEndpointDataSource(Endpoint<HealthService>("Check"), Endpoint<HealthService>("Watch"), Endpoint<ReflectionService>("ServerReflectionInfo"), NotGrpc)),
        new ReflectionIndex([HealthReflection.Descriptor, ErrorDetailsReflection.Descriptor, ReflectionReflection.Descriptor, Extensions]));

    private static Endpoint NotGrpc => new(null, EndpointMetadataCollection.Empty, null);

    /// <summary>A file with an extension at its top and one inside a message, as custom options are declared.</summary>
    private static FileDescriptor Extensions
    {
        get
        {
            var file = new FileDescriptorProto
            {
                Name = "test/extensions.proto",
                Package = "test",
                Syntax = "proto3",
                Dependency = { "google/protobuf/descriptor.proto" },
                Extension = { FieldOption("secret", 50_002) },
                MessageType = { new DescriptorProto { Name = "Holder", Extension = { FieldOption("inner", 50_001) } } },
            };
            return FileDescriptor.BuildFromByteStrings([FileDescriptorProto.Descriptor.File.SerializedData, file.ToByteString()])[^1];
        }
    }

    [Fact]
    public void The_mapped_services_are_listed_once_each() =>
        _service.Answer(new() { ListServices = "" }).ListServicesResponse.Service.Select(service => service.Name)
            .ShouldBe(["grpc.health.v1.Health", "grpc.reflection.v1.ServerReflection"]);

    [Fact]
    public void A_file_is_found_by_name_with_all_that_it_needs() =>
        Files(_service.Answer(new() { FileByFilename = "google/rpc/error_details.proto" }))
            .ShouldBe(["google/rpc/error_details.proto", "google/protobuf/duration.proto"]);

    [Theory]
    [InlineData("grpc.health.v1.Health", "grpc/health/v1/health.proto")]
    [InlineData("grpc.health.v1.Health.Watch", "grpc/health/v1/health.proto")]
    [InlineData("grpc.health.v1.HealthCheckResponse", "grpc/health/v1/health.proto")]
    [InlineData("grpc.health.v1.HealthCheckResponse.status", "grpc/health/v1/health.proto")]
    [InlineData("grpc.health.v1.HealthCheckResponse.ServingStatus", "grpc/health/v1/health.proto")]
    [InlineData("grpc.health.v1.HealthCheckResponse.SERVING", "grpc/health/v1/health.proto")]
    [InlineData("google.rpc.BadRequest.FieldViolation", "google/rpc/error_details.proto")]
    [InlineData("google.protobuf.Duration", "google/protobuf/duration.proto")]
    [InlineData("grpc.reflection.v1.ServerReflectionRequest.message_request", "grpc/reflection/v1/reflection.proto")]
    [InlineData("test.secret", "test/extensions.proto")]
    public void A_file_is_found_by_any_full_name_in_it(string symbol, string file) =>
        Files(_service.Answer(new() { FileContainingSymbol = symbol }))[0].ShouldBe(file);

    [Fact]
    public void Extensions_are_found_by_type_and_number()
    {
        _service.Answer(new() { AllExtensionNumbersOfType = "google.protobuf.FieldOptions" }).AllExtensionNumbersResponse.ExtensionNumber.ShouldBe([50_001, 50_002]);
        Files(_service.Answer(new() { FileContainingExtension = new() { ContainingType = "google.protobuf.FieldOptions", ExtensionNumber = 50_002 } }))[0].ShouldBe("test/extensions.proto");
    }

    [Fact]
    public void A_type_without_extensions_has_none()
    {
        var answer = _service.Answer(new() { AllExtensionNumbersOfType = "google.rpc.ErrorInfo" }).AllExtensionNumbersResponse;

        answer.BaseTypeName.ShouldBe("google.rpc.ErrorInfo");
        answer.ExtensionNumber.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""{ "fileByFilename": "no/such.proto" }""")]
    [InlineData("""{ "fileContainingSymbol": "no.such.Symbol" }""")]
    [InlineData("""{ "fileContainingExtension": { "containingType": "google.protobuf.FieldOptions", "extensionNumber": 1 } }""")]
    [InlineData("""{ "allExtensionNumbersOfType": "no.such.Type" }""")]
    public void What_is_not_there_is_an_error_in_the_answer(string question)
    {
        var request = ServerReflectionRequest.Parser.ParseJson(question);
        request.Host = "h";

        var answer = _service.Answer(request);

        answer.ErrorResponse.ErrorCode.ShouldBe((int)StatusCode.NotFound);
        answer.ValidHost.ShouldBe("h");
        answer.OriginalRequest.ShouldBe(request);
    }

    [Fact]
    public void An_empty_question_is_an_error_in_the_answer() =>
        _service.Answer(new()).ErrorResponse.ErrorCode.ShouldBe((int)StatusCode.InvalidArgument);

    private static List<string> Files(ServerReflectionResponse answer) =>
        [.. answer.FileDescriptorResponse.FileDescriptorProto.Select(file => FileDescriptorProto.Parser.ParseFrom(file).Name)];

    private static FieldDescriptorProto FieldOption(string name, int number) => new()
    {
        Name = name,
        Number = number,
        Label = FieldDescriptorProto.Types.Label.Optional,
        Type = FieldDescriptorProto.Types.Type.String,
        Extendee = ".google.protobuf.FieldOptions",
    };

    private static Endpoint Endpoint<TService>(string method)
    {
        var metadata = new GrpcMethodMetadata(typeof(TService), Substitute.For<IMethod>());
        return new(null, new EndpointMetadataCollection(metadata), method);
    }
}
