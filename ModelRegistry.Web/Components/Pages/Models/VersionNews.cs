using ModelRegistry.Core.Common;
using ModelRegistry.Core.Retirement;
using ModelRegistry.Core.Versions;
using ModelRegistry.Web.Components.Shared;

namespace ModelRegistry.Web.Components.Pages.Models;

/// <summary>What others change while a list of versions is open: new ones wait behind a bar, those that are shown are read again in place.</summary>
public sealed class VersionNews
{
    private readonly HashSet<int> _news = [];
    private readonly HashSet<int> _stale = [];

    /// <summary>What the bar says; null while nothing is new.</summary>
    public string? Text => _news.Count switch { 0 => null, 1 => "1 new version", var count => $"{count} new versions" };

    public void Clear() => _news.Clear();

    /// <summary>Takes note; true when rows were taken out, because their versions are gone.</summary>
    public bool Add(IReadOnlyList<Changed> burst, KeysetRows<VersionView>? rows)
    {
        var removed = false;
        foreach (var (number, happened) in burst.Select(changed => (changed.Version!.Value, changed.Event)))
        {
            if (happened is VersionCreated)
            {
                _news.Add(number);
            }
            else if (happened is VersionDeleted or VersionPurged)
            {
                rows?.Remove(version => version.Number == number); // its row would lead nowhere
                removed = true;
            }
            else if (IsShownInPlace(happened) && rows?.Held.Any(version => version.Number == number) == true)
            {
                _stale.Add(number);
            }
        }

        return removed;
    }

    /// <summary>The versions that are shown and have changed.</summary>
    public IReadOnlyList<int> TakeStale()
    {
        List<int> numbers = [.. _stale.Take(PageToken.MaxSize)];
        _stale.Clear();
        return numbers;
    }

    private static bool IsShownInPlace(RegistryEvent happened) => happened is VersionSealed or VersionFailed or VersionEdited or MetricsLogged
        or VersionArchived or VersionUnarchived or VersionHeld or HoldReleased;
}
