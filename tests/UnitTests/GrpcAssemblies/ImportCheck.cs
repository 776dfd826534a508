using System.Reflection;
using System.Reflection.Metadata;

namespace Customer360.UnitTests.GrpcAssemblies;

/// <summary>
/// Says what an assembly imports that others do not offer: each would be a MissingMethodException or a TypeLoadException, thrown only
/// when the code that needs it first runs.
/// </summary>
internal sealed class ImportCheck(OfferedTypes offered, AssemblyImage importer)
{
    private readonly MetadataReader _metadata = importer.Metadata;

    /// <summary>How many imports were looked at, so that a check of nothing can't pass.</summary>
    public int Checked { get; private set; }

    public IReadOnlyList<string> Problems() =>
        [.. Assemblies().Concat(Types()).Concat(Members()).Concat(_metadata.TypeDefinitions.SelectMany(DerivedType)).Distinct()];

    private IEnumerable<string> Assemblies()
    {
        foreach (var reference in _metadata.AssemblyReferences.Select(handle => _metadata.GetAssemblyReference(handle).GetAssemblyName()))
        {
            if (!offered.Assemblies.TryGetValue(reference.Name!, out var assembly))
                continue;
            Checked++;
            if (assembly.Name.Version < reference.Version || !assembly.Name.GetPublicKeyToken()!.SequenceEqual(reference.GetPublicKeyToken()!))
                yield return $"assembly {reference}";
        }
    }

    private IEnumerable<string> Types()
    {
        foreach (var type in _metadata.TypeReferences.Select(handle => importer.Text.Type(handle)).Where(offered.Own))
        {
            Checked++;
            if (!offered.Show(type))
                yield return $"type {type}";
        }
    }

    private IEnumerable<string> Members()
    {
        foreach (var member in _metadata.MemberReferences.Select(_metadata.GetMemberReference))
        {
            if (member.Parent.Kind is not (HandleKind.TypeReference or HandleKind.TypeSpecification))
                continue;
            var (parent, _) = importer.Text.Open(member.Parent);
            if (!offered.Own(parent))
                continue;
            Checked++;
            var name = _metadata.GetString(member.Name);
            var (isThere, signature) = member.GetKind() is MemberReferenceKind.Field
                ? FindField(parent, $"{name} {member.DecodeFieldSignature(importer.Text, null)}")
                : FindMethod(parent, $"{name} {SignatureText.Method(member.DecodeMethodSignature(importer.Text, null))}");
            if (!isThere)
                yield return $"member {parent}::{signature}";
        }
    }

    private (bool IsThere, string Signature) FindField(string parent, string field) =>
        (offered.Show(parent) && offered.Fields(parent).Contains(field), field);

    private (bool IsThere, string Signature) FindMethod(string parent, string method) =>
        (offered.Methods(parent, null).Any(candidate => $"{candidate.Name} {candidate.Signature}" == method), method);

    private IEnumerable<string> DerivedType(TypeDefinitionHandle handle)
    {
        var type = _metadata.GetTypeDefinition(handle);
        var own = type.GetMethods().Select(method => OfferedMethod.Of(importer, method)).ToList();
        var name = importer.Text.Type(handle);
        return BaseClass(name, type, own).Concat(type.GetInterfaceImplementations()
            .SelectMany(implementation => Interface(name, type, own, _metadata.GetInterfaceImplementation(implementation).Interface)));
    }

    /// <summary>Every override has something to override, and everything abstract has an override.</summary>
    private IEnumerable<string> BaseClass(string name, TypeDefinition type, List<OfferedMethod> own)
    {
        if (type.BaseType.IsNil)
            yield break;
        var (parent, arguments) = importer.Text.Open(type.BaseType);
        if (!offered.Own(parent))
            yield break;
        var inherited = offered.Methods(parent, arguments).Where(method => method.IsVirtual).ToList();
        foreach (var method in own.Where(method => method.IsVirtual && !method.Attributes.HasFlag(MethodAttributes.NewSlot)))
        {
            Checked++;
            if (!inherited.Any(method.IsReplacedBy) && typeof(object).GetMethod(method.Name) is null)
                yield return $"override {name}::{method}";
        }
        if (type.Attributes.HasFlag(TypeAttributes.Abstract))
            yield break;
        foreach (var method in inherited.Where(method => method.IsAbstract && !own.Any(method.IsReplacedBy)))
            yield return $"abstract {parent}::{method} is not implemented by {name}";
    }

    /// <summary>Every interface method without a body of its own is implemented.</summary>
    private IEnumerable<string> Interface(string name, TypeDefinition type, List<OfferedMethod> own, EntityHandle implemented)
    {
        var (parent, arguments) = importer.Text.Open(implemented);
        if (!offered.Own(parent))
            yield break;
        foreach (var method in offered.Methods(parent, arguments).Where(method => method.IsAbstract))
        {
            Checked++;
            if (!own.Any(method.IsReplacedBy) && !IsExplicit(type, parent, method.Name))
                yield return $"interface method {parent}::{method} is not implemented by {name}";
        }
    }

    // The declaration's own signature is among the member references.
    private bool IsExplicit(TypeDefinition type, string parent, string method) => type.GetMethodImplementations()
        .Select(handle => _metadata.GetMethodImplementation(handle).MethodDeclaration)
        .Where(declaration => declaration.Kind is HandleKind.MemberReference)
        .Select(declaration => _metadata.GetMemberReference((MemberReferenceHandle)declaration))
        .Any(declaration => importer.Text.Open(declaration.Parent).Name == parent && _metadata.GetString(declaration.Name) == method);
}
