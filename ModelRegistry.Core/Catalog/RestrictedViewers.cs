namespace ModelRegistry.Core.Catalog;

/// <summary>Who sees a restricted model: its owner first, then admins and auditors. The list is cut; <see cref="Count"/> is the whole number.</summary>
public sealed record RestrictedViewers(IReadOnlyList<string> Names, int Count)
{
    public const int Shown = 20;
}
