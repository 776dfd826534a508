using Grpc.Core;

namespace Customer360.Gateway.Security;

internal static class CallerExtensions
{
    /// <summary>Who calls. Every RPC of ours has a caller: authorisation comes before the service method.</summary>
    public static Caller Caller(this ServerCallContext context) =>
        context.UserState.TryGetValue(typeof(Caller), out var caller)
            ? (Caller)caller
            : throw new InvalidOperationException($"{context.Method} was reached without authentication.");

    /// <summary>Who calls. Null: nobody has been authenticated.</summary>
    public static Caller? Caller(this HttpContext context) => (Caller?)context.Items[typeof(Caller)];

    /// <summary>Says who calls. The server gives <see cref="HttpContext.Items"/> to RPCs as their user state.</summary>
    public static void SetCaller(this HttpContext context, Caller caller) => context.Items[typeof(Caller)] = caller;
}
