namespace ModelRegistry.Core.Upkeep;

/// <summary>Collects what the checks find and count, from several threads; beyond so many findings only their number grows.</summary>
internal sealed class FindingLog
{
    public const int MostListed = 10_000;

    private readonly Lock _one = new();
    private readonly List<Finding> _findings = [];
    private readonly SortedDictionary<string, long> _counts = new(StringComparer.Ordinal);
    private long _notListed;
    private bool _anyError;

    public void Error(string kind, string detail, Place at = default) =>
        Add(new Finding(kind, FindingSeverity.Error, detail) { Model = at.Model, Version = at.Version, Slot = at.Slot, Path = at.Path, Seq = at.Seq });

    public void Info(string kind, string detail, Place at = default) =>
        Add(new Finding(kind, FindingSeverity.Info, detail) { Model = at.Model, Version = at.Version, Slot = at.Slot, Path = at.Path, Seq = at.Seq });

    public void Count(string what, long by = 1)
    {
        lock (_one)
        {
            _counts[what] = _counts.GetValueOrDefault(what) + by;
        }
    }

    public InstallationReport Report(DateTimeOffset at, bool quick, bool consistent)
    {
        lock (_one)
        {
            return new InstallationReport(!_anyError, at, quick, consistent, new SortedDictionary<string, long>(_counts, StringComparer.Ordinal),
                [.. _findings], _notListed);
        }
    }

    private void Add(Finding finding)
    {
        lock (_one)
        {
            _anyError |= finding.Severity == FindingSeverity.Error;
            if (_findings.Count < MostListed)
            {
                _findings.Add(finding);
                return;
            }

            _notListed++;
        }
    }
}

/// <summary>What a finding is about, as far as it is known.</summary>
internal readonly record struct Place(string? Model = null, int? Version = null, string? Slot = null, string? Path = null, long? Seq = null);
