namespace ModelRegistry.Web.Commands;

/// <summary>
/// What was typed, in two parts: settings, which the framework's configuration reads, and the rest, which is commands with their
/// options. They are parted first, because the reader of commands takes a colon for the end of an option's name.
/// </summary>
internal sealed record TypedArguments(string[] Settings, string[] Rest, IReadOnlyList<string> Refusals)
{
    public static TypedArguments Of(IReadOnlyList<string> args)
    {
        var (settings, rest, refusals) = (new List<string>(), new List<string>(), new List<string>());
        var named = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < args.Count; i++)
        {
            var (name, value) = Parted(args[i]);
            if (args[i] == "--")
            {
                rest.AddRange(args.Skip(i));
                break;
            }

            if (name is null)
            {
                rest.Add(args[i]);
                continue;
            }

            if (value is null && i + 1 < args.Count && !args[i + 1].StartsWith("--", StringComparison.Ordinal))
            {
                value = args[++i];
            }

            settings.Add($"--{name}={value}");
            if (Refusal(name, value, isFirst: named.Add(name)) is { } refusal)
            {
                refusals.Add(refusal);
            }
        }

        return new TypedArguments([.. settings], [.. rest], refusals);
    }

    /// <summary>The name of the setting that this begins, and its value if that follows in the same word; no name when it is no setting.</summary>
    private static (string? Name, string? Value) Parted(string word)
    {
        var equals = word.IndexOf('=', StringComparison.Ordinal);
        var name = equals < 0 ? word : word[..equals];
        if (!name.StartsWith("--", StringComparison.Ordinal)
            || !(name.Contains(':', StringComparison.Ordinal) || Setting.Knows(name[2..]) || Setting.IsPart(name[2..])))
        {
            return (null, null);
        }

        return (name[2..], equals < 0 ? null : word[(equals + 1)..]);
    }

    private static string? Refusal(string name, string? value, bool isFirst) => (Setting.Knows(name), value, isFirst) switch
    {
        (false, "", _) when Setting.IsPart(name) => null,
        (false, _, _) => $"There is no setting --{name}.",
        (_, null, _) => $"--{name} needs a value.",
        (_, _, false) => $"--{name} is there twice; only one can be meant.",
        _ => null,
    };
}
