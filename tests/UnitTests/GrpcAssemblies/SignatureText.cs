using System.Collections.Immutable;
using System.Reflection.Metadata;

namespace Customer360.UnitTests.GrpcAssemblies;

/// <summary>
/// Spells types and signatures of one assembly so that the same type reads the same from any assembly. The context is the arguments of the
/// enclosing generic type, or null to leave its parameters open.
/// </summary>
internal sealed class SignatureText(MetadataReader metadata) : ISignatureTypeProvider<string, IReadOnlyList<string>?>
{
    private const byte ValueTypeKind = 0x11; // ECMA-335 II.23.1.16
    private const string StructPrefix = "struct ";

    // The outermost instantiation is decoded last.
    private (string Name, IReadOnlyList<string> Arguments) _instance;

    public static string Method(MethodSignature<string> signature) =>
        $"{(signature.Header.IsInstance ? "" : "static ")}{signature.ReturnType} `{signature.GenericParameterCount}({string.Join(", ", signature.ParameterTypes)})";

    public string Type(EntityHandle type, IReadOnlyList<string>? arguments = null) => type.Kind switch
    {
        HandleKind.TypeDefinition => GetTypeFromDefinition(metadata, (TypeDefinitionHandle)type, 0),
        HandleKind.TypeReference => GetTypeFromReference(metadata, (TypeReferenceHandle)type, 0),
        _ => metadata.GetTypeSpecification((TypeSpecificationHandle)type).DecodeSignature(this, arguments),
    };

    /// <summary>The generic definition behind a type and its arguments; any other type has none.</summary>
    public (string Name, IReadOnlyList<string> Arguments) Open(EntityHandle type, IReadOnlyList<string>? arguments = null)
    {
        _instance = ("", []);
        var text = Type(type, arguments);
        return text == Instance(_instance.Name, _instance.Arguments) ? (Unprefixed(_instance.Name), _instance.Arguments) : (text, []);
    }

    public string GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind)
    {
        var type = reader.GetTypeDefinition(handle);
        var name = reader.GetString(type.Name);
        return Kind(rawTypeKind) + (type.GetDeclaringType() is { IsNil: false } outer
            ? $"{GetTypeFromDefinition(reader, outer, 0)}/{name}"
            : $"[{reader.GetString(reader.GetAssemblyDefinition().Name)}]{reader.GetString(type.Namespace)}.{name}");
    }

    public string GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind)
    {
        var type = reader.GetTypeReference(handle);
        var name = reader.GetString(type.Name);
        return Kind(rawTypeKind) + type.ResolutionScope.Kind switch
        {
            HandleKind.TypeReference => $"{GetTypeFromReference(reader, (TypeReferenceHandle)type.ResolutionScope, 0)}/{name}",
            HandleKind.AssemblyReference => $"[{Assembly(reader, type)}]{reader.GetString(type.Namespace)}.{name}",
            _ => $"{reader.GetString(type.Namespace)}.{name}",
        };
    }

    public string GetTypeFromSpecification(
        MetadataReader reader, IReadOnlyList<string>? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) => Type(handle, genericContext);

    public string GetGenericInstantiation(string genericType, ImmutableArray<string> typeArguments)
    {
        _instance = (genericType, typeArguments);
        return Instance(genericType, typeArguments);
    }

    public string GetGenericTypeParameter(IReadOnlyList<string>? genericContext, int index) => genericContext?[index] ?? $"!{index}";

    public string GetGenericMethodParameter(IReadOnlyList<string>? genericContext, int index) => $"!!{index}";

    public string GetModifiedType(string modifier, string unmodifiedType, bool isRequired) => $"{unmodifiedType} {(isRequired ? "modreq" : "modopt")}({modifier})";

    public string GetPrimitiveType(PrimitiveTypeCode typeCode) => typeCode.ToString();

    public string GetArrayType(string elementType, ArrayShape shape) => $"{elementType}[{shape.Rank}]";

    public string GetSZArrayType(string elementType) => $"{elementType}[]";

    public string GetByReferenceType(string elementType) => $"{elementType}&";

    public string GetPointerType(string elementType) => $"{elementType}*";

    public string GetPinnedType(string elementType) => elementType;

    public string GetFunctionPointerType(MethodSignature<string> signature) => $"*{Method(signature)}";

    private static string Instance(string name, IReadOnlyList<string> arguments) => $"{name}<{string.Join(",", arguments)}>";

    private static string Kind(byte rawTypeKind) => rawTypeKind is ValueTypeKind ? StructPrefix : "";

    private static string Unprefixed(string name) => name.StartsWith(StructPrefix, StringComparison.Ordinal) ? name[StructPrefix.Length..] : name;

    // The runtime's own types move between its assemblies, and forwarders make up for it: only gRPC's have a fixed home.
    private static string Assembly(MetadataReader reader, TypeReference type)
    {
        var name = reader.GetString(reader.GetAssemblyReference((AssemblyReferenceHandle)type.ResolutionScope).Name);
        return name.StartsWith("Grpc.", StringComparison.Ordinal) ? name : "";
    }
}
