using Xunit.Abstractions;

[assembly: TestCollectionOrderer("ModelRegistry.Tests.Support.LongestFirst", "ModelRegistry.Tests")]

namespace ModelRegistry.Tests.Support;

/// <summary>Begins with the collections that take longest, so that none of them runs alone in the end while the other core is idle.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] Long = [EveryPageCollection.Name, BrowserCollection.Name, RegistryAppCollection.Name, ".Durability.", ".Upkeep."];

    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections) =>
        testCollections.OrderBy(collection => Rank(collection.DisplayName)).ThenBy(collection => collection.DisplayName, StringComparer.Ordinal);

    private static int Rank(string name) =>
        Array.FindIndex(Long, part => name == part || (part[0] == '.' && name.Contains(part, StringComparison.Ordinal))) is var rank and >= 0 ? rank
        : Long.Length;
}
