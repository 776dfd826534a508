using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Text;

namespace Customer360.UnitTests.GrpcAssemblies;

/// <summary>An assembly's file, read and never loaded.</summary>
internal sealed class AssemblyImage : IDisposable
{
    private readonly byte[] _bytes;
    private readonly PEReader _file;

    private AssemblyImage(byte[] bytes)
    {
        _bytes = bytes;
        _file = new PEReader([.. bytes]);
        Metadata = _file.GetMetadataReader();
        Text = new SignatureText(Metadata);
        Name = Metadata.GetAssemblyDefinition().GetAssemblyName();
    }

    public MetadataReader Metadata { get; }

    public SignatureText Text { get; }

    public AssemblyName Name { get; }

    public static AssemblyImage Read(string name) => new(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, $"{name}.dll")));

    public void Dispose() => _file.Dispose();

    /// <summary>The same assembly, but what was called one name is now called another of as many letters.</summary>
    public AssemblyImage WithRenamed(string identifier, string other)
    {
        other.Length.ShouldBe(identifier.Length);
        var bytes = _bytes.ToArray();
        var start = _file.PEHeaders.MetadataStartOffset + Metadata.GetHeapMetadataOffset(HeapIndex.String);
        var names = bytes.AsSpan(start, Metadata.GetHeapSize(HeapIndex.String));
        var place = names.IndexOf(Encoding.UTF8.GetBytes($"\0{identifier}\0"));
        place.ShouldBeGreaterThan(0, $"{Name.Name} has no {identifier}.");
        Encoding.UTF8.GetBytes(other).CopyTo(names[(place + 1)..]);
        return new AssemblyImage(bytes);
    }
}
