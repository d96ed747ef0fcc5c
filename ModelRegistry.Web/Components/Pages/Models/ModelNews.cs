using ModelRegistry.Core.Common;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Retirement;
using ModelRegistry.Core.Slots;
using ModelRegistry.Core.Versions;

namespace ModelRegistry.Web.Components.Pages.Models;

/// <summary>What happened to models since a list was read, as the sentence of its bar; each model counts once.</summary>
public sealed class ModelNews
{
    private readonly HashSet<string> _created = new(StringComparer.Ordinal);
    private readonly HashSet<string> _changed = new(StringComparer.Ordinal);

    public string? Text => (_created.Count, _changed.Count) switch
    {
        (0, 0) => null,
        (var created, 0) => Count(created, "new model", "new models"),
        (0, var changed) => $"{Count(changed, "model", "models")} changed",
        var (created, changed) => $"{Count(created, "new model", "new models")}, {changed} changed",
    };

    /// <summary>Whether it could be news: a new model, or a change of one that is listed. Files that come in are none.</summary>
    public bool Concerns(Changed changed, bool listed) =>
        IsNew(changed)
            ? !_created.Contains(changed.Model!)
            : listed && changed.Event is (ModelEdited or ModelRenamed or ModelDeleted or VersionCreated or VersionSealed or MetricsLogged or SlotMoved)
                && !_changed.Contains(changed.Model!);

    public void Add(Changed changed) => (IsNew(changed) ? _created : _changed).Add(changed.Model!);

    public void Clear()
    {
        _created.Clear();
        _changed.Clear();
    }

    private static bool IsNew(Changed changed) => changed.Event is ModelCreated or ModelRestored or ModelRecreated;

    private static string Count(int number, string one, string many) => number == 1 ? $"1 {one}" : $"{number} {many}";
}
