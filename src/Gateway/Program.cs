using Customer360.Gateway.Hosting;
using Customer360.Gateway.Security;
using Customer360.Gateway.Telemetry;

namespace Customer360.Gateway;

internal static class Program
{
    public static Task<int> Main(string[] args) => Build(args).RunToEndAsync();

    /// <summary>The gateway, not yet started.</summary>
    /// <param name="args">Settings, as on the command line.</param>
    /// <param name="configure">What a test changes.</param>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.AddSafeLogging();
        builder.AddListening();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddStorage();
        builder.Services.AddVault();
        builder.Services.AddCrmAdapters(builder.Configuration).AddSalesforceAdapter();
        builder.Services.AddCrmAccess();
        builder.Services.AddRequestLedger();
        builder.Services.AddCustomers();
        builder.Services.AddDevelopment();
        builder.Services.AddCallers();
        builder.Services.AddCallerRateLimits();
        builder.Services.AddBrowserAccess();
        builder.Services.AddRpcs();
        builder.Services.AddGrpcReflection(Contracts.V1.ErrorsReflection.Descriptor);
        builder.Services.AddGrpcHealth();
        builder.Services.AddHealth();
        configure?.Invoke(builder);

        var app = builder.Build();
        app.UseGrpcWeb();
        app.UseCallers();
        app.MapRpcs();
        app.MapGrpcReflection().AllowAnonymous();
        app.MapGrpcHealth().AllowAnonymous();
        app.MapHealth();
        app.MapDevelopmentTokens();
        return app;
    }
}
