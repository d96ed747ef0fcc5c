using System.Buffers;
using System.Text;

namespace ModelRegistry.Core.Compare;

/// <summary>
/// Reads the lines of a <c>requirements.txt</c> (pip's documentation, "Requirements File Format"; PEP 508 for a single one) so far as a comparison
/// needs it. The file is somebody's: nothing is fetched, no other file is opened, and a line that is not understood becomes a note.
/// </summary>
public static class PipRequirements
{
    private const int MostLines = 5_000;
    internal const int MostCharacters = 2_000;
    private const int MostNotes = 50;

    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.");

    // With those of conda: a build behind "=", a choice of conditions behind "|".
    private static readonly SearchValues<char> VersionCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.*+!=|<>~");

    private static readonly SearchValues<char> HostEnds = SearchValues.Create("/?# \t\"'");

    private static readonly string[] WheelEndings = [".whl", ".tar.gz", ".zip", ".tar.bz2"];

    public static PythonEnvironment Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var requirements = new List<Requirement>();
        var notes = new List<string>();
        foreach (var line in Lines(text).Take(MostLines + 1).Index())
        {
            if (line.Index == MostLines)
            {
                notes.Add("The file has more lines; the rest was not read.");
            }
            else if (ReadLine(line.Item, RequirementOrigin.Pip) is { } requirement)
            {
                requirements.Add(requirement);
            }
            else if (notes.Count < MostNotes)
            {
                notes.Add(Short(WithoutSecrets(line.Item)));
            }
        }

