namespace ModelRegistry.Core.Access;

/// <summary>How far grants reach, for a query: everywhere, or to these models and to whatever lies in these collections.</summary>
internal sealed record Reach(bool Everywhere, Guid[] Models, Guid[] Collections)
{
    public bool IsNothing => !Everywhere && Models.Length == 0 && Collections.Length == 0;

    public static Reach Of(IEnumerable<HeldGrant> grants)
    {
        var held = grants.ToList();
        return new Reach(held.Exists(grant => grant.IsOnServer), [.. held.Select(grant => grant.ModelId).OfType<Guid>().Distinct()],
            [.. held.SelectMany(grant => grant.Collections ?? new HashSet<Guid>()).Distinct()]);
    }
}
