using System.Collections;
using System.Collections.Concurrent;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Customer360.Gateway.Errors;

/// <summary>
/// What holds for every request, read from the contract itself: enum values are known, text is readable and of a sane
/// size, lists too, times and decimal numbers are ones. Nothing is changed silently; what is wrong is refused by its path.
/// </summary>
internal sealed class RequestShape
{
    private const int MostProblems = 20;
    private static readonly ConcurrentDictionary<MessageDescriptor, RequestShape> Shapes = new();

    private readonly FieldShape[] _fields;
    private readonly Func<IMessage, string?>? _whole;

    private RequestShape(MessageDescriptor descriptor)
    {
        _fields = [.. descriptor.Fields.InDeclarationOrder().Select(FieldShape.Of)];
        _whole = ValueRules.OfMessage(descriptor);
    }

    /// <exception cref="GatewayException">INVALID_FIELD, naming every field that is wrong.</exception>
    public static void Check(IMessage request)
    {
        var shape = Of(request.Descriptor);
        if (shape.Holds(request, path: "", problems: null))
            return;
        var problems = new List<FieldProblem>();
        shape.Holds(request, path: "", problems);
        throw GatewayException.InvalidFields([.. problems.Take(MostProblems)]);
    }

    private static RequestShape Of(MessageDescriptor descriptor) => Shapes.GetOrAdd(descriptor, key => new(key));

    /// <param name="message">What to check.</param>
    /// <param name="path">Where it is.</param>
    /// <param name="problems">Null on the way that nearly all requests go: then the first problem ends it, and no path is built.</param>
    private bool Holds(IMessage message, string path, List<FieldProblem>? problems)
    {
        var holds = _whole?.Invoke(message) is not { } problem || Note(path, problem, problems);
        foreach (var field in _fields)
        {
            if (!holds && problems is null)
                return false;
            if (field.HasPresence && !field.Accessor.HasValue(message))
                continue;
            var value = field.Accessor.GetValue(message);
            holds &= field.IsRepeated
                ? ListHolds(field, (IList)value, path, problems)
                : ValueHolds(field, value, problems is null ? "" : Join(path, field.Name), problems);
        }
        return holds;
    }

    private static bool ListHolds(FieldShape field, IList list, string path, List<FieldProblem>? problems)
    {
        if (list.Count > ValueRules.MostEntries)
            return Note(Join(path, field.Name), $"must have at most {ValueRules.MostEntries} entries", problems);
        var holds = true;
        for (var index = 0; index < list.Count && (holds || problems is not null); index++)
            holds &= ValueHolds(field, list[index]!, problems is null ? "" : $"{Join(path, field.Name)}[{index}]", problems);
        return holds;
    }

    private static bool ValueHolds(FieldShape field, object value, string path, List<FieldProblem>? problems) => value is IMessage message
        ? Of(message.Descriptor).Holds(message, path, problems)
        : field.Rule?.Invoke(value) is not { } problem || Note(path, problem, problems);

    private static bool Note(string path, string problem, List<FieldProblem>? problems)
    {
        problems?.Add(new(path, problem));
        return false;
    }

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    private sealed record FieldShape(string Name, IFieldAccessor Accessor, bool IsRepeated, bool HasPresence, Func<object, string?>? Rule)
    {
        public static FieldShape Of(FieldDescriptor field) => field.IsMap
            ? throw new NotSupportedException($"{field.FullName}: maps in requests have no rules yet.")
            : new(field.Name, field.Accessor, field.IsRepeated, field.HasPresence, ValueRules.OfField(field));
    }
}
