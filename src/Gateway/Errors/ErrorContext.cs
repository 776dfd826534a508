using Customer360.Contracts.V1;
using Grpc.Core;

namespace Customer360.Gateway.Errors;

/// <summary>The connection that a call went to, for ErrorInfo.metadata.</summary>
internal sealed record ErrorContext(string ConnectionId, CrmKind Kind);

internal static class ErrorContextExtensions
{
    /// <summary>Says which connection the call goes to, so that its error, if it comes to one, names it.</summary>
    public static void NameConnection(this ServerCallContext context, Connection connection) =>
        context.UserState[typeof(ErrorContext)] = new ErrorContext(connection.Id, connection.Kind);

    /// <returns>Null: the call has not got so far.</returns>
    public static ErrorContext? NamedConnection(this ServerCallContext context) =>
        context.UserState.TryGetValue(typeof(ErrorContext), out var named) ? (ErrorContext)named : null;
}
