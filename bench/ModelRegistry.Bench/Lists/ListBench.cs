using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace ModelRegistry.Bench.Lists;

/// <summary>Asks a server over the data of <see cref="ManyVersions"/> every list, filter, order and search, one call after the other.</summary>
internal sealed class ListBench : IDisposable
{
    private const int DeepPage = 1_000;
    private const int PageSize = 50;
    private const int WalkSize = 200;

    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    private readonly HttpClient _client;
    private readonly Figures _figures;

    public ListBench(Uri address, string email, string password, string only)
    {
        _client = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromMinutes(2) };
        _client.DefaultRequestHeaders.Authorization =
            new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{email}:{password}")));
        _figures = new Figures(only);
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

        foreach (var text in ListQuestions.VersionTyped)
        {
            await MeasureAsync($"complete versions {text}", round => "/api/v1/completions?list=versions"
                + $"&model={Uri.EscapeDataString(ManyVersions.Model)}&text={Uri.EscapeDataString(text.At(round))}");
        }

        foreach (var text in ListQuestions.ModelTyped)
        {
            await MeasureAsync($"complete models {text}", round => $"/api/v1/completions?list=models&text={Uri.EscapeDataString(text.At(round))}");
        }

        await _figures.MeasureAsync("compare 20", round => AskAsync($"/api/v1/models/{Uri.EscapeDataString(ManyVersions.Model)}/compare?versions="
            + string.Join(',', Enumerable.Range(1, 20).Select(i => (round + (i * 40)).ToString(Culture)))), Figures.CompareGoal);
        _figures.Sum();
    }

    /// <summary>The lists that span models, asked by somebody who sees half of them, by 200 grants among others.</summary>
    public async Task RunAsMemberAsync()
    {
        await OfListAsync("as member: models", "/api/v1/models", [.. ListQuestions.ModelOrders.SelectMany(Both)], ListQuestions.ModelFilters, deep: true);
        foreach (var text in ListQuestions.Searches)
        {
            await MeasureAsync($"as member: search {text}", round => $"/api/v1/search?q={Uri.EscapeDataString(text.At(round))}");
        }

        foreach (var text in ListQuestions.ModelTyped)
        {
            await MeasureAsync($"as member: complete models {text}", round => $"/api/v1/completions?list=models&text={Uri.EscapeDataString(text.At(round))}");
        }

        foreach (var list in ListQuestions.Lists)
        {
            await MeasureAsync($"as member: {list}", _ => $"/api/v1/{list}");
        }

        _figures.Sum();
    }

    /// <summary>What only admins list: people and what they may do.</summary>
    public async Task RunOfPeopleAsync()
    {
        foreach (var list in ListQuestions.ListsOfPeople)
        {
            await MeasureAsync(list, round => $"/api/v1/{list.At(round)}");
        }

        _figures.Sum();
    }

    public void Dispose() => _client.Dispose();

    private async Task OfListAsync(string name, string address, string[] orders, string[] filters, bool deep)
    {
        await MeasureAsync($"{name}, first page", _ => address);
        foreach (var order in orders)
        {
            await MeasureAsync($"{name} by {order}", _ => $"{address}?{Query("", order)}");
            if (deep && _figures.IsAsked($"{name} by {order}, page {DeepPage.ToString(Culture)}"))
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

    private Task MeasureAsync(string what, Func<int, string> address) => _figures.MeasureAsync(what, round => AskAsync(address(round)));

    private async Task<string?> AskAsync(string address)
    {
        using var answer = await _client.GetAsync(address);
        var body = await answer.Content.ReadAsByteArrayAsync();
        return answer.IsSuccessStatusCode ? null : $"{(int)answer.StatusCode} {Encoding.UTF8.GetString(body)}";
    }
}
