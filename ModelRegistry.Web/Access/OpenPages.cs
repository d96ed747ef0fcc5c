using System.Collections.Concurrent;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Web.Api;

namespace ModelRegistry.Web.Access;

/// <summary>
/// How many connections of open pages one person may hold (rule 22): each keeps a page in memory, and somebody with a thousand of them would take
/// what is there for all.
/// </summary>
internal sealed class OpenPages(IConfiguration configuration)
{
    public const string Setting = "Limits:PagesPerPerson";
    public const int Usual = 100;

    private const string Hub = "/_blazor";

    private readonly int _most = configuration.GetValue(Setting, Usual);
    private readonly ConcurrentDictionary<string, int> _open = new();

    public static bool Concerns(HttpRequest request) => request.Path == Hub && !HttpMethods.IsPost(request.Method);

    public bool TryOpen(string who)
    {
        if (_open.AddOrUpdate(who, 1, (_, count) => count + 1) <= _most)
        {
            return true;
        }

        Close(who);
        return false;
    }

    public void Close(string who)
    {
        if (_open.AddOrUpdate(who, 0, (_, count) => count - 1) == 0)
        {
            _open.TryRemove(new(who, 0));
        }
    }
}

internal static class OpenPagesLimit
{
    /// <summary>A connection lasts as long as its request.</summary>
    public static void UseOpenPagesLimit(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        if (!OpenPages.Concerns(context.Request))
        {
            await next(context);
            return;
        }

        var pages = context.RequestServices.GetRequiredService<OpenPages>();
        var who = context.Actor().UserId?.ToString() ?? RecentFailures.NetworkOf(context.Address());
        if (!pages.TryOpen(who))
        {
            context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
            await new Problem(429, "too_many_pages", "You have too many pages of this registry open. Close some and reload this one.").WriteAsync(context);
            return;
        }

        try
        {
            await next(context);
        }
        finally
        {
            pages.Close(who);
        }
    });
}
