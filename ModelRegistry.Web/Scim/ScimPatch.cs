using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Provisioning;

namespace ModelRegistry.Web.Scim;

/// <summary>
/// What a body says of one attribute: its name in small letters (<c>name.givenname</c>; <c>emails[]</c> for some of several), which member it means, and
/// the value.
/// </summary>
internal sealed record ScimChange(string Op, string Attribute, string? Selected, JsonNode? Value);

/// <summary>
/// Reads what directories send (RFC 7644, 3.5), as they send it: Entra ID writes <c>Replace</c> with <c>"False"</c> as text, or several attributes without a
/// path whose keys are paths themselves; Okta sends whole objects. Names are the same in any case. What SCIM knows and the registry does not keep is ignored;
/// a path that SCIM does not know either is refused.
/// </summary>
internal static partial class ScimPatch
{
    private const string Enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

    private static readonly string[] OwnSchemas = ["urn:ietf:params:scim:schemas:core:2.0:User:", "urn:ietf:params:scim:schemas:core:2.0:Group:"];

    /// <summary>The operations of a PATCH, one for each attribute of what it changes.</summary>
    public static IReadOnlyList<ScimChange> Operations(JsonObject body, ScimNames names)
    {
        if (Member(body, "Operations") is not JsonArray { Count: > 0 } operations)
        {
            throw Refused("invalidSyntax", "A PATCH needs a list 'Operations' with at least one.");
        }

        List<ScimChange> changes = [.. operations.SelectMany(Operation)];
        return changes.Find(change => !names.Has(change.Attribute)) is not { } unknown ? changes
            : throw Refused("invalidPath", $"There is no attribute '{unknown.Attribute}' here. Those that are kept stand at {ScimAnswers.Root}/Schemas.");
    }

    /// <summary>A whole resource, as POST and PUT send it.</summary>
    public static IReadOnlyList<ScimChange> Whole(JsonObject body) => [.. body.SelectMany(pair => Parts("replace", pair.Key, pair.Value))];

    public static PersonWish Person(IReadOnlyList<ScimChange> changes)
    {
        var wish = new PersonWish();
        string? formatted = null, given = null, family = null;
        foreach (var change in changes)
        {
            switch (change.Attribute)
            {
                case "username":
                    wish = wish with { Email = change.Op == "remove" ? "" : Words(change) };
                    break;
                case "active":
                    wish = wish with { Active = Switch(change) };
                    break;
                case "displayname" when change.Op != "remove":
                    wish = wish with { DisplayName = Words(change) };
                    break;
                case "externalid":
                    wish = wish with { ExternalId = change.Op == "remove" ? "" : Words(change) };
                    break;
                case "name.formatted" when change.Op != "remove":
                    formatted = Words(change);
                    break;
                case "name.givenname" when change.Op != "remove":
                    given = Words(change);
                    break;
                case "name.familyname" when change.Op != "remove":
                    family = Words(change);
                    break;
            }
        }

        return wish with
        {
            DisplayName = Filled(wish.DisplayName) ?? Filled(formatted) ?? (given is null || family is null ? null : Filled($"{given} {family}")),
        };
    }

    public static TeamWish Group(IReadOnlyList<ScimChange> changes)
    {
        var (wish, members, join, leave) = (new TeamWish(), (HashSet<Guid>?)null, new HashSet<Guid>(), new HashSet<Guid>());
        foreach (var change in changes)
        {
            switch (change.Attribute)
            {
                case "displayname":
                    wish = wish with { Name = change.Op == "remove" ? "" : Words(change) };
                    break;
                case "externalid":
                    wish = wish with { ExternalId = change.Op == "remove" ? "" : Words(change) };
                    break;
                case "members":
                    (members, join, leave) = Members(change, members, join, leave);
                    break;
            }
        }

        return wish with { Members = members?.ToList(), Join = [.. join], Leave = [.. leave] };
    }

