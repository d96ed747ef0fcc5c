using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ModelRegistry.Core.Artifacts;
using ModelRegistry.Core.Metrics;
using ModelRegistry.Core.Versions;

namespace ModelRegistry.Bench.Lists;

/// <summary>What the version of a number holds: the same in every run, with ties, gaps, numbers that are none, and several data sets.</summary>
internal sealed class SampleVersion
{
    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;
    private static readonly string[] Frameworks = ["scikit-learn 1.5", "onnx", "pytorch 2.4", "xgboost 2.1"];
    private static readonly string[] Families = ["svc", "mlp", "forest", "boosted", "linear"];
    private static readonly string[] Teams = ["risk", "fraud", "search", "ads", "vision", "speech"];
    private static readonly string[] Kinds = ["nightly", "manual", "sweep"];

    private readonly Random _random;
    private readonly int _number;

    public SampleVersion(Guid model, int number, int seed, Guid author, string authorName, DateTimeOffset now)
    {
        _number = number;
        _random = new Random(seed);
        (Framework, DatasetName, DatasetDigest) = (number % 10 == 3 ? null : Frameworks[_random.Next(Frameworks.Length)],
            number % 10 == 4 ? null : $"set {number % 3}", number % 10 == 4 ? null : $"d{(number / 100).ToString(Culture)}");
        Version = new ModelVersion(model, number, author, authorName, now)
        {
            Description = $"Trained on run {seed.ToString(Culture)} with {_random.Next(5, 400).ToString(Culture)} features, "
                + (number % 1_000 == 7 ? "half precision." : "full precision."),
        };
        if (number % 10 == 0)
        {
            Version.SetLabel($"{(number / 1_000).ToString(Culture)}.{(number % 1_000).ToString(Culture)}.0");
        }

        File = new ManifestEntry("model/model.pkl", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{model}{number.ToString(Culture)}"))),
            _random.Next(1_000, 100_000_000));
        if (number % 25 != 11)
        {
            Version.Seal([File], null, null, now.AddMinutes(5));
        }
        else if (number % 50 == 11)
        {
            Version.GiveUp(now.AddDays(8));
        }

        ArchivedAt = number % 10 == 9 ? now.AddDays(30) : null;
    }

    public ModelVersion Version { get; }

    public ManifestEntry File { get; }

    public string? Framework { get; }

    public string? DatasetName { get; }

    public string? DatasetDigest { get; }

    public DateTimeOffset? ArchivedAt { get; }

    public string SearchText => string.Join('\n', new[] { Version.Label, Framework }.Concat(Tags.Select(tag => tag.Value)).Append(Version.Description)
        .Where(text => text is not null)).ToUpperInvariant();

    public IEnumerable<(string Name, string Value)> Parameters =>
    [
        ("family", Families[_number % Families.Length]), ("learning_rate", (_random.Next(1, 1_000) / 10_000.0).ToString(Culture)),
    ];

    public IEnumerable<(string Key, string Value)> Tags => _number % 2 == 0
        ? [("team", Teams[_number % Teams.Length])]
        : [("team", Teams[_number % Teams.Length]), ("kind", Kinds[_number % Kinds.Length])];

    /// <summary>Three of each version in the middle; the second is whether lists go by it, as of several data sets the version's own counts.</summary>
    public IEnumerable<(Metric Metric, bool Listed)> Metrics(Func<long> nextId)
    {
        var value = _number % 1_000 switch
        {
            1 => double.NaN,
            2 => double.PositiveInfinity,
            3 => double.NegativeInfinity,
            _ => Math.Round(0.5 + (_random.NextDouble() / 2), 5),
        };
        if (_number % 20 != 5)
        {
            yield return (Of(nextId(), "accuracy", value, DatasetDigest ?? ""), true);
        }

        if (_number % 20 == 6)
        {
            yield return (Of(nextId(), "accuracy", _random.NextDouble(), "other"), false);
        }

        yield return (Of(nextId(), "loss", _random.NextDouble() * 2, DatasetDigest ?? ""), true);
        if (_number % 2 == 0)
        {
            yield return (Of(nextId(), "f1", _random.Next(50, 100) / 100.0, DatasetDigest ?? ""), true);
        }

        if (_number % 2 == 1)
        {
            yield return (Of(nextId(), "latency_p95_ms", _random.Next(5, 500), DatasetDigest ?? ""), true);
        }
    }

    private Metric Of(long id, string name, double value, string digest) => new()
    {
        Id = id,
        VersionId = Version.Id,
        VersionNumber = Version.Number,
        Name = name,
        Stored = MetricValue.Stored(value),
        Kind = MetricValue.KindOf(value),
        DatasetName = DatasetName,
        DatasetDigest = digest,
        At = Version.CreatedAt,
        ById = Version.CreatedById,
        ByName = Version.CreatedByName,
    };
}
