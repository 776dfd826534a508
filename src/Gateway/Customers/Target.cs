using Customer360.Contracts.V1;
using Customer360.Gateway.Errors;
using Grpc.Core;

namespace Customer360.Gateway.Customers;

/// <summary>Which connection a request goes to.</summary>
internal static class Target
{
    /// <returns>The one connection that the request names; null when it names none, which means the active CRM.</returns>
    /// <exception cref="GatewayException">RECORD_OF_OTHER_CRM when it names two.</exception>
    public static string? Of(string connectionId, params ReadOnlySpan<RecordRef?> records)
    {
        var named = connectionId;
        foreach (var record in records)
        {
            if (record is null || record.ConnectionId.Length == 0 || record.ConnectionId == named)
                continue;
            if (named.Length > 0)
                throw new GatewayException(StatusCode.InvalidArgument, ErrorReason.RecordOfOtherCrm, "The request mixes records of two connections.");
            named = record.ConnectionId;
        }
        return named.Length > 0 ? named : null;
    }

    /// <summary>The reference with its connection filled in; the request itself stays as it came.</summary>
    public static RecordRef At(this RecordRef record, string connectionId) =>
        new(record) { ConnectionId = connectionId };

    /// <summary>When the caller stops waiting. Null: it didn't say.</summary>
    public static DateTimeOffset? CallDeadline(this ServerCallContext context) =>
        context.Deadline == DateTime.MaxValue ? null : new DateTimeOffset(context.Deadline.ToUniversalTime());
}
