using Customer360.Adapters;

namespace Customer360.Gateway.Errors;

/// <summary>The one table from failures to gRPC statuses.</summary>
internal static class ErrorTable
{
    /// <summary>The status with its details, as the trailer of a failed RPC and an answer of a batch carry it.</summary>
    public static Google.Rpc.Status ToStatus(CrmException failure) => throw new NotImplementedException($"{failure.Failure}");
}
