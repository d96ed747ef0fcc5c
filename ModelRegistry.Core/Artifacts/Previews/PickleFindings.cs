namespace ModelRegistry.Core.Artifacts.Previews;

/// <summary>
/// Gathers what the parts of a file say. Bounded whatever the file does: names and reasons beyond the limits are counted, their danger is not
/// forgotten.
/// </summary>
internal sealed class PickleFindings
{
    private const int MostNames = 2_000;
    private const int MostReasons = 40;

    /// <summary>So many names are kept even when others have filled the list.</summary>
    private const int MostDangerous = 200;

    private readonly Dictionary<(string Module, string Name), PickleName> _names = [];
    private readonly List<string> _doubts = [];
    private int _dangerous;
    private int _leftOut;
    private bool _danger;
    private bool _unknown;

    public int Pickles { get; set; }

    public int Protocol { get; set; }

    public long Calls { get; set; }

    public long StatesSet { get; set; }

    public long OutsideReferences { get; set; }

    /// <summary>Names an array of joblib, which its loader reads otherwise than the loader of pickles does.</summary>
    public bool HasJoblibArrays { get; private set; }

    public bool HasNames => _names.Count > 0;

    public bool HasDanger => _danger;

    public PickleName Import(string module, string name)
    {
        if (_names.TryGetValue((module, name), out var known))
        {
            known.Count++;
            return known;
        }

        var (standing, why) = PickleNames.Judge(module, name);
        return Keep(new PickleName(module, name, standing, why));
    }

    /// <summary>A name that is put together while loading: no writer of pickles does so, it hides what is imported.</summary>
    public PickleName ImportHidden(string? module, string? name) => Keep(new PickleName(
        module ?? "(computed)", name ?? "(computed)", PickleStanding.Dangerous, "The name is put together while loading, which hides what is imported."));

    /// <summary>Something that was not followed, or that makes the names an incomplete answer.</summary>
    public void Doubt(string reason)
    {
        if (_doubts.Count < MostReasons && !_doubts.Contains(reason))
        {
            _doubts.Add(reason);
        }
    }

    /// <summary>Takes over what another reading of the same bytes found beyond this one.</summary>
    public void AddMissing(PickleFindings other)
    {
        other._doubts.ForEach(Doubt);
        foreach (var name in other._names.Values.Where(n => !_names.ContainsKey((n.Module, n.Name))))
        {
            Keep(new PickleName(name.Module, name.Name, name.Standing, name.Why) { Count = name.Count });
        }
    }

    /// <summary>Takes over everything of a part of the file that was read on its own.</summary>
    public void Add(PickleFindings part)
    {
        foreach (var name in part._names.Values)
        {
            if (_names.TryGetValue((name.Module, name.Name), out var known))
            {
                known.Count += name.Count;
            }
            else
            {
                Keep(new PickleName(name.Module, name.Name, name.Standing, name.Why) { Count = name.Count });
            }
        }

        part._doubts.ForEach(Doubt);
        Pickles += part.Pickles;
        Protocol = Math.Max(Protocol, part.Protocol);
        Calls += part.Calls;
        StatesSet += part.StatesSet;
        OutsideReferences += part.OutsideReferences;
        _leftOut += part._leftOut;
        _danger |= part._danger;
        _unknown |= part._unknown;
    }

    public PickleScan ToScan(string? container, long size)
    {
        var imports = _names.Values
            .OrderByDescending(n => n.Standing)
            .ThenBy(n => n.Module, StringComparer.Ordinal)
            .ThenBy(n => n.Name, StringComparer.Ordinal)
            .Select(n => new PickleImport(Legible.Line(n.Module), Legible.Line(n.Name), n.Count, n.Standing, n.Why))
            .ToList();
        var acts = new PickleActs(Calls, StatesSet, OutsideReferences);
        return new PickleScan(Verdict(), Reasons(imports), imports, _leftOut, acts, Pickles, Protocol, container, size);
    }

    private PickleVerdict Verdict() => this switch
    {
        { _danger: true } => PickleVerdict.KnownDangerous,
        { _doubts.Count: > 0 } => PickleVerdict.NotFullyUnderstood,
        { _unknown: true } => PickleVerdict.UnknownImports,
        _ => PickleVerdict.OnlyKnownImports,
    };

    private List<string> Reasons(List<PickleImport> imports)
    {
        var reasons = imports.Where(i => i.Standing == PickleStanding.Dangerous).Take(MostReasons).Select(i => $"{i.FullName}: {i.Why}").ToList();
        reasons.AddRange(_doubts.Select(doubt => Legible.Line(doubt, 400)));
        var unknown = imports.Count(i => i.Standing == PickleStanding.Unknown);
        if (unknown > 0)
        {
            reasons.Add(unknown == 1 ? "One imported name is on no list." : $"{unknown} imported names are on no list.");
        }

        if (_leftOut > 0)
        {
            reasons.Add($"{_leftOut} more imports are not listed.");
        }

        return reasons;
    }

    private PickleName Keep(PickleName name)
    {
        HasJoblibArrays |= name.IsArrayWrapper;
        var dangerous = name.Standing == PickleStanding.Dangerous;
        _danger |= dangerous;
        _unknown |= name.Standing == PickleStanding.Unknown;
        var room = _names.Count < MostNames || (dangerous && _dangerous < MostDangerous && _names.Count < MostNames + MostDangerous);
        if (!room || !_names.TryAdd((name.Module, name.Name), name))
        {
            _leftOut += room ? 0 : 1;
            return name;
        }

        _dangerous += dangerous ? 1 : 0;
        return name;
    }
}
