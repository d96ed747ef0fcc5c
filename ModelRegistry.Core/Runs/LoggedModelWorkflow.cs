using System.Buffers;
using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Experiments;

namespace ModelRegistry.Core.Runs;

/// <summary>Makes logged models, ends their upload, deletes and labels them. As with runs nothing is recorded before a version is registered.</summary>
public sealed class LoggedModelWorkflow(RegistryStore store)
{
    private const int MostLabels = 1_000;
    private static readonly SearchValues<char> NotInNames = SearchValues.Create("/:.%\"'");

    public Task<LoggedModelView> CreateAsync(NewLoggedModel command, Actor actor, CancellationToken ct) =>
        store.WriteAsync(actor, async transaction =>
        {
            transaction.AllowUnaudited(typeof(LoggedModel), typeof(LoggedModelLabel));
            var db = transaction.Db;
            var experiment = await db.FindExperimentAsync(actor, command.ExperimentId, ct);
            ExperimentAccess.Require(actor, ExperimentAct.Write, experiment.Place);
            experiment.RequireActive();
            if (!string.IsNullOrEmpty(command.SourceRunId))
            {
                await db.FindRunAsync(actor, command.SourceRunId, ct);
            }

            var now = transaction.Now.ToUnixTimeMilliseconds();
            var model = new LoggedModel
            {
                Key = await db.TakeAsync(Tracked.LoggedModels, 1, ct),
                Id = $"m-{Guid.NewGuid():n}",
                ExperimentId = experiment.Id,
                SourceRunId = string.IsNullOrEmpty(command.SourceRunId) ? null : command.SourceRunId,
                Name = NameOf(command.Name),
                Type = Text.Check("model_type", command.Type, LoggedModel.TypeMaxLength),
                CreatedTime = now,
                UpdatedTime = now,
                CreatedById = actor.UserId,
                CreatedByName = actor.Name,
            };
            db.LoggedModels.Add(model);
            var (parameters, tags) = (Labels("params", command.Params), Labels("tags", command.Tags));
            db.LoggedModelLabels.AddRange(parameters.Select(param => LabelOf(model, true, param)).Concat(tags.Select(tag => LabelOf(model, false, tag))));
            return LoggedModelView.Of(model) with { Params = parameters, Tags = tags };
        }, ct);

    public Task<LoggedModelView> SetStatusAsync(string id, LoggedModelStatus status, string? message, Actor actor, CancellationToken ct) =>
        store.WriteAsync(actor, async transaction =>
        {
            transaction.AllowUnaudited(typeof(LoggedModel));
            var model = await transaction.Db.TakeLoggedModelAsync(actor, id, ct);
            model.Status = status;
            model.StatusMessage = message is null ? null
                : IndexedText.StartOf(Text.Check("status_message", message, int.MaxValue), LoggedModel.StatusMessageMaxLength);
            model.UpdatedTime = transaction.Now.ToUnixTimeMilliseconds();
            return await LoggedModelQueries.ViewAsync(transaction.Db, model, ct);
        }, ct);

    /// <summary>Soft: whoever asks for deleted ones still finds it, and versions that were registered from it keep their files.</summary>
    public Task DeleteAsync(string id, Actor actor, CancellationToken ct) =>
        store.WriteAsync(actor, async transaction =>
        {
            transaction.AllowUnaudited(typeof(LoggedModel));
            var model = await transaction.Db.TakeLoggedModelAsync(actor, id, ct);
            await ExperimentAccess.RequireAsync(transaction.Db, actor, ExperimentAct.Retire, model.ExperimentId, ct);
            model.DeletedAt = transaction.Now;
        }, ct);

    public Task<LoggedModelView> SetTagsAsync(string id, IReadOnlyList<KeyValuePair<string, string>> tags, Actor actor, CancellationToken ct) =>
        AddLabelsAsync(id, isParam: false, Labels("tags", tags), actor, ct);

    /// <summary>Parameters are written once, as those of a run.</summary>
    public Task<LoggedModelView> AddParamsAsync(string id, IReadOnlyList<KeyValuePair<string, string>> parameters, Actor actor, CancellationToken ct) =>
        AddLabelsAsync(id, isParam: true, Labels("params", parameters), actor, ct);

    public Task DeleteTagAsync(string id, string key, Actor actor, CancellationToken ct) =>
        store.WriteAsync(actor, async transaction =>
        {
            var model = await transaction.Db.TakeLoggedModelAsync(actor, id, ct);
            var removed = await transaction.Db.LoggedModelLabels.Where(label => label.ModelKey == model.Key && !label.IsParam && label.Key == key)
                .ExecuteDeleteAsync(ct);
            if (removed == 0)
            {
                throw RegistryException.NotFound("tag_not_found", $"No tag with key '{IndexedText.StartOf(key)}' found for model with ID '{id}'.");
            }
        }, ct);

    private Task<LoggedModelView> AddLabelsAsync(string id, bool isParam, Dictionary<string, string> labels, Actor actor, CancellationToken ct) =>
        store.WriteAsync(actor, async transaction =>
        {
            transaction.AllowUnaudited(typeof(LoggedModel));
            var db = transaction.Db;
            var model = await db.TakeLoggedModelAsync(actor, id, ct);
            model.UpdatedTime = transaction.Now.ToUnixTimeMilliseconds();
            var there = await db.LoggedModelLabels.AsNoTracking().Where(label => label.ModelKey == model.Key && label.IsParam == isParam)
                .ToDictionaryAsync(label => label.Key, label => label.Value, StringComparer.Ordinal, ct);
            if (isParam && labels.FirstOrDefault(label => there.TryGetValue(label.Key, out var old) && old != label.Value) is { Key: { } changed })
            {
                throw RegistryException.Invalid("params", "param_changed",
                    $"Changing param values is not allowed. Param with key='{changed}' was already logged for model '{id}'.");
            }

            if (there.Keys.Union(labels.Keys).Count() > MostLabels)
            {
                throw RegistryException.Invalid(isParam ? "params" : "tags", "too_many", $"A logged model has at most {MostLabels.Text()} of them.");
            }

            await db.ReplaceAsync(RunTables.Labels, [.. labels.Select(label => new object?[] { model.Key, isParam, label.Key, label.Value })], ct);
            return await LoggedModelQueries.ViewAsync(db, model, ct);
        }, ct);

    private static Dictionary<string, string> Labels(string field, IReadOnlyList<KeyValuePair<string, string>>? labels) =>
        labels is null or { Count: <= MostLabels } ? RunText.Tags(field, labels)
            : throw RegistryException.Invalid(field, "too_many", $"A logged model has at most {MostLabels.Text()} {field}. Got {labels.Count.Text()}.");

    private static LoggedModelLabel LabelOf(LoggedModel model, bool isParam, KeyValuePair<string, string> label) =>
        new() { ModelKey = model.Key, IsParam = isParam, Key = label.Key, Value = label.Value };

    private static string NameOf(string? name)
    {
        if (string.IsNullOrEmpty(name))
        {
            return RunNames.Make();
        }

        Text.Check("name", name, LoggedModel.NameMaxLength, required: true);
        return !name.AsSpan().ContainsAny(NotInNames) ? name : throw RegistryException.Invalid("name", "name_invalid",
            $"Invalid model name: '{IndexedText.StartOf(name)}'. It cannot contain any of / : . % \" '.");
    }
}
