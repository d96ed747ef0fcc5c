using System.Globalization;
using Microsoft.AspNetCore.Http.Features;
using ModelRegistry.Web.Api;
using ModelRegistry.Web.Mlflow;

namespace ModelRegistry.Web.Hosting;

/// <summary>Refuses, with the headers of every answer, what has no place to go: a request for no host, or with an address longer than any here.</summary>
internal static class WellFormed
{
    /// <summary>What the server reads of a request line; what is longer it ends itself, without a word.</summary>
    public const int MostRead = 512 << 10;

    private const int LongestAddress = 8 << 10;

    /// <summary>MLflow's clients ask by GET for the versions of a thousand runs.</summary>
    private const int LongestOfMlflow = 64 << 10;

    public static void UseWellFormed(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        var length = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.Length;
        var longest = context.Request.IsMlflow() ? LongestOfMlflow : LongestAddress;
        if (length > longest)
        {
            return Refuse(context, new Problem(414, "address_too_long", string.Create(CultureInfo.InvariantCulture,
                $"The address has {length} characters, and this server takes {longest} here. Ask for less at once.")));
        }

        // Load balancers ask for the health of no host in particular.
        return context.Request.Host.HasValue || context.Request.Path.StartsWithSegments("/health")
            ? next(context)
            : Refuse(context, new Problem(400, "host_missing", "The request names no host. Send the header Host with the name in the address."));
    });

    private static Task Refuse(HttpContext context, Problem problem)
    {
        context.Response.StatusCode = problem.Status;
        return problem.WriteAsync(context);
    }
}
