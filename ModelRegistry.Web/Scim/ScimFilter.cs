using System.Text.Json;
using System.Text.RegularExpressions;
using ModelRegistry.Core.Provisioning;

namespace ModelRegistry.Web.Scim;

/// <summary>Reads the filters that directories send: attributes that are equal to something, joined by <c>and</c>.</summary>
internal static partial class ScimFilter
{
    public static ProvisioningSearch Read(string? filter, int? startIndex, int? count, bool people)
    {
        // RFC 7644, 3.4.2.4: below 1 is 1, a negative number is none.
        var search = new ProvisioningSearch
        {
            StartIndex = Math.Max(startIndex ?? 1, 1),
            Count = Math.Clamp(count ?? 100, 0, ProvisioningSearch.MostItems),
        };
        for (var rest = filter ?? ""; rest.Length > 0;)
        {
            var match = ConditionForm().Match(rest);
            if (!match.Success)
            {
                throw ScimPatch.Refused("invalidFilter", "A filter is 'attribute eq \"value\"', or several of these joined by 'and'.");
            }

            search = Add(search, match.Groups["attribute"].Value.ToLowerInvariant(), Value(match.Groups["value"].Value), people);
            rest = rest[match.Length..];
        }

        return search;
    }

    private static ProvisioningSearch Add(ProvisioningSearch search, string attribute, string value, bool people) => (attribute, people) switch
    {
        ("id", _) => Same(search.Id, Id(value), search with { Id = Id(value) }),
        ("externalid", _) => Same(search.ExternalId, value, search with { ExternalId = value }),
        ("username" or "emails[type eq \"work\"].value", true) or ("displayname", false) =>
            Same(search.Name, value, search with { Name = value }),
        ("members", false) => Same(search.Member, Id(value), search with { Member = Id(value) }),
        _ => throw ScimPatch.Refused("invalidFilter", people ? "People are found by userName, externalId, id and emails[type eq \"work\"].value."
            : "Groups are found by displayName, externalId, id and members."),
    };

    /// <summary>Nothing is equal to two values, and nothing has an id that is none.</summary>
    private static ProvisioningSearch Same<T>(T? before, T? now, ProvisioningSearch next) =>
        next with { Impossible = next.Impossible || now is null || (before is not null && !before.Equals(now)) };

    private static Guid? Id(string value) => Guid.TryParse(value, out var id) ? id : null;

    private static string Value(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<string>(text)!;
        }
        catch (JsonException)
        {
            throw ScimPatch.Refused("invalidFilter", "A value in the filter cannot be read.");
        }
    }

    [GeneratedRegex("""
        ^\s*(?<attribute>[A-Za-z][A-Za-z0-9.]*(\[type eq "[a-z]+"\](\.[A-Za-z]+)?)?)\s+eq\s+(?<value>"([^"\\]|\\.)*")(\s+and\s+(?=\S)|\s*$)
        """, RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex ConditionForm();
}
