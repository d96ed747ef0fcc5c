using ModelRegistry.Core.Common;

namespace ModelRegistry.Web.Components;

/// <summary>A list of which somebody reads one page after the other: the pages read so far are one.</summary>
internal static class ReadingOn
{
    /// <summary>From the beginning again, as far as one has read: what is shown stays shown.</summary>
    /// <param name="shown">What was read before; null: nothing.</param>
    /// <param name="read">Reads the page that a token names; null is the first.</param>
    public static async Task<Page<T>> AgainAsync<T>(this Page<T>? shown, Func<string?, Task<Page<T>>> read)
    {
        var fresh = await read(null);
        while (fresh.NextPageToken is not null && fresh.Items.Count < shown?.Items.Count)
        {
            fresh = await fresh.OnAsync(read);
        }

        return fresh;
    }

    /// <summary>With the next page after it.</summary>
    public static async Task<Page<T>> OnAsync<T>(this Page<T> shown, Func<string?, Task<Page<T>>> read)
    {
        var page = await read(shown.NextPageToken);
        return new([.. shown.Items, .. page.Items], page.NextPageToken);
    }
}