        return new PythonEnvironment(null, requirements, notes);
    }

    /// <summary>One requirement, or null when the line is an option or not understood.</summary>
    internal static Requirement? ReadLine(string line, RequirementOrigin origin)
    {
        line = line.Trim();
        if (line.Length is 0 or > MostCharacters)
        {
            return null;
        }

        if (Option(line, "-e", "--editable") is { } editable)
        {
            return ReadUrl(editable, origin);
        }

        return line[0] == '-' ? null : IsUrl(line) ? ReadUrl(line, origin) : ReadNamed(WithoutOptions(line), origin);
    }

    /// <summary>The file that a line includes: <c>-r requirements.txt</c>.</summary>
    internal static string? Included(string line) => Option(line.Trim(), "-r", "--requirement");

    /// <summary>User name and password of an address are nobody's business.</summary>
    internal static string WithoutSecrets(string text)
    {
        var shown = new StringBuilder(text.Length);
        var from = 0;
        while (text.IndexOf("://", from, StringComparison.Ordinal) is >= 0 and var scheme)
        {
            var start = scheme + 3;
            var end = text.AsSpan(start).IndexOfAny(HostEnds) is >= 0 and var length ? start + length : text.Length;
            var at = text.AsSpan(start, end - start).LastIndexOf('@');
            shown.Append(text, from, start - from).Append(at < 0 ? "" : "***");
            from = at < 0 ? start : start + at;
        }

        return shown.Append(text, from, text.Length - from).ToString();
    }

    // Logical lines: a backslash at the end joins the next one; then comments go, which begin the line or follow a blank.
    private static IEnumerable<string> Lines(string text)
    {
        var open = "";
        foreach (var part in text.TrimStart('\uFEFF').ReplaceLineEndings("\n").Split('\n'))
        {
            if (part.EndsWith('\\') && !part.TrimStart().StartsWith('#') && open.Length <= MostCharacters)
            {
                open += part[..^1];
                continue;
            }

            var line = WithoutComment(open + part).Trim();
            open = "";
            if (line.Length > 0)
            {
                yield return line;
            }
        }

        if (WithoutComment(open).Trim() is { Length: > 0 } last)
        {
            yield return last;
        }
    }

    internal static string WithoutComment(string line)
    {
        for (var at = line.IndexOf('#', StringComparison.Ordinal); at >= 0; at = line.IndexOf('#', at + 1))
        {
            if (at == 0 || char.IsWhiteSpace(line[at - 1]))
            {
                return line[..at];
            }
        }

        return line;
    }

    // --hash=sha256:… and other options of one requirement.
    private static string WithoutOptions(string line) => line.IndexOf(" --", StringComparison.Ordinal) is >= 0 and var at ? line[..at].TrimEnd() : line;

    private static string? Option(string line, string brief, string full)
    {
        foreach (var name in (string[])[full, brief])
        {
            if (line.StartsWith(name, StringComparison.Ordinal) && line[name.Length..].TrimStart(' ', '\t', '=') is { Length: > 0 } value
                && (name == brief || line[name.Length] is ' ' or '\t' or '='))
            {
                return value;
            }
        }

        return null;
    }

    // git+https://… and ./folder; in name@https://… the name stands before.
    private static bool IsUrl(string line) => line[0] is '.' or '/'
        || (line.IndexOf("://", StringComparison.Ordinal) is > 0 and var scheme && !line.AsSpan(0, scheme).ContainsAny("@ \t;"));

    /// <summary><c>name[extra,…] conditions ; marker</c> or <c>name[extra,…] @ address ; marker</c>.</summary>
    private static Requirement? ReadNamed(string line, RequirementOrigin origin)
    {
        var end = line.AsSpan().IndexOfAnyExcept(NameCharacters);
        var name = end < 0 ? line : line[..end];
        var rest = end < 0 ? "" : line[end..].TrimStart();
        if (!IsName(name))
        {
            return null;
        }

        IReadOnlyList<string> extras = [];
        if (rest.StartsWith('['))
        {
            var close = rest.IndexOf(']', StringComparison.Ordinal);
            if (close < 0)
            {
                return null;
            }

            var named = rest[1..close].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            if (!Array.TrueForAll(named, IsName))
            {
                return null;
            }

            extras = [.. named.Select(Requirement.Normalize).Distinct().Order(StringComparer.Ordinal)];
            rest = rest[(close + 1)..].TrimStart();
        }

        var (specification, marker) = Marker(rest);
        if (specification.StartsWith('@'))
        {
            return new Requirement(name, "", extras, marker, WithoutSecrets(specification[1..].Trim()), origin);
        }

        return Conditions(specification.Trim('(', ')', ' ')) is { } constraint ? new Requirement(name, constraint, extras, marker, null, origin) : null;
    }

    internal static bool IsName(string name) => name.Length > 0 && char.IsAsciiLetterOrDigit(name[0]) && char.IsAsciiLetterOrDigit(name[^1])
        && !name.AsSpan().ContainsAnyExcept(NameCharacters);

    // In an address a semicolon belongs to it unless a blank stands before.
    private static (string Specification, string? Marker) Marker(string rest)
    {
        var at = rest.StartsWith('@') ? rest.IndexOf(" ;", StringComparison.Ordinal) : rest.IndexOf(';', StringComparison.Ordinal);
        return at < 0 ? (rest.Trim(), null)
            : (rest[..at].Trim(), rest[at..].Trim(' ', '\t', ';') is { Length: > 0 } marker
                ? WithoutSecrets(string.Join(' ', marker.Replace('\'', '"').Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))) : null);
    }

    /// <summary>Sorted and without blanks, so that two ways to write the same conditions are the same; null when one is none.</summary>
    internal static string? Conditions(string text)
    {
        var conditions = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(condition => condition.Replace(" ", "", StringComparison.Ordinal).Replace("\t", "", StringComparison.Ordinal)).Distinct().ToList();
        return conditions.TrueForAll(IsCondition) ? string.Join(',', conditions.Order(StringComparer.Ordinal)) : null;
    }

    private static bool IsCondition(string condition)
    {
        var sign = condition.AsSpan().IndexOfAnyExcept("<>=!~");
        return sign > 0 && condition[..sign] is "==" or "===" or "!=" or "<" or "<=" or ">" or ">=" or "~=" or "="
            && !condition.AsSpan(sign).ContainsAnyExcept(VersionCharacters);
    }

    /// <summary>An address or a path alone: the name stands behind <c>#egg=</c>, or begins the name of the file.</summary>
    private static Requirement? ReadUrl(string line, RequirementOrigin origin)
    {
        var (url, marker) = Marker($"@{WithoutOptions(line)}");
        url = url[1..].Trim();
        var egg = url.IndexOf("egg=", StringComparison.Ordinal);
        var name = egg >= 0 ? url[(egg + 4)..].Split('&', '[')[0] : NameInFile(url);
        return IsName(name) ? new Requirement(name, "", [], marker, WithoutSecrets(url), origin) : null;
    }

    private static string NameInFile(string url)
    {
        var path = url.Split('#', '?')[0];
        var file = path[(path.LastIndexOf('/') + 1)..];
        if (Array.Find(WheelEndings, ending => file.EndsWith(ending, StringComparison.OrdinalIgnoreCase)) is not null)
        {
            // numpy-1.24.2-cp311….whl, scikit-learn-1.2.1.tar.gz: the name ends where the version begins.
            var parts = file.Split('-');
            return string.Join('-', parts.TakeWhile((part, index) => index == 0 || part.Length == 0 || !char.IsAsciiDigit(part[0])));
        }

        // git+https://host/owner/name.git@revision
        var at = file.IndexOf('@', StringComparison.Ordinal);
        file = at > 0 ? file[..at] : file;
        return file.EndsWith(".git", StringComparison.Ordinal) ? file[..^4] : file;
    }

    internal static string Short(string line) => line.Length <= 200 ? line : $"{line[..200]}…";
}
