using System.Data.Common;
using System.Net.Sockets;
using System.Text;
using Customer360.Adapters;
using Customer360.Gateway.Errors;
using Grpc.Core;

namespace Customer360.Gateway.Telemetry;

/// <summary>
/// An exception as a log may hold it: types, codes and stacks. Messages stay out, since one that nobody foresaw may
/// quote what a customer is called ("The input string 'Jane Doe' was not in a correct format").
/// </summary>
internal static class SafeException
{
    public static string Describe(Exception exception)
    {
        var text = new StringBuilder();
        for (var current = exception; current is not null; current = current.InnerException)
        {
            text.Append(text.Length > 0 ? "\n caused by " : "").Append(current.GetType());
            if (Code(current) is { } code)
                text.Append(" (").Append(code).Append(')');
            if (current.StackTrace is { } stack)
                text.Append('\n').Append(stack);
        }
        return text.ToString();
    }

    private static string? Code(Exception exception) => exception switch
    {
        CrmException crm => crm.CrmCode is null ? crm.Failure.ToString() : $"{crm.Failure}, {crm.CrmCode}",
        GatewayException gateway => gateway.Reason.ToString(),
        RpcException rpc => rpc.StatusCode.ToString(),
        DbException { SqlState: { } state } => state,
        DbException database => $"{database.ErrorCode}",
        SocketException socket => socket.SocketErrorCode.ToString(),
        HttpRequestException http => $"{http.HttpRequestError}, {http.StatusCode}",
        ArgumentException { ParamName: { } parameter } => parameter,
        ObjectDisposedException disposed => disposed.ObjectName,
        _ => null,
    };
}
