using ModelRegistry.Core.Access;
using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Versions;

namespace ModelRegistry.Core.Retirement;

/// <summary>
/// One act on several versions or models: each by the service that does it to one, under its rules and with its event, and each with an answer of its own.
/// What is refused for one does not keep the others from being done; who may do it to none of them is refused as for one.
/// </summary>
public sealed class BulkActs(VersionWorkflow editing, VersionRetirement retirement, ModelWorkflow models)
{
    public const int Most = 200;

    public Task<IReadOnlyList<BulkAnswer>> OnVersionsAsync(string model, VersionsAct act, Actor actor, CancellationToken ct)
    {
        RequireCount("versions", act.Versions.Count);
        RequireTags(act.Act, act.Tags);
        return EachAsync(act.Versions.Distinct().Select(number => number.Text()), actor, (number, by) => act.Act switch
        {
            BulkAct.Tag => editing.EditAsync(model, number, new VersionEdit(Tags: act.Tags), by, ct),
            BulkAct.Archive => retirement.ArchiveAsync(model, number, act.Reason, by, ct),
            _ => retirement.UnarchiveAsync(model, number, act.Reason, by, ct),
        }, "model_not_found", "model_renamed");
    }

    public Task<IReadOnlyList<BulkAnswer>> OnModelsAsync(ModelsAct act, Actor actor, CancellationToken ct)
    {
        RequireCount("models", act.Models.Count);
        RequireTags(act.Act, act.Tags);
        return act.Act == BulkAct.Tag
            ? EachAsync(act.Models.Distinct(StringComparer.Ordinal), actor, (name, by) => models.EditAsync(name, new ModelEdit(Tags: act.Tags), by, ct))
            : throw RegistryException.Invalid("act", "act_unknown", "Models can be tagged together. They are deleted one by one, and versions are archived.");
    }

    /// <param name="items">What it is done to.</param>
    /// <param name="actor">Who does it.</param>
    /// <param name="act">What is done to one.</param>
    /// <param name="ofCall">Refusals that are the same for all, because what the call names is not there.</param>
    private static async Task<IReadOnlyList<BulkAnswer>> EachAsync(
        IEnumerable<string> items, Actor actor, Func<string, Actor, Task> act, params string[] ofCall)
    {
        List<BulkAnswer> answers = [];
        List<RegistryException> refusals = [];
        var replayed = 0;
        foreach (var item in items)
        {
            var key = actor.Idempotency?.For(item);
            try
            {
                await act(item, actor with { Idempotency = key });
                answers.Add(new BulkAnswer(item, true));
            }
            catch (RegistryException refusal) when (IsOfItem(refusal) && !ofCall.Contains(refusal.Code))
            {
                answers.Add(BulkAnswer.Refused(item, refusal));
                refusals.Add(refusal);
            }

            replayed += key?.Replayed == true ? 1 : 0;
        }

        if (refusals.Count == answers.Count && refusals[0].Kind is RefusalKind.Forbidden or RefusalKind.NotFound
            && refusals.TrueForAll(refusal => refusal.Kind == refusals[0].Kind))
        {
            throw refusals[0];
        }

        if (actor.Idempotency is { } whole)
        {
            whole.Replayed = replayed == answers.Count;
        }

        return answers;
    }

    // What is wrong with the call itself is said once, before anything was done.
    private static bool IsOfItem(RegistryException refusal) =>
        refusal.Kind is RefusalKind.Forbidden or RefusalKind.NotFound or RefusalKind.Conflict || refusal.Code == "too_many";

    private static void RequireCount(string field, int count)
    {
        if (count is 0 or > Most)
        {
            throw count == 0 ? RegistryException.Invalid(field, "field_required", $"{field} is empty. Name at least one.")
                : RegistryException.Invalid(field, "too_many", $"{count.Text()} {field} at once are more than {Most.Text()}. Do it in several calls.");
        }
    }

    private static void RequireTags(BulkAct act, IReadOnlyDictionary<string, string?>? tags)
    {
        if (act == BulkAct.Tag && tags is null or { Count: 0 })
        {
            throw RegistryException.Invalid("tags", "field_required", "tags is empty. Name at least one tag with its value, or with null to remove it.");
        }
    }
}
