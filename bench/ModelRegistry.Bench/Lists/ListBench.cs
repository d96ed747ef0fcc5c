using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace ModelRegistry.Bench.Lists;

/// <summary>Asks a server over the data of <see cref="ManyVersions"/> every list, filter, order and search, one call after the other.</summary>
internal sealed class ListBench : IDisposable
{
    private const int Rounds = 30;
    private const int DeepPage = 1_000;
    private const int PageSize = 50;
    private const int WalkSize = 200;
    private const double Goal = 100;
    private const double CompareGoal = 200;

    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    private readonly HttpClient _client;
    private readonly string _only;
    private readonly List<(string What, double P50, double P95, double Goal)> _measured = [];

    public ListBench(Uri address, string email, string password, string only)
    {
        _client = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromMinutes(2) };
        _client.DefaultRequestHeaders.Authorization =
            new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{email}:{password}")));
        _only = only;
    }

    public async Task RunAsync()
    {
        var versions = $"/api/v1/models/{Uri.EscapeDataString(ManyVersions.Model)}/versions";
        await OfListAsync("versions", versions, [.. ListQuestions.VersionOrders.SelectMany(Both)], ListQuestions.VersionFilters, deep: true);
        foreach (var (filter, order) in ListQuestions.VersionBoth)
        {
            await MeasureAsync($"versions {filter} by {order}", _ => $"{versions}?{Query(filter, order)}");
        }

        await OfListAsync("models", "/api/v1/models", [.. ListQuestions.ModelOrders.SelectMany(Both)], ListQuestions.ModelFilters, deep: false);
        foreach (var text in ListQuestions.Searches)
        {
            await MeasureAsync($"search {text}", round => $"/api/v1/search?q={Uri.EscapeDataString(text.At(round))}");
        }

        await MeasureAsync("compare 20", round => $"/api/v1/models/{Uri.EscapeDataString(ManyVersions.Model)}/compare?versions="
            + string.Join(',', Enumerable.Range(1, 20).Select(i => (round + (i * 40)).ToString(Culture))), CompareGoal);
        var over = _measured.Count(row => row.P95 > row.Goal);
        Console.WriteLine(string.Create(Culture, $"in all     {_measured.Count} questions, {over} over their goal; slowest p95 "
            + $"{_measured.Select(row => row.P95).DefaultIfEmpty().Max():N0} ms"));
    }

    public void Dispose() => _client.Dispose();

    private async Task OfListAsync(string name, string address, string[] orders, string[] filters, bool deep)
    {
        await MeasureAsync($"{name}, first page", _ => address);
        foreach (var order in orders)
        {
            await MeasureAsync($"{name} by {order}", _ => $"{address}?{Query("", order)}");
            if (deep && IsAsked($"{name} by {order}, page {DeepPage.ToString(Culture)}"))
            {
                var token = await TokenAsync(address, order);
                await MeasureAsync($"{name} by {order}, page {DeepPage.ToString(Culture)}",
                    _ => $"{address}?{Query("", order)}&pageToken={Uri.EscapeDataString(token ?? "")}");
            }
        }

        foreach (var filter in filters)
        {
            await MeasureAsync($"{name} {filter}", round => $"{address}?{Query(filter.At(round), "")}");
        }
    }

    private static string[] Both(string order) => [order, $"{order} desc"];

    private static string Query(string filter, string order) =>
        $"filter={Uri.EscapeDataString(filter)}&orderBy={Uri.EscapeDataString(order)}&pageSize={PageSize.ToString(Culture)}";

    /// <summary>Where page 1,000 begins; null where the list is shorter.</summary>
    private async Task<string?> TokenAsync(string address, string order)
    {
        string? token = null;
        for (var row = WalkSize; row <= PageSize * (DeepPage - 1); row += WalkSize)
        {
            var page = await _client.GetFromJsonAsync<JsonElement>(
                $"{address}?orderBy={Uri.EscapeDataString(order)}&pageSize={WalkSize.ToString(Culture)}&pageToken={Uri.EscapeDataString(token ?? "")}");
            token = page.TryGetProperty("nextPageToken", out var next) ? next.GetString() : null;
            if (token is null)
            {
                return null;
            }
        }

        return token;
    }

    private bool IsAsked(string what) => Regex.IsMatch(what, _only);

    private async Task MeasureAsync(string what, Func<int, string> address, double goal = Goal)
    {
        if (!IsAsked(what))
        {
            return;
        }

        var times = new List<double>();
        var clock = Stopwatch.StartNew();
        for (var round = -2; round < Rounds && (round < 3 || clock.Elapsed < TimeSpan.FromSeconds(15)); round++)
        {
            var start = Stopwatch.GetTimestamp();
            using var answer = await _client.GetAsync(address(round + 2));
            var body = await answer.Content.ReadAsByteArrayAsync();
            if (!answer.IsSuccessStatusCode)
            {
                Console.WriteLine($"{what,-70} {(int)answer.StatusCode} {Encoding.UTF8.GetString(body)}");
                return;
            }

            if (round >= 0) // the first ones compile what the others run
            {
                times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }
        }

        times.Sort();
        var row = (What: what, P50: times[times.Count / 2], P95: times[Math.Min(times.Count - 1, times.Count * 95 / 100)], Goal: goal);
        _measured.Add(row);
        Console.WriteLine(string.Create(Culture, $"{what,-90} p50 {row.P50,8:N1} ms, p95 {row.P95,8:N1} ms{(row.P95 > goal ? "  OVER" : "")}"));
    }
}
