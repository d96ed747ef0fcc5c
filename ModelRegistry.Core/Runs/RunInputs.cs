using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Experiments;

namespace ModelRegistry.Core.Runs;

/// <summary>A data set that a run read, with tags of the reading (such as <c>mlflow.data.context</c>).</summary>
public sealed record NewRunInput(
    string Name,
    string Digest,
    string? SourceType = null,
    string? Source = null,
    string? Schema = null,
    string? Profile = null,
    IReadOnlyList<KeyValuePair<string, string>>? Tags = null);

/// <summary>A logged model that a run made, and at which step.</summary>
public sealed record RunOutput(string ModelId, long Step = 0);

/// <summary>Notes which data sets and models a run read, and which models it made. The same again changes nothing.</summary>
public sealed class RunInputs(RegistryStore store, ChangeFeed feed)
{
    private const int MostDatasets = 1_000;

    public Task LogAsync(string runId, IReadOnlyList<NewRunInput> datasets, IReadOnlyList<string> modelIds, Actor actor, CancellationToken ct)
    {
        RequireRoom("datasets", datasets.Count);
        RequireRoom("models", modelIds.Count);
        var wanted = datasets.Select(Check).DistinctBy(dataset => (dataset.Name, dataset.Digest)).ToList();
        return ChangeAsync(runId, actor, async (db, run) =>
        {
            await AddDatasetsAsync(db, run, wanted, ct);
            await LinkAsync(db, actor, run, isOutput: false, [.. modelIds.Select(id => new RunOutput(id))], ct);
        }, ct);
    }

    public Task LogOutputsAsync(string runId, IReadOnlyList<RunOutput> outputs, Actor actor, CancellationToken ct)
    {
        RequireRoom("models", outputs.Count);
        return ChangeAsync(runId, actor, (db, run) => LinkAsync(db, actor, run, isOutput: true, outputs, ct), ct);
    }

    private async Task ChangeAsync(string runId, Actor actor, Func<RegistryDbContext, Run, Task> change, CancellationToken ct)
    {
        var run = await store.WriteAsync(actor, async transaction =>
        {
            transaction.AllowUnaudited(typeof(RunDataset), typeof(RunInput));
            var found = await transaction.Db.TakeRunAsync(actor, runId, ct);
            await change(transaction.Db, found.Run);
            return found.Run;
        }, ct);
        feed.Publish([new RunsChanged(run.ExperimentId, run.Id)]);
    }

    private static async Task AddDatasetsAsync(RegistryDbContext db, Run run, List<NewRunInput> wanted, CancellationToken ct)
    {
        if (wanted.Count == 0)
        {
            return;
        }

        await db.TakeTurnAsync(Tracked.Datasets, ct);
        var digests = wanted.Select(dataset => dataset.Digest).Distinct().ToArray();
        var known = (await db.RunDatasets.Where(dataset => dataset.ExperimentId == run.ExperimentId && digests.Contains(dataset.Digest))
            .Select(dataset => new { dataset.Key, dataset.Name, dataset.Digest }).ToListAsync(ct))
            .ToDictionary(dataset => (dataset.Name, dataset.Digest), dataset => dataset.Key);
        var fresh = wanted.Where(dataset => !known.ContainsKey((dataset.Name, dataset.Digest))).ToList();
        var next = fresh.Count == 0 ? 0 : await db.TakeAsync(Tracked.Datasets, fresh.Count, ct);
        foreach (var dataset in fresh)
        {
            known[(dataset.Name, dataset.Digest)] = next;
            db.RunDatasets.Add(new RunDataset
            {
                Key = next++,
                ExperimentId = run.ExperimentId,
                Name = dataset.Name,
                Digest = dataset.Digest,
                SourceType = dataset.SourceType ?? "",
                Source = dataset.Source ?? "",
                Schema = dataset.Schema,
                Profile = dataset.Profile,
            });
        }

        var keys = known.Values.ToArray();
        var read = await db.RunInputs.Where(input => input.RunKey == run.Key && EF.Parameter(keys).Contains(input.DatasetKey))
            .Select(input => input.DatasetKey).ToListAsync(ct);
        db.RunInputs.AddRange(wanted.Where(dataset => !read.Contains(known[(dataset.Name, dataset.Digest)])).Select(dataset =>
        {
            var tags = (dataset.Tags ?? []).GroupBy(tag => tag.Key, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Last().Value);
            return new RunInput
            {
                RunKey = run.Key,
                DatasetKey = known[(dataset.Name, dataset.Digest)],
                Context = tags.GetValueOrDefault(RunInput.ContextTag),
                Tags = JsonSerializer.Serialize(tags),
            };
        }));
    }

    private static async Task LinkAsync(RegistryDbContext db, Actor actor, Run run, bool isOutput, IReadOnlyList<RunOutput> models, CancellationToken ct)
    {
        var keys = await db.FindLoggedModelKeysAsync(actor, [.. models.Select(model => model.ModelId).Distinct()], ct);
        await db.AddNewAsync(RunTables.Models,
            [.. models.DistinctBy(model => model.ModelId).Select(model => new object?[] { run.Key, isOutput, keys[model.ModelId], model.Step })],
            null, null, ct);
    }

    private static NewRunInput Check(NewRunInput dataset, int at)
    {
        var field = $"datasets[{at.Text()}]";
        Text.Check($"{field}.dataset.name", dataset.Name, RunDataset.NameMaxLength, required: true);
        Text.Check($"{field}.dataset.digest", dataset.Digest, RunDataset.DigestMaxLength, required: true);
        Text.Check($"{field}.dataset.source_type", dataset.SourceType, RunDataset.SourceTypeMaxLength);
        Text.Check($"{field}.dataset.source", dataset.Source, RunDataset.SourceMaxLength);
        Text.Check($"{field}.dataset.schema", dataset.Schema, RunDataset.SchemaMaxLength);
        Text.Check($"{field}.dataset.profile", dataset.Profile, RunDataset.ProfileMaxLength);
        var tags = dataset.Tags ?? [];
        if (tags.Count > RunInput.MostTags)
        {
            throw RegistryException.Invalid($"{field}.tags", "too_many", $"{field} has {tags.Count.Text()} tags; {RunInput.MostTags.Text()} are allowed.");
        }

        foreach (var tag in tags)
        {
            Text.Check($"{field}.tags", tag.Key, RunInput.TagKeyMaxLength, required: true);
            Text.Check($"{field}.tags", tag.Value, RunInput.TagValueMaxLength);
        }

        return dataset;
    }

    private static void RequireRoom(string field, int count)
    {
        if (count > MostDatasets)
        {
            throw RegistryException.Invalid(field, "too_many", $"{field} has {count.Text()} entries; {MostDatasets.Text()} are allowed in one call.");
        }
    }
}
