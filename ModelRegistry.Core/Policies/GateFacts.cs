using System.Text.Json;
using System.Text.Json.Serialization;
using ModelRegistry.Core.Metrics;
using ModelRegistry.Core.Versions;

namespace ModelRegistry.Core.Policies;

/// <summary>
/// Everything that gates are judged by, read at one moment: gates are pure functions of it. <see cref="Occupant"/> is null
/// when the slot is empty.
/// </summary>
public sealed record GateFacts(VersionFacts Version, VersionFacts? Occupant, DateTimeOffset Now);

/// <summary>What is known of a version: what its subject and its gates are made of.</summary>
public sealed record VersionFacts
{
    public required string Model { get; init; }

    public required int Number { get; init; }

    public required string? Digest { get; init; }

    public required VersionStatus Status { get; init; }

    public bool Archived { get; init; }

    /// <summary>Whether its bytes may not enter a stage now.</summary>
    public bool Quarantined { get; init; }

    /// <summary>The current row of each metric and data set.</summary>
    public IReadOnlyList<MetricView> Metrics { get; init; } = [];

    /// <summary>What its numbers were made of, where a gate asks for it.</summary>
    public IReadOnlyList<MetricResults> Results { get; init; } = [];

    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();

    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    public VersionDataset? Dataset { get; init; }

    /// <summary>Its digest: what it is stays with the version, which is sealed.</summary>
    public string? Signature { get; init; }

    public string? CodeRevision { get; init; }

    public string? Framework { get; init; }

    public string Description { get; init; } = "";

    /// <summary>The owner of the model, as an e-mail address.</summary>
    public string Owner { get; init; } = "";

    public string Card { get; init; } = "";

    public int CardVersion { get; init; }

    /// <summary>Whether a reviewer stands for this version of the card.</summary>
    public bool CardApproved { get; init; }

    /// <summary>The newest result of each check.</summary>
    public IReadOnlyList<CheckView> Checks { get; init; } = [];

    public DateTimeOffset? VerifiedAt { get; init; }

    public bool? VerifiedOk { get; init; }

    /// <summary>The stays of the version in the slots of its model.</summary>
    public IReadOnlyList<StageStay> Stays { get; init; } = [];
}

/// <summary>A stay in the slot of that normalised name; still there when <see cref="Until"/> is null.</summary>
public sealed record StageStay(string NormalizedSlot, DateTimeOffset From, DateTimeOffset? Until);

public enum Verdict
{
    Pass,
    Fail,

    /// <summary>What the gate asks for is not there.</summary>
    Missing,

    /// <summary>Both numbers are there, but they were not measured on the same data set.</summary>
    NotComparable,
}

/// <summary>What one gate says, with the numbers behind it; only Pass lets through.</summary>
public sealed record GateVerdict(string Kind, string Expression, Verdict Verdict, Measured? Measured, Measured? Baseline, string Detail)
{
    /// <summary>The metric that was measured, by whose format people read the numbers; null for gates of another kind.</summary>
    public string? Metric { get; init; }

    /// <summary>The number that the gate asks for, so that what was measured is written apart from it; null for gates of another kind.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public double? Bound { get; init; }

    /// <summary>Not proven now and no obstacle: it is checked with the approval, and nothing moves before it passes.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool CheckedWithApproval { get; init; }

    [JsonIgnore]
    public bool Passes => Verdict == Verdict.Pass;

    /// <summary>What is in the way: neither passed, nor to be checked when it counts.</summary>
    [JsonIgnore]
    public bool Blocks => !Passes && !CheckedWithApproval;
}

/// <summary>What was measured: a number, or a word such as <c>success</c>. One JSON value; NaN and infinities as their names.</summary>
[JsonConverter(typeof(MeasuredConverter))]
public sealed record Measured(double? Number, string? Text)
{
    public static Measured Of(double number) => new(number, null);

    public static Measured Of(string text) => new(null, text);
}

internal sealed class MeasuredConverter : JsonConverter<Measured>
{
    public override Measured Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType == JsonTokenType.Number
        ? Measured.Of(reader.GetDouble())
        : reader.GetString() switch
        {
            "NaN" => Measured.Of(double.NaN),
            "Infinity" => Measured.Of(double.PositiveInfinity),
            "-Infinity" => Measured.Of(double.NegativeInfinity),
            var text => Measured.Of(text ?? ""),
        };

    public override void Write(Utf8JsonWriter writer, Measured value, JsonSerializerOptions options)
    {
        switch (value.Number)
        {
            case { } number when double.IsFinite(number):
                writer.WriteNumberValue(number);
                break;
            case { } number:
                writer.WriteStringValue(double.IsNaN(number) ? "NaN" : number > 0 ? "Infinity" : "-Infinity");
                break;
            default:
                writer.WriteStringValue(value.Text);
                break;
        }
    }
}
