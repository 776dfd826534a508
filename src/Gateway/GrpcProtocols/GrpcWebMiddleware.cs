using Microsoft.AspNetCore.Http.Features;

namespace Customer360.Gateway.GrpcProtocols;

/// <summary>
/// Lets browsers call: they can neither speak HTTP/2 frames nor read trailers, so gRPC-Web sends the trailers as a last frame of the body,
/// over any HTTP version, and all of it in base64 when the content type says "-text".
/// </summary>
internal static class GrpcWebMiddleware
{
    private const string Grpc = "application/grpc";
    private const string Web = "application/grpc-web";
    private const string WebText = "application/grpc-web-text";

    public static Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var type = context.Request.ContentType;
        return HttpMethods.IsPost(context.Request.Method) && Format(type) is { } format ? InvokeAsync(context, next, type!, format) : next(context);
    }

    private static async Task InvokeAsync(HttpContext context, RequestDelegate next, string webType, string format)
    {
        var isText = format == WebText;
        var grpcType = Grpc + webType[format.Length..];
        var protocol = context.Request.Protocol;
        var response = new GrpcWebResponse(context, isText);
        context.Features.Set<IHttpResponseBodyFeature>(response);
        context.Features.Set<IHttpResponseTrailersFeature>(response);
        context.Features.Set<IHttpResetFeature>(response);
        context.Request.ContentType = grpcType;
        context.Request.Protocol = HttpProtocol.Http2; // The gRPC server refuses any older one.
        if (isText)
        {
            context.Request.Body = new Base64RequestStream(context.Request.Body);
            context.Features.Set<IRequestBodyPipeFeature>(new RequestBodyPipeFeature(context));
        }
        context.Response.OnStarting(() =>
        {
            context.Request.Protocol = protocol; // Kestrel, logs and metrics go by the real one.
            if (context.Response.ContentType?.StartsWith(Grpc, StringComparison.OrdinalIgnoreCase) is true)
                context.Response.ContentType = webType;
            return Task.CompletedTask;
        });

        await next(context);
        await response.WriteTrailersAsync();
    }

    private static string? Format(string? contentType) => Matches(contentType, WebText) ? WebText : Matches(contentType, Web) ? Web : null;

    // The message format or a parameter may follow: "+proto", "; charset=utf-8".
    private static bool Matches(string? contentType, string format) =>
        contentType?.StartsWith(format, StringComparison.OrdinalIgnoreCase) is true && (contentType.Length == format.Length || contentType[format.Length] is '+' or ';' or ' ');
}
