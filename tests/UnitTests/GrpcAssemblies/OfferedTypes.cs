using System.Reflection;
using System.Reflection.Metadata;

namespace Customer360.UnitTests.GrpcAssemblies;

/// <summary>What a type offers under one name. Constraints count for an override, which has to repeat them.</summary>
internal sealed record OfferedMethod(string Name, string Signature, string Constraints, MethodAttributes Attributes)
{
    public bool IsVirtual => Attributes.HasFlag(MethodAttributes.Virtual) && !Attributes.HasFlag(MethodAttributes.Final);

    public bool IsAbstract => Attributes.HasFlag(MethodAttributes.Abstract);

    public bool IsReplacedBy(OfferedMethod other) => (Name, Signature, Constraints) == (other.Name, other.Signature, other.Constraints);

    public override string ToString() => $"{Name} {Signature}{Constraints}";

    public static OfferedMethod Of(AssemblyImage image, MethodDefinitionHandle handle, IReadOnlyList<string>? typeArguments = null)
    {
        var method = image.Metadata.GetMethodDefinition(handle);
        return new(
            image.Metadata.GetString(method.Name),
            SignatureText.Method(method.DecodeSignature(image.Text, typeArguments)),
            string.Concat(method.GetGenericParameters().Select(parameter => $" {image.Metadata.GetGenericParameter(parameter).Attributes}")),
            method.Attributes);
    }
}

/// <summary>The types of the assemblies under test, by the name that <see cref="SignatureText"/> gives them.</summary>
internal sealed class OfferedTypes
{
    private readonly Dictionary<string, (AssemblyImage Image, TypeDefinition Type)> _types = [];

    public OfferedTypes(IReadOnlyCollection<AssemblyImage> assemblies)
    {
        Assemblies = assemblies.ToDictionary(image => image.Name.Name!);
        foreach (var image in assemblies)
        {
            foreach (var handle in image.Metadata.TypeDefinitions)
                _types[image.Text.Type(handle)] = (image, image.Metadata.GetTypeDefinition(handle));
        }
    }

    public IReadOnlyDictionary<string, AssemblyImage> Assemblies { get; }

    /// <summary>Whether a name belongs to these assemblies, present or not.</summary>
    public bool Own(string type) => Assemblies.Keys.Any(assembly => type.StartsWith($"[{assembly}]", StringComparison.Ordinal));

    public bool Show(string type) => _types.TryGetValue(type, out var found)
        && (found.Type.Attributes & TypeAttributes.VisibilityMask) is TypeAttributes.Public or TypeAttributes.NestedPublic or TypeAttributes.NestedFamily;

    /// <summary>The methods of a type and of its bases within these assemblies, that an importer may use.</summary>
    public IEnumerable<OfferedMethod> Methods(string type, IReadOnlyList<string>? arguments)
    {
        if (!_types.TryGetValue(type, out var found))
            return [];
        var (image, definition) = found;
        var (parent, parentArguments) = definition.BaseType.IsNil ? ("", []) : image.Text.Open(definition.BaseType, arguments);
        return definition.GetMethods()
            .Select(handle => OfferedMethod.Of(image, handle, arguments))
            .Where(method => IsVisible((FieldAttributes)method.Attributes))
            .Concat(Methods(parent, parentArguments));
    }

    public IEnumerable<string> Fields(string type)
    {
        var (image, definition) = _types[type];
        return definition.GetFields()
            .Select(image.Metadata.GetFieldDefinition)
            .Where(field => IsVisible(field.Attributes))
            .Select(field => $"{image.Metadata.GetString(field.Name)} {field.DecodeSignature(image.Text, null)}");
    }

    // Fields and methods share the encoding of access.
    private static bool IsVisible(FieldAttributes attributes) =>
        (attributes & FieldAttributes.FieldAccessMask) is FieldAttributes.Public or FieldAttributes.Family or FieldAttributes.FamORAssem;
}
