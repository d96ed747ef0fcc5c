using System.Collections.Concurrent;

namespace ModelRegistry.Web.Components.Shared;

/// <summary>Texts that were laid out before, so that a page that is drawn again, or by a hundred people, lays them out once. Bounded by characters.</summary>
internal sealed class MarkdownMemory(long mostCharacters)
{
    private ConcurrentDictionary<(string Text, int Below, string? Anchor), string> _young = new();
    private ConcurrentDictionary<(string Text, int Below, string? Anchor), string> _old = new();
    private long _characters;

    public string Html(string text, int below, string? anchor, Func<string> lay)
    {
        var key = (text, below, anchor);
        if (_young.TryGetValue(key, out var html))
        {
            return html;
        }

        html = _old.TryGetValue(key, out var known) ? known : lay();
        if (Interlocked.Add(ref _characters, text.Length + html.Length) > mostCharacters / 2)
        {
            // What was not asked for since the last time is forgotten.
            Interlocked.Exchange(ref _characters, 0);
            (_old, _young) = (_young, new());
        }

        _young[key] = html;
        return html;
    }
}
