using System.Text.Json.Serialization;

namespace ModelRegistry.Core.Versions;

public enum CheckState
{
    [JsonStringEnumMemberName("success")]
    Success,
    [JsonStringEnumMemberName("failure")]
    Failure,
    [JsonStringEnumMemberName("pending")]
    Pending,
}

/// <summary>A result that CI posted about a version. Appended; the newest of a name counts.</summary>
public sealed class VersionCheck
{
    public const int NameMaxLength = 100;
    public const int UrlMaxLength = 2_000;
    public const int SummaryMaxLength = 2_000;

    public long Id { get; init; }

    public Guid VersionId { get; init; }

    public string Name { get; init; } = "";

    public CheckState State { get; init; }

    public string? Url { get; init; }

    public string? Summary { get; init; }

    public DateTimeOffset At { get; init; }

    public Guid ById { get; init; }

    public string ByName { get; init; } = "";

    /// <summary>The newest row of its name.</summary>
    public bool IsCurrent { get; internal set; }
}
