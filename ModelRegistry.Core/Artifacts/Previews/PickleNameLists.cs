using System.Collections.Frozen;

namespace ModelRegistry.Core.Artifacts.Previews;

/// <summary>The lists of <see cref="PickleNames"/>, written as text: "module: name name", a line that begins with a blank goes on.</summary>
internal static partial class PickleNameLists
{
    public static FrozenDictionary<string, FrozenSet<string>> Known() => Entries(KnownPython, KnownNumbers, KnownLearn, KnownTorch, KnownBoosting)
        .GroupBy(e => e.Key, e => e.Words)
        .ToFrozenDictionary(g => g.Key, g => g.SelectMany(words => words).ToFrozenSet(StringComparer.Ordinal));

    /// <summary>Module → what makes it dangerous; it holds for all within the module.</summary>
    public static FrozenDictionary<string, string> DangerousModules() => Entries(Modules)
        .SelectMany(e => e.Words.Select(module => (module, Why: Because(e.Key))))
        .ToFrozenDictionary(e => e.module, e => e.Why);

    /// <summary>"module.name" → what makes it dangerous.</summary>
    public static FrozenDictionary<string, string> DangerousNames() => Entries(Names)
        .Select(e => (Key: e.Key.Split(' '), e.Words))
        .SelectMany(e => e.Words.Select(name => (Name: $"{e.Key[1]}.{name}", Why: Because(e.Key[0]))))
        .ToFrozenDictionary(e => e.Name, e => e.Why);

    private static string Because(string kind) => kind switch
    {
        "programs" => "It starts programs or acts on the system.",
        "code" => "It runs Python code that it is given.",
        "pickles" => "It loads another pickle, or code, from data.",
        "network" => "It opens connections.",
        "files" => "It opens, writes or removes files.",
        "reach" => "It reaches or calls whatever it is given by name.",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "A list names a kind that has no sentence."),
    };

    private static IEnumerable<(string Key, string[] Words)> Entries(params string[] lists)
    {
        var key = "";
        foreach (var line in lists.SelectMany(list => list.Split('\n', StringSplitOptions.RemoveEmptyEntries)))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            key = colon < 0 ? key : line[..colon];
            yield return (key, line[(colon + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries));
        }
    }
}
