using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ModelRegistry.Core.Audit;
using ModelRegistry.Core.Common;

namespace ModelRegistry.Tests.Audit;

/// <summary>The body of every kind of event, member by member: a name that changes here changes what the trail of an installation says.</summary>
public sealed partial class EventShapeTests
{
    private static readonly string Solution = FindSolution();

    public static TheoryData<string> Names => [.. EventSamples.All.Select(sample => EventKind.Of(sample).Name)];

    [Fact]
    public void Every_kind_of_event_has_a_sample() =>
        Assert.Equal(EventCatalog.All.Select(kind => kind.Name).Order(StringComparer.Ordinal), EventSamples.All.Select(sample => EventKind.Of(sample).Name)
            .Order(StringComparer.Ordinal));

    [Fact]
    public void Bodies_are_the_ones_that_were_agreed_upon()
    {
        var written = string.Join('\n', EventSamples.All.Select(Write)) + "\n";

        var file = Path.Combine(Solution, "ModelRegistry.Tests", "Audit", "EventBodies.golden.jsonl");
        if (Environment.GetEnvironmentVariable("WRITE_GOLDEN") == "1")
        {
            File.WriteAllText(file, written);
        }

        Assert.Equal(File.ReadAllText(file, Encoding.UTF8).Split('\n'), written.Split('\n'));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void An_event_is_read_back_as_it_was_written(string name)
    {
        var sample = EventSamples.All.Single(sample => EventKind.Of(sample).Name == name);

        var read = AuditBody.Read(Write(sample)).ReadEvent();

        Assert.Equal(sample.GetType(), read?.GetType());
        Assert.Equal(Write(sample), Write(read!));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_body_that_lacks_a_member_or_has_another_is_no_such_event(string name)
    {
        var body = Write(EventSamples.All.Single(sample => EventKind.Of(sample).Name == name));
        foreach (var half in new[] { "before", "after" }.Where(half => JsonNode.Parse(body)![half] is JsonObject))
        {
            Assert.Null(Changed(body, half, members => members["oddity"] = 1));
            Assert.Null(Changed(body, half, _ => { }, replaced: 3));
        }

        var odd = JsonNode.Parse(body)!.AsObject();
        odd["after"] = "x";
        Assert.Null(Read(odd));
    }

    /// <summary>By their text: only the file that lists a feature's events, and the sentence of a body that nobody can read, may name one.</summary>
    [Fact]
    public void No_action_is_written_outside_the_files_of_events()
    {
        var names = EventCatalog.All.Select(kind => kind.Name).ToHashSet();

        var found = new[] { "ModelRegistry.Core", "ModelRegistry.Web" }.SelectMany(project =>
            Directory.EnumerateFiles(Path.Combine(Solution, project), "*.*", SearchOption.AllDirectories))
            .Where(file => Path.GetExtension(file) is ".cs" or ".razor")
            .Where(file => !file.EndsWith("Events.cs", StringComparison.Ordinal)
                && !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .SelectMany(file => Literals()
                .Matches(File.ReadAllText(file)).Where(literal => names.Contains(literal.Groups[1].Value))
                .Select(literal => $"{Path.GetFileName(file)}: {literal.Value}"));

        Assert.Empty(found);
    }

    private static string Write(RegistryEvent happened) => AuditBody.Write(1, EventSamples.At, new AuditActor("u1", "ann@example.test"), "api", happened);

    private static RegistryEvent? Changed(string body, string half, Action<JsonObject> change, JsonNode? replaced = null)
    {
        var parsed = JsonNode.Parse(body)!.AsObject();
        change(parsed[half]!.AsObject());
        parsed[half] = replaced ?? parsed[half]!.DeepClone();
        return Read(parsed);
    }

    private static RegistryEvent? Read(JsonObject body) => AuditBody.Read(body.ToJsonString()).ReadEvent();

    private static string FindSolution()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "ModelRegistry.sln")))
        {
            folder = folder.Parent;
        }

        return folder.FullName;
    }

    [GeneratedRegex("\"([a-z_]+\\.[a-z_]+)\"")]
    private static partial Regex Literals();
}
