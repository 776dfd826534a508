using Customer360.Gateway.Admin;
using Customer360.Gateway.CrmAccess;
using Customer360.Gateway.Customers;
using Customer360.Gateway.Errors;
using Customer360.Gateway.Interactions;
using Customer360.Gateway.Security;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace Customer360.Gateway.Hosting;

internal static class RpcExtensions
{
    /// <summary>The gRPC server, with what every call goes through.</summary>
    public static IServiceCollection AddRpcs(this IServiceCollection services)
    {
        services.AddGrpc(grpc =>
        {
            grpc.Interceptors.Add<ErrorInterceptor>();        // outermost: whatever fails below gets its status here
            grpc.Interceptors.Add<RequestShapeInterceptor>();
        });
        services.AddOptions<GrpcServiceOptions>().Configure<IServiceProvider>((grpc, provider) =>
            grpc.MaxReceiveMessageSize = provider.GetIfValid<LimitOptions>()?.MessageBytes ?? grpc.MaxReceiveMessageSize);
        services.AddSingleton<ErrorTranslator>();
        services.AddSingleton<ErrorInterceptor>();
        services.AddSingleton<RequestShapeInterceptor>();
        return services;
    }

    public static IServiceCollection AddCallerRateLimits(this IServiceCollection services)
    {
        services.AddCheckedOptions<RateLimitOptions>(RateLimitOptions.Section);
        return services.AddSingleton<CallerRateLimits>();
    }

    /// <summary>Lets scripts of listed pages call, and read how their calls ended.</summary>
    public static IServiceCollection AddBrowserAccess(this IServiceCollection services)
    {
        services.AddCheckedOptions<Security.CorsOptions>(Security.CorsOptions.Section);
        services.AddCors();
        services.AddOptions<Microsoft.AspNetCore.Cors.Infrastructure.CorsOptions>().Configure<IOptions<Security.CorsOptions>>((cors, options) =>
            cors.AddDefaultPolicy(policy => policy.WithOrigins([.. options.Value.Origins]).AllowGrpcWeb().SetPreflightMaxAge(TimeSpan.FromHours(1))));
        return services;
    }

    /// <summary>In the order that a request takes.</summary>
    public static WebApplication UseCallers(this WebApplication app)
    {
        app.UseMiddleware<BareStatusMiddleware>();      // before all that may end a call
        app.UseCors();                                  // a refused call must be readable, too
        app.UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandler = AnswerFailureAsync, SuppressDiagnosticsCallback = _ => true });
        app.UseAuthentication();
        app.UseAuthorization();                         // before anybody looks at the message
        app.UseMiddleware<CallerRateLimitMiddleware>();
        app.UseMiddleware<CallDeadlineMiddleware>();
        return app;
    }

    private static Task AnswerFailureAsync(HttpContext context)
    {
        var thrown = context.Features.GetRequiredFeature<IExceptionHandlerFeature>().Error;
        var failure = context.RequestServices.GetRequiredService<ErrorTranslator>().Translate(thrown);
        return context.AnswerAsync(failure, failure.Code switch
        {
            StatusCode.InvalidArgument => (thrown as BadHttpRequestException)?.StatusCode ?? StatusCodes.Status400BadRequest,
            StatusCode.Unavailable => StatusCodes.Status503ServiceUnavailable,
            _ => StatusCodes.Status500InternalServerError,
        });
    }

    public static WebApplication MapRpcs(this WebApplication app)
    {
        app.MapGrpcService<CustomersService>().RequireAuthorization(SecurityExtensions.RpcPolicy);
        app.MapGrpcService<InteractionsService>().RequireAuthorization(SecurityExtensions.RpcPolicy);
        app.MapGrpcService<AccessService>().RequireAuthorization(SecurityExtensions.RpcPolicy);
        app.MapGrpcService<SetUpService>().RequireAuthorization(SecurityExtensions.RpcPolicy);
        return app;
    }
}
