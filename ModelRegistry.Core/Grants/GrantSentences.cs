using System.Globalization;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Audit;
using static ModelRegistry.Core.Audit.AuditSentence;

namespace ModelRegistry.Core.Grants;

/// <summary>Tells who was given what, and what was taken away.</summary>
internal static class GrantSentences
{
    public static EventSentences All { get; } = new EventSentences()
        .Say<GrantGiven>((entry, given) => Plainly($"{entry.Actor} gave {Holder(given.After)} the right to {What(given.After)}"))
        .Say<GrantEnded>((entry, ended) => Plainly($"{entry.Actor} took from {Holder(ended.Before)} the right to {What(ended.Before)}"));

    private static string Holder(RecordedGrant grant) => grant.Person ?? $"the team '{grant.Team}'";

    private static string What(RecordedGrant grant)
    {
        var verb = grant.Right switch
        {
            GrantRight.Read => "read",
            GrantRight.Contribute => "contribute to",
            GrantRight.Review => grant.Stages is null ? "review" : $"review {string.Join(" and ", grant.Stages)} of",
            _ => "own",
        };
        var on = grant.Model ?? (grant.Collection is null ? "everything" : $"the collection {grant.Collection}");
        return grant.Until is { } until ? string.Create(CultureInfo.InvariantCulture, $"{verb} {on} until {until.UtcDateTime:d MMMM yyyy}") : $"{verb} {on}";
    }
}
