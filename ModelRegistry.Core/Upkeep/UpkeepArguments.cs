using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Upkeep;

/// <summary>What was typed after the word of a command, taken apart: switches, options with a value, places, and settings of the program.</summary>
public sealed class UpkeepArguments
{
    private static readonly string[] WithValue = ["--database-file"];

    private readonly Dictionary<string, string?> _options = new(StringComparer.Ordinal);
    private readonly List<string> _places = [];
    private readonly List<string> _settings = [];

    public static UpkeepArguments Parse(IReadOnlyList<string> args)
    {
        var parsed = new UpkeepArguments();
        for (var i = 0; i < args.Count; i++)
        {
            if (!args[i].StartsWith("--", StringComparison.Ordinal))
            {
                parsed._places.Add(args[i]);
            }
            else if (args[i].Contains(':', StringComparison.Ordinal) || args[i].Contains('=', StringComparison.Ordinal))
            {
                parsed._settings.Add(args[i]);
                if (!args[i].Contains('=', StringComparison.Ordinal) && i + 1 < args.Count)
                {
                    parsed._settings.Add(args[++i]);
                }
            }
            else
            {
                parsed._options[args[i]] = WithValue.Contains(args[i]) && i + 1 < args.Count ? args[++i] : null;
            }
        }

        return parsed;
    }

    /// <summary>What belongs to the configuration: <c>--Data:Directory FOLDER</c> and its like.</summary>
    public string[] Settings => [.. _settings];

    internal IReadOnlyList<string> Places => _places;

    internal bool Has(string option) => _options.ContainsKey(option);

    internal string? Value(string option) => _options.GetValueOrDefault(option);

    internal void RequireOnly(string usage, int places, params string[] known)
    {
        if (_options.Keys.Except(known).FirstOrDefault() is { } unknown)
        {
            throw RegistryException.Malformed("upkeep_usage", $"There is no option {unknown}. {usage}");
        }

        if (_places.Count != places)
        {
            throw RegistryException.Malformed("upkeep_usage", usage);
        }
    }

    internal void RequireSwitch(string option, string sentence)
    {
        if (!Has(option))
        {
            throw RegistryException.Malformed("upkeep_usage", sentence);
        }
    }
}
