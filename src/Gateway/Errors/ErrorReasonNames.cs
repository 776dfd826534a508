using System.Collections.Frozen;
using Customer360.Contracts.V1;

namespace Customer360.Gateway.Errors;

internal static class ErrorReasonNames
{
    private const string Prefix = "ERROR_REASON_";

    private static readonly FrozenDictionary<ErrorReason, string> Names = ErrorsReflection.Descriptor.EnumTypes
        .Single(type => type.ClrType == typeof(ErrorReason)).Values
        .ToFrozenDictionary(value => (ErrorReason)value.Number, value => value.Name[Prefix.Length..]);

    /// <summary>As ErrorInfo.reason carries it: "INVALID_FIELD".</summary>
    public static string ToName(this ErrorReason reason) => Names[reason];
}
