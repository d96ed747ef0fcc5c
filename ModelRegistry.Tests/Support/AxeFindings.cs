using System.Text.Json;
using Microsoft.Playwright;

namespace ModelRegistry.Tests.Support;

/// <summary>What axe-core (shipped under axe/) finds wrong on a page for people who cannot see or point.</summary>
internal static class AxeFindings
{
    private static readonly Lazy<string> Script = new(() =>
    {
        using var stream = typeof(AxeFindings).Assembly.GetManifestResourceStream("axe.min.js")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    });

    /// <summary>One line per finding: the rule, where, and why.</summary>
    public static async Task<IReadOnlyList<string>> OnAsync(IPage page)
    {
        await page.EvaluateAsync(Script.Value);
        var result = await page.EvaluateAsync<JsonElement>(
            "async () => (await axe.run()).violations.map(v => v.id + ' ' + v.nodes.map(n => n.target + ': ' + n.failureSummary).join(' | '))");
        return [.. result.EnumerateArray().Select(finding => finding.GetString()!)];
    }
}
