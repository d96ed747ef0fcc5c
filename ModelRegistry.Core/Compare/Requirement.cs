using System.Text;

namespace ModelRegistry.Core.Compare;

/// <summary>Which file asks for a package.</summary>
public enum RequirementOrigin
{
    /// <summary>A line of pip: in <c>requirements.txt</c>, or under <c>pip</c> in <c>conda.yaml</c>.</summary>
    Pip,

    /// <summary>A package of conda.</summary>
    Conda,

    /// <summary>What <c>python_env.yaml</c> builds with.</summary>
    Build,
}

/// <summary>
/// One package that an environment asks for. <see cref="Constraint"/> is what it says of the version, conditions in one order and without blanks;
/// empty when any will do.
/// </summary>
public sealed record Requirement(
    string Name, string Constraint, IReadOnlyList<string> Extras, string? Marker, string? Url, RequirementOrigin Origin)
{
    /// <summary>The name by which packages are the same (PEP 503): lower case, runs of <c>-</c>, <c>_</c> and <c>.</c> as one hyphen.</summary>
    public string Key { get; } = Normalize(Name);

    /// <summary>The one version that will do, when it is only one.</summary>
    public PythonVersion? Exact { get; } = ExactOf(Constraint, Origin);

    /// <summary>What stands behind the name: <c>[s3] ==2.17.2 ; python_version &lt; "3.12"</c>.</summary>
    public string Text => string.Join(' ', new[]
    {
        Extras.Count == 0 ? "" : $"[{string.Join(',', Extras)}]",
        Url is null ? Constraint : $"@ {Url}",
        Marker is null ? "" : $"; {Marker}",
    }.Where(part => part.Length > 0));

    public static string Normalize(string name)
    {
        var key = new StringBuilder(name.Length);
        foreach (var character in name.Trim())
        {
            if (character is not ('-' or '_' or '.'))
            {
                key.Append(char.ToLowerInvariant(character));
            }
            else if (key.Length == 0 || key[^1] != '-')
            {
                key.Append('-');
            }
        }

        return key.ToString();
    }

    // One "=" is conda's: MLflow writes python=3.11.2 and means it. A third part there is the build.
    private static PythonVersion? ExactOf(string constraint, RequirementOrigin origin) => constraint switch
    {
        _ when constraint.Contains(',', StringComparison.Ordinal) || constraint.Contains('*', StringComparison.Ordinal) => null,
        _ when constraint.StartsWith("===", StringComparison.Ordinal) => PythonVersion.Read(constraint[3..]),
        _ when constraint.StartsWith("==", StringComparison.Ordinal) => PythonVersion.Read(constraint[2..]),
        _ when constraint.StartsWith('=') && origin == RequirementOrigin.Conda => PythonVersion.Read(constraint[1..].Split('=')[0]),
        _ => null,
    };
}

/// <summary>The packages of an environment, and the lines of its files that say something else or could not be read.</summary>
public sealed record PythonEnvironment(string? Python, IReadOnlyList<Requirement> Requirements, IReadOnlyList<string> Notes)
{
    public static readonly PythonEnvironment Empty = new(null, [], []);
}
