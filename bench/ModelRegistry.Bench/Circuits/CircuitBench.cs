using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace ModelRegistry.Bench.Circuits;

/// <summary>
/// Many people with a model's page open in the demo registry, one commit a second beside them, and one person who works: what the
/// server spends on it, how long a click takes, how soon the others see the commit, and what of its memory comes back when all have gone.
/// </summary>
internal sealed partial class CircuitBench(Uri address, string email, string password, int process) : IDisposable
{
    private const string Model = "digits-classifier";
    private const string OtherModel = "wine-cultivar";
    private const string Alias = "bench";
    private const int OpeningAtOnce = 4;

    private static readonly string[] Scopes = ["read", "register", "promote"];
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    private static readonly int[] LookedAtAfter = [5, 30, 60, 120];

    private readonly ServerProcess _server = new(process);
    private readonly CookieContainer _cookies = new();
    private readonly HttpClient _scripts = new() { BaseAddress = address };
    private HttpClient _browser = new();

    private static string Page => $"models/{Model}";

    public async Task RunAsync(int pages, int seconds)
    {
        await SignInAsync();
        await UseTokenAsync();
        await using (await OpenAsync())
        {
            await MoveAliasAsync(Model, 1);
            await MoveAliasAsync(OtherModel, 1);
        }

        await Task.Delay(5 * Second);
        var idle = _server.Memory;
        Console.WriteLine(Line($"circuits   {pages} pages of {Model}; idle server {idle:N0} MB"));
        for (var round = 1; round <= 2; round++)
        {
            await RoundAsync(pages, round == 1 ? seconds : 0, idle);
        }
    }

    public void Dispose()
    {
        _browser.Dispose();
        _scripts.Dispose();
    }

    private async Task RoundAsync(int pages, int seconds, double idle)
    {
        var (start, spent) = (Stopwatch.GetTimestamp(), _server.Processor);
        var open = new List<OpenPage>();
        foreach (var some in Enumerable.Range(0, pages).Chunk(OpeningAtOnce))
        {
            open.AddRange(await Task.WhenAll(some.Select(_ => OpenAsync())));
        }

        var each = 1_000 * (_server.Processor - spent) / pages;
        Console.WriteLine(Line($"opened     in {Stopwatch.GetElapsedTime(start).TotalSeconds:N1} s, {each:N0} ms of processor each, ")
            + Line($"{_server.Memory - idle:N0} MB over idle, {open.Average(page => page.RenderedBytes) / 1_024:N0} KB drawn each"));
        if (seconds > 0)
        {
            await WatchAsync("quiet", open, null, Math.Min(seconds, 20));
            await WatchAsync("own", open, Model, seconds);
            await WatchAsync("foreign", open, OtherModel, seconds);
        }

        Console.WriteLine(Line($"open       {_server.Memory - idle:N0} MB over idle"));
        foreach (var some in open.Chunk(OpeningAtOnce))
        {
            await Task.WhenAll(some.Select(page => page.DisposeAsync().AsTask()));
        }

        var gone = Stopwatch.StartNew();
        foreach (var after in LookedAtAfter)
        {
            await Task.Delay(TimeSpan.FromSeconds(after) - gone.Elapsed);
            Console.WriteLine(Line($"gone       {after} s ago: {_server.Memory - idle:N0} MB over idle"));
        }
    }

    /// <summary>One more person clicks from tab to tab, while a commit a second is made on one model, or none.</summary>
    private async Task WatchAsync(string name, List<OpenPage> open, string? model, int seconds)
    {
        await using var worker = await OpenAsync();
        var (renders, spent, start) = (open.Sum(page => page.Renders), _server.Processor, Stopwatch.GetTimestamp());
        using var over = new CancellationTokenSource(TimeSpan.FromSeconds(seconds));
        var commits = model is null ? Task.FromResult<List<double>>([]) : CommitAsync(model, open, over.Token);
        var clicks = await ClickAsync(worker, over.Token);
        var seen = await commits;
        var took = Stopwatch.GetElapsedTime(start).TotalSeconds;
        Console.WriteLine(Line($"{name,-10} {100 * (_server.Processor - spent) / took:N0} % of a core; click p50 {At(clicks, 50):N0} ms, p95 ")
            + Line($"{At(clicks, 95):N0} ms, most {clicks.Max():N0} ms ({clicks.Count}); ")
            + Line($"{(open.Sum(page => page.Renders) - renders) / (double)open.Count:N1} renders a page")
            + (seen.Count == 0 ? "" : Line(
                $"; a commit shows on every page after p50 {At(seen, 50):N0} ms, p95 {At(seen, 95):N0} ms (so before the next one: {seen.Count})")));
    }

    private static async Task<List<double>> ClickAsync(OpenPage worker, CancellationToken over)
    {
        var times = new List<double>();
        while (!over.IsCancellationRequested)
        {
            foreach (var (path, sign) in new[] { ($"{Page}?tab=timeline", "Slots over time"), (Page, "Select v1") })
            {
                times.Add((await worker.ClickAsync(path, sign)).TotalMilliseconds);
                await Task.Delay(Pause, CancellationToken.None);
            }
        }

        return times;
    }

    /// <summary>One commit a second; how long after its start the last of the pages drew something new, if all did before the next.</summary>
    private async Task<List<double>> CommitAsync(string model, List<OpenPage> open, CancellationToken over)
    {
        var times = new List<double>();
        using var timer = new PeriodicTimer(Second);
        for (var version = 2; ; version = 3 - version)
        {
            open.ForEach(page => page.Watch());
            var start = Stopwatch.GetTimestamp();
            await MoveAliasAsync(model, version);
            try
            {
                await timer.WaitForNextTickAsync(over);
            }
            catch (OperationCanceledException)
            {
                return times;
            }

            if (open.TrueForAll(page => page.Told is not null))
            {
                times.Add(open.Max(page => Stopwatch.GetElapsedTime(start, page.Told ?? start).TotalMilliseconds));
            }
        }
    }

    private Task<OpenPage> OpenAsync() => OpenPage.OpenAsync(_browser, _cookies, address, Page, "Select v1");

    private async Task MoveAliasAsync(string model, int version)
    {
        using var answer = await _scripts.PutAsJsonAsync($"/api/v1/models/{model}/aliases/{Alias}", new { version });
        answer.EnsureSuccessStatusCode();
    }

    private async Task SignInAsync()
    {
        _browser = new HttpClient(new SocketsHttpHandler { CookieContainer = _cookies, AllowAutoRedirect = true });
        _browser.DefaultRequestHeaders.Add("Origin", address.GetLeftPart(UriPartial.Authority));
        var form = new Uri(address, "account/sign-in");
        var token = FormToken().Match(await _browser.GetStringAsync(form)).Groups["token"].Value;
        using var fields = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["__RequestVerificationToken"] = token,
            ["_handler"] = "sign-in",
            ["email"] = email,
            ["password"] = password,
        });
        using var answer = await _browser.PostAsync(form, fields);
        answer.EnsureSuccessStatusCode();
    }

    private async Task UseTokenAsync()
    {
        var basic = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{email}:{password}"));
        _scripts.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", basic);
        using var made = await _scripts.PostAsJsonAsync("/api/v1/tokens", new { name = "bench", scopes = Scopes });
        var token = (await made.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>()).GetProperty("token").GetString();
        _scripts.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    private static double At(List<double> times, int percent) => times.Order().ElementAt(Math.Min(times.Count - 1, times.Count * percent / 100));

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex("name=\"__RequestVerificationToken\"[^>]*value=\"(?<token>[^\"]+)\"")]
    private static partial Regex FormToken();
}
