namespace ModelRegistry.Core.Artifacts.Previews;

/// <summary>
/// What reading a pickle without loading it says. There is no "safe": loading a pickle runs whatever it names, and this
/// only says which names those are and whether all of it was followed. The later of two verdicts that apply is the one
/// given, but for <see cref="KnownDangerous"/>, which nothing covers up.
/// </summary>
public enum PickleVerdict
{
    /// <summary>All was followed, and every imported name is on the list of names of the usual libraries.</summary>
    OnlyKnownImports,

    /// <summary>All was followed; at least one imported name is on no list.</summary>
    UnknownImports,

    /// <summary>Some of it could not be followed, so names may be missing; <see cref="PickleScan.Reasons"/> says what.</summary>
    NotFullyUnderstood,

    /// <summary>A name that runs programs or code, opens connections or files, or hides what it imports.</summary>
    KnownDangerous,
}

public enum PickleStanding
{
    Known,
    Unknown,
    Dangerous,
}

/// <summary>
/// A name that loading would import. <see cref="Why"/> says what makes a dangerous one dangerous. Both parts are fit to be shown, but as text.
/// </summary>
public sealed record PickleImport(string Module, string Name, int Count, PickleStanding Standing, string? Why)
{
    public string FullName => Module.Length == 0 ? Name : $"{Module}.{Name}";
}

/// <summary>How often loading would call what was imported, set the state of an object, and ask its loader for objects from elsewhere.</summary>
public sealed record PickleActs(long Calls, long StatesSet, long OutsideReferences);

/// <summary>
/// The outcome of <see cref="PickleScanner"/>: dangerous names first, then unknown, then known. <see cref="Container"/> says
/// what the pickles lay in ("zip archive", "gzip"), null for a bare pickle; <see cref="Protocol"/> is the highest one declared.
/// </summary>
public sealed record PickleScan(
    PickleVerdict Verdict,
    IReadOnlyList<string> Reasons,
    IReadOnlyList<PickleImport> Imports,
    int ImportsLeftOut,
    PickleActs Acts,
    int Pickles,
    int Protocol,
    string? Container,
    long Size)
{
    internal const string NoneInArchive = "No pickle was found in this archive.";

    /// <summary>False for an archive that is no model's: many files are one, and only some hold pickles.</summary>
    public bool HasPickle => Pickles > 0 || Reasons is not [NoneInArchive];
}
