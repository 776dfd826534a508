using System.Collections.Frozen;
using Customer360.Contracts.V1;
using Customer360.Gateway.Errors;
using Grpc.AspNetCore.Server;
using Grpc.Core;

namespace Customer360.Gateway.Security;

/// <summary>Who may call what. An RPC that isn't here is nobody's.</summary>
internal static class RpcRoles
{
    private static readonly Role[] Agent = [Role.Agent];
    private static readonly Role[] Admin = [Role.Admin];
    private static readonly Role[] Platform = [Role.Platform];
    private static readonly Role[] AgentAndAdmin = [Role.Agent, Role.Admin];
    private static readonly Role[] AgentAndPlatform = [Role.Agent, Role.Platform];

    /// <summary>By the RPC's full name: "customer360.v1.Customer360Service/Search".</summary>
    public static FrozenDictionary<string, Role[]> Table { get; } = new[]
    {
        Rows("Customer360Service", Agent, """
            Search MatchByPhone BatchMatchByPhone Identify GetRecord ListRecordTypes GetForm CreateContact CreateAccount
            CreateCase UpdateRecord LogActivity UpdateActivity RelatedRecords ListCrmActivityViews ListCrmActivities
            ListLayouts DeepLink
            """),
        Rows("InteractionService", Platform, "StartInteraction UpdateInteraction AddInteractionOutcome"),
        Rows("InteractionService", Agent, """
            OpenRecord CloseRecord ForgetChoice LinkRecord UnlinkRecord ReidentifyInteraction
            """),
        Rows("InteractionService", AgentAndPlatform, """
            WatchInteractions ListInteractionEvents AcceptInteraction RejectInteraction ParkInteraction ResumeInteraction
            EndInteraction CompleteWrapUp GetInteraction ListInteractions
            """),
        Rows("CrmAccessService", AgentAndAdmin, """
            ListCrms SelectCrm StartAuthorization CompleteAuthorization RevokeAuthorization
            """),
        Rows("AdminService", Admin, """
            CreateConnection GetConnection ListConnections UpdateConnection DeleteConnection EnableConnection
            DisableConnection TestConnection ListObjectTypes DescribeObject CreateLayout GetLayout ListAdminLayouts
            UpdateLayout DeleteLayout ReorderLayouts CreateActivityView ListActivityViews UpdateActivityView
            DeleteActivityView CreateActivityRule ListActivityRules UpdateActivityRule DeleteActivityRule
            PreviewActivityRule ListDeliveries RetryDelivery DiscardDelivery Reconcile GetUsage GetMatchCache
            FlushMatchCache ListAuditEntries EraseByNumber
            """),
    }.SelectMany(rows => rows).ToFrozenDictionary();

    /// <returns>The roles that may call; null when the request is no RPC of ours.</returns>
    public static IReadOnlyList<Role>? Of(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<GrpcMethodMetadata>() is { } rpc ? Table.GetValueOrDefault(rpc.Method.FullName.TrimStart('/')) ?? [] : null;

    /// <summary>What a caller of another role is told.</summary>
    public static GatewayException Refusal(HttpContext context) => new(
        StatusCode.PermissionDenied, ErrorReason.RoleRequired,
        $"This needs the role {string.Join(" or ", (Of(context) ?? []).Select(role => role.ToString().ToLowerInvariant()))}.");

    private static IEnumerable<KeyValuePair<string, Role[]>> Rows(string service, Role[] roles, string rpcs) =>
        rpcs.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(rpc => KeyValuePair.Create($"customer360.v1.{service}/{rpc}", roles));
}
