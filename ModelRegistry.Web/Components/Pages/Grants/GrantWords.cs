using ModelRegistry.Core.Access;
using ModelRegistry.Core.Grants;

namespace ModelRegistry.Web.Components.Pages.Grants;

/// <summary>What grants are called.</summary>
internal static class GrantWords
{
    public static IReadOnlyList<(GrantRight Right, string Name, string Allows)> All { get; } =
    [
        (GrantRight.Read, "Read", "see and download"),
        (GrantRight.Contribute, "Contribute", "with the role DataScientist: register, log, ask for promotion"),
        (GrantRight.Review, "Review", "with the role Reviewer: approve and reject"),
        (GrantRight.Own, "Own", "what the owner may, whatever the roles"),
    ];

    public static string Name(GrantView grant)
    {
        var name = All.First(known => known.Right == grant.Right).Name;
        return grant.Stages is null ? name : $"{name} {string.Join(", ", grant.Stages)}";
    }

    public static string On(GrantOn on) => on.Model ?? (on.Collection is null ? "the whole server" : $"the collection {on.Collection}");
}
