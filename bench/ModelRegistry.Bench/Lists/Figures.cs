using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace ModelRegistry.Bench.Lists;

/// <summary>What questions cost, one after the other, each asked several times; prints a line of each.</summary>
/// <param name="only">A pattern of what is asked; empty: everything.</param>
internal sealed class Figures(string only)
{
    public const double CompareGoal = 200;

    private const int Rounds = 30;
    private const double ListGoal = 100;

    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    private readonly List<(string What, double P50, double P95, double Goal)> _measured = [];

    public bool IsAsked(string what) => Regex.IsMatch(what, only);

    /// <param name="what">Its line.</param>
    /// <param name="ask">Asks, in each round of another number; what is wrong with the answer, else null.</param>
    /// <param name="goal">In milliseconds.</param>
    public async Task MeasureAsync(string what, Func<int, Task<string?>> ask, double goal = ListGoal)
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
            if (await ask(round + 2) is { } wrong)
            {
                Console.WriteLine($"{what,-70} {wrong}");
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

    public void Sum() => Console.WriteLine(string.Create(Culture,
        $"in all     {_measured.Count} questions, {_measured.Count(row => row.P95 > row.Goal)} over their goal; slowest p95 "
        + $"{_measured.Select(row => row.P95).DefaultIfEmpty().Max():N0} ms"));
}