    /// <summary>A member of an object, whatever the case of its name.</summary>
    public static JsonNode? Member(JsonObject body, string name) =>
        body.FirstOrDefault(pair => pair.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;

    public static RegistryException Refused(string scimType, string message) => RegistryException.Malformed(scimType, message);

    private static (HashSet<Guid>? Members, HashSet<Guid> Join, HashSet<Guid> Leave) Members(ScimChange change, HashSet<Guid>? members, HashSet<Guid> join,
        HashSet<Guid> leave)
    {
        // In the order in which they stand: who is added after having been removed is in it.
        List<Guid> named = change.Selected is { } one ? [Id(one)] : change.Value is null ? [] : [.. Entries(change.Value).Select(Id)];
        switch (change.Op)
        {
            case "remove" when change.Selected is null && change.Value is null:
                return ([], [], []);
            case "remove":
                join.ExceptWith(named);
                leave.UnionWith(named);
                return (members, join, leave);
            case "replace" when change.Selected is null:
                return ([.. named], [], []);
            case "add" when change.Selected is null:
                join.UnionWith(named);
                leave.ExceptWith(named);
                return (members, join, leave);
            default:
                throw Refused("invalidPath", "Of members, one that is selected can only be removed.");
        }
    }

    private static IEnumerable<ScimChange> Operation(JsonNode? node)
    {
        var operation = node as JsonObject ?? [];
        var op = Text(Member(operation, "op"))?.ToLowerInvariant();
        if (op is not ("add" or "replace" or "remove"))
        {
            throw Refused("invalidSyntax", "Each operation has an 'op' that is add, replace or remove.");
        }

        var value = Member(operation, "value");
        var path = Text(Member(operation, "path"));
        return (op, path, value) switch
        {
            ("remove", null, _) => throw Refused("noTarget", "A remove needs a path that says what."),
            (not "remove", _, null) => throw Refused("invalidValue", $"A {op} needs a value."),
            (_, null, JsonObject whole) => whole.SelectMany(pair => One(op, pair.Key, pair.Value)),
            (_, null, _) => throw Refused("invalidValue", $"A {op} without a path needs an object of attributes."),
            _ => One(op, path, value),
        };
    }

    private static IEnumerable<ScimChange> One(string op, string path, JsonNode? value)
    {
        if (path.StartsWith(Enterprise, StringComparison.OrdinalIgnoreCase))
        {
            return []; // nothing of it is kept
        }

        var own = Array.Find(OwnSchemas, schema => path.StartsWith(schema, StringComparison.OrdinalIgnoreCase));
        var match = PathForm().Match(own is null ? path : path[own.Length..]);
        if (!match.Success)
        {
            throw Refused("invalidPath", "A path names an attribute, perhaps with a condition in brackets and a part of it.");
        }

        var attribute = match.Groups["attribute"].Value;
        if (!match.Groups["filter"].Success)
        {
            return Parts(op, attribute, value);
        }

        var selected = SelectorForm().Match(match.Groups["filter"].Value);
        return !attribute.Equals("members", StringComparison.OrdinalIgnoreCase) ? [new ScimChange(op, $"{attribute.ToLowerInvariant()}[]", null, value)]
            : selected.Success ? [new ScimChange(op, "members", selected.Groups["value"].Value, value)]
            : throw Refused("invalidPath", "Of members, select one by: members[value eq \"…\"].");
    }

    /// <summary>A name is its parts.</summary>
    private static IEnumerable<ScimChange> Parts(string op, string attribute, JsonNode? value) =>
        attribute.Equals("name", StringComparison.OrdinalIgnoreCase) && value is JsonObject parts
            ? parts.Select(part => new ScimChange(op, $"name.{part.Key.ToLowerInvariant()}", null, part.Value))
            : [new ScimChange(op, attribute.ToLowerInvariant(), null, value)];

    private static IEnumerable<string> Entries(JsonNode value) => value switch
    {
        JsonArray list => list.Select(Entry),
        _ => [Entry(value)],
    };

    private static string Entry(JsonNode? entry) =>
        Text(entry is JsonObject member ? Member(member, "value") : entry) ?? throw Refused("invalidValue", "Each member has a 'value' that is its id.");

    private static Guid Id(string text) => Guid.TryParse(text, out var id) ? id
        : throw Refused("invalidValue", "A member is named by the id that the registry gave it.");

    private static string Words(ScimChange change) => change.Value is null ? ""
        : Text(change.Value) ?? throw Refused("invalidValue", $"{change.Attribute} is a text.");

    /// <summary>Null where it is taken away: nobody is let in or out by that.</summary>
    private static bool? Switch(ScimChange change) => change.Op == "remove" ? null : change.Value?.GetValueKind() switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.String when bool.TryParse(change.Value.GetValue<string>(), out var on) => on,
        _ => throw Refused("invalidValue", "active is true or false."),
    };

    private static string? Text(JsonNode? node) => node?.GetValueKind() == JsonValueKind.String ? node.GetValue<string>() : null;

    private static string? Filled(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    [GeneratedRegex("^(?<attribute>[A-Za-z][^\\[\\]\\s]*)(\\[(?<filter>[^\\]]*)\\](\\.[A-Za-z]+)?)?$", RegexOptions.ExplicitCapture)]
    private static partial Regex PathForm();

    [GeneratedRegex("^\\s*value\\s+eq\\s+\"(?<value>[^\"\\\\]*)\"\\s*$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex SelectorForm();
}
