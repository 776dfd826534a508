using Google.Protobuf.Reflection;

namespace Customer360.Gateway.GrpcProtocols;

/// <summary>The proto files behind the mapped services, and those of messages that travel as Any, by what one can ask for.</summary>
internal sealed class ReflectionIndex
{
    private readonly Dictionary<string, FileDescriptor> _files = [];
    private readonly Dictionary<string, FileDescriptor> _symbols = [];
    private readonly HashSet<string> _messages = [];
    private readonly Dictionary<string, SortedDictionary<int, FileDescriptor>> _extensions = [];

    public ReflectionIndex(IEnumerable<FileDescriptor> roots)
    {
        foreach (var root in roots)
            Add(root);
    }

    public FileDescriptor? FindFile(string name) => _files.GetValueOrDefault(name);

    /// <summary>Finds whatever has a full name: a message, field, enum, value, service, method or extension.</summary>
    public FileDescriptor? FindSymbol(string fullName) => _symbols.GetValueOrDefault(fullName);

    public FileDescriptor? FindExtension(string message, int number) => _extensions.GetValueOrDefault(message)?.GetValueOrDefault(number);

    /// <returns>Null when there is no such message.</returns>
    public IReadOnlyCollection<int>? ExtensionNumbers(string message) =>
        _extensions.TryGetValue(message, out var numbers) ? numbers.Keys : _messages.Contains(message) ? [] : null;

    /// <returns>The file and, after it, every file that it needs.</returns>
    public static IReadOnlyList<FileDescriptor> WithDependencies(FileDescriptor file)
    {
        var found = new List<FileDescriptor> { file };
        for (var next = 0; next < found.Count; next++)
            found.AddRange(found[next].Dependencies.Where(dependency => !found.Contains(dependency)).ToList());
        return found;
    }

    private void Add(FileDescriptor file)
    {
        if (!_files.TryAdd(file.Name, file))
            return;
        foreach (var dependency in file.Dependencies)
            Add(dependency);
        foreach (var service in file.Services)
            Add(service, service.Methods);
        foreach (var message in file.MessageTypes)
            Add(message);
        foreach (var type in file.EnumTypes)
            Add(type);
        foreach (var extension in file.Extensions.UnorderedExtensions)
            Add(extension);
    }

    private void Add(MessageDescriptor message)
    {
        _messages.Add(message.FullName);
        Add(message, message.Fields.InDeclarationOrder());
        foreach (var oneof in message.Oneofs)
            Add(oneof, []);
        foreach (var nested in message.NestedTypes)
            Add(nested);
        foreach (var type in message.EnumTypes)
            Add(type);
        foreach (var extension in message.Extensions.UnorderedExtensions)
            Add(extension);
    }

    private void Add(EnumDescriptor type)
    {
        Add(type, []);
        foreach (var value in type.Values)
            _symbols[type.FullName[..^type.Name.Length] + value.Name] = type.File; // protobuf's values are siblings of their enum
    }

    private void Add(FieldDescriptor extension)
    {
        Add(extension, []);
        var message = extension.ExtendeeType.FullName;
        if (!_extensions.TryGetValue(message, out var numbers))
            _extensions[message] = numbers = [];
        numbers[extension.FieldNumber] = extension.File;
    }

    private void Add(IDescriptor symbol, IEnumerable<IDescriptor> members)
    {
        _symbols[symbol.FullName] = symbol.File;
        foreach (var member in members)
            _symbols[member.FullName] = member.File;
    }
}
