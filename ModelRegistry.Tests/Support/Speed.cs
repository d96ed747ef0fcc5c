namespace ModelRegistry.Tests.Support;

/// <summary>
/// Marks tests that need a browser or programs of their own, or storm for seconds: <c>--filter 'Speed!=slow'</c> leaves them out
/// (CONTRIBUTING.md).
/// </summary>
internal static class Speed
{
    public const string Trait = "Speed";
    public const string Slow = "slow";
}
