using ModelRegistry.Core.Data;

namespace ModelRegistry.Web.Access;

/// <summary>Lets the reads of one load of a page share what all of them need; the page itself never holds the database.</summary>
public static class PageReads
{
    public static Task TogetherAsync(Func<Task> reads) => RegistryStore.TogetherAsync(reads);
}
