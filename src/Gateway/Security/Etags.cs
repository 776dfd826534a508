using Customer360.Contracts.V1;
using Customer360.Gateway.Errors;

namespace Customer360.Gateway.Security;

/// <summary>Etags of records: the CRM's version, sealed with the record that it belongs to.</summary>
internal sealed class Etags(Sealer sealer)
{
    /// <param name="caller">In whose tenant.</param>
    /// <param name="record">With its connection.</param>
    /// <param name="version">The CRM's version. Empty: the CRM has none.</param>
    /// <returns>The etag; empty when there is no version.</returns>
    public string Seal(Caller caller, RecordRef record, string version) =>
        version.Length == 0 ? "" : sealer.Seal(Purpose(caller, record), version);

    /// <returns>The CRM's version; null for an empty etag, which overwrites.</returns>
    /// <exception cref="GatewayException">INVALID_FIELD: it is forged, or another record's.</exception>
    public string? Open(Caller caller, RecordRef record, string etag, string path = "etag")
    {
        if (etag.Length == 0)
            return null;
        return sealer.TryOpen(Purpose(caller, record), etag, out var version)
            ? version
            : throw GatewayException.InvalidField(path, "is not an etag of this record");
    }

    // Without the object: a reference in a request may leave it out, and kind and id name the record.
    private static string Purpose(Caller caller, RecordRef record) => System.Text.Json.JsonSerializer.Serialize(
        (string[])["etag", caller.TenantId, record.ConnectionId, record.Kind.ToString(), record.Id]);
}
