using System.Text.RegularExpressions;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Commands;

/// <summary>Where a command of the README is tried.</summary>
internal enum ReadmeScene
{
    /// <summary>Starts the server that the walk talks to.</summary>
    Server,

    /// <summary>One after the other in one shell, beside the server.</summary>
    Walk,

    /// <summary>In a folder of its own.</summary>
    Demo,

    /// <summary>Needs what is not here.</summary>
    NotHere,
}

/// <summary>The commands of the README, in their order, and where each is tried.</summary>
internal static partial class ReadmeCommands
{
    // By the first command of a block. What says NotHere says why.
    private static readonly Dictionary<string, (ReadmeScene Scene, string Why)> Table = new()
    {
        ["dotnet run --project ModelRegistry.Web"] = (ReadmeScene.Server, ""),
        ["dotnet test ModelRegistry.sln"] = (ReadmeScene.NotHere, "It is this run."),
        ["dotnet run --project ModelRegistry.Web -- --demo"] = (ReadmeScene.Demo, ""),
        ["dotnet run --project ModelRegistry.Web -- --help"] = (ReadmeScene.Walk, ""),
        ["URL=http://localhost:5280"] = (ReadmeScene.Walk, ""),
        ["pip install mlflow"] = (ReadmeScene.NotHere, "It needs an MLflow client; ClientCycleTests takes one through all of it."),
        ["export Database__Provider=SqlServer"] = (ReadmeScene.NotHere, "It needs a SQL Server; SqlServer/run.sh starts the program on one."),
        ["ConnectionStrings__Registry='…an administrator…' dotnet run --project ModelRegistry.Web -- --migrate-only"] =
            (ReadmeScene.NotHere, "It needs a SQL Server; SqlServer/run.sh has it."),
        ["dotnet run --project ModelRegistry.Web -- migration-script > registry.sql"] = (ReadmeScene.Walk, ""),
        ["dotnet run --project ModelRegistry.Web -- backup /backups/2026-03-14"] = (ReadmeScene.Walk, ""),
        ["curl -fsS -u \"$LOGIN\" $URL/api/v1/audit/export -o audit.jsonl"] = (ReadmeScene.Walk, ""),
    };

    /// <summary>Each block of commands, and each command that stands in a sentence; a new one without a row in the table has no scene.</summary>
    public static IReadOnlyList<(string Text, ReadmeScene? Scene)> All { get; } =
        [.. Commands().Select(text => (text, Table.TryGetValue(First(text), out var row) ? row.Scene : (ReadmeScene?)null))];

    /// <summary>Rows of the table whose command is not in the README any more.</summary>
    public static IEnumerable<string> Forgotten => Table.Keys.Except(Commands().Select(First));

    private static IEnumerable<string> Commands()
    {
        var readme = File.ReadAllText(Path.Combine(Repository.Root, "README.md"));
        return Command().Matches(readme).Select(match => match.Groups[match.Groups[1].Success ? 1 : 2].Value);
    }

    private static string First(string text) =>
        text.Split('\n').First(line => line.Length > 0 && !line.StartsWith('#')).Trim();

    [GeneratedRegex(@"^```bash\n(.+?)^```|`(dotnet [^`]+)`", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Command();
}
