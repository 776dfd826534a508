using System.Collections.ObjectModel;

namespace Grpc.Core;

/// <summary>Adds the caller's proof of identity to the headers of each call.</summary>
public delegate Task AsyncAuthInterceptor(AuthInterceptorContext context, Metadata metadata);

public class AuthInterceptorContext(string serviceUrl, string methodName, CancellationToken cancellationToken)
{
    public AuthInterceptorContext(string serviceUrl, string methodName)
        : this(serviceUrl, methodName, CancellationToken.None)
    {
    }

    public string ServiceUrl { get; } = serviceUrl;

    public string MethodName { get; } = methodName;

    public CancellationToken CancellationToken { get; } = cancellationToken;
}

/// <summary>Who calls, per call. A client implementation reads it through a configurator.</summary>
public abstract class CallCredentials
{
    public static CallCredentials FromInterceptor(AsyncAuthInterceptor interceptor) => new FromDelegate(interceptor);

    public static CallCredentials Compose(params CallCredentials[] credentials)
    {
        ArgumentNullException.ThrowIfNull(credentials);
        return credentials.Length < 2
            ? throw new ArgumentException("A composition needs at least two credentials.", nameof(credentials))
            : new Composite([.. credentials]);
    }

    public abstract void InternalPopulateConfiguration(CallCredentialsConfiguratorBase configurator, object? state);

    private sealed class FromDelegate(AsyncAuthInterceptor interceptor) : CallCredentials
    {
        public override void InternalPopulateConfiguration(CallCredentialsConfiguratorBase configurator, object? state) =>
            configurator.SetAsyncAuthInterceptorCredentials(state, interceptor);
    }

    private sealed class Composite(ReadOnlyCollection<CallCredentials> parts) : CallCredentials
    {
        public override void InternalPopulateConfiguration(CallCredentialsConfiguratorBase configurator, object? state) =>
            configurator.SetCompositeCredentials(state, parts);
    }
}

public abstract class CallCredentialsConfiguratorBase
{
    public abstract void SetAsyncAuthInterceptorCredentials(object? state, AsyncAuthInterceptor interceptor);

    public abstract void SetCompositeCredentials(object? state, IReadOnlyList<CallCredentials> credentials);
}
