using System.Globalization;
using Microsoft.Playwright;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.EndToEnd;

/// <summary>How many clicks an answer is away: counts what a person pressed since a visit began.</summary>
internal static class ClickCount
{
    private const string Count =
        "addEventListener('click', e => { if (e.isTrusted) sessionStorage.clicks = Number(sessionStorage.clicks ?? 0) + 1 }, true)";

    public static Task BeginAsync(Visitor visitor) => visitor.Context.AddInitScriptAsync(Count);

    public static async Task<int> ReadAsync(IPage tab) =>
        int.Parse(await tab.EvaluateAsync<string>("() => sessionStorage.clicks ?? '0'"), CultureInfo.InvariantCulture);
}
