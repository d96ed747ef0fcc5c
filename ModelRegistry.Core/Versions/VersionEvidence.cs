using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Metrics;
using ModelRegistry.Core.Models;

namespace ModelRegistry.Core.Versions;

/// <summary>Appends what is measured and checked about a version: metrics and the results that CI posts.</summary>
public sealed class VersionEvidence(RegistryStore store, MetricCatalog catalog)
{
    public Task LogMetricsAsync(string modelName, string selector, IReadOnlyList<NewMetric> metrics, Actor actor, CancellationToken ct) =>
        store.WriteAsync(actor, async transaction =>
        {
            var (model, version) = await transaction.Db.FindVersionAsync(actor, modelName, selector, ct);
            Rights.Require(actor, Right.LogMetrics, model.Place);
            await transaction.Db.LockAsync(model, ct);
            await transaction.Db.LockAsync(version, ct);
            if (metrics.Count == 0)
            {
                throw RegistryException.Invalid("metrics", "field_required", "Send at least one metric.");
            }

            if (version.Status == VersionStatus.Failed)
            {
                version.RequirePending();
            }

            if (version.Status == VersionStatus.Pending)
            {
                version.Touch(transaction.Now);
            }

            await MetricLog.AppendAsync(transaction, version, metrics, ct);
            model.SawMetric(catalog.Now.MostTelling(metrics.Select(metric => metric.Name)));
            model.UpdatedAt = transaction.Now;
            transaction.Record(new MetricsLogged(model.Ref, version.Number, metrics));
            await transaction.Db.SaveChangesAsync(ct);
            await transaction.FollowAsync(new EvidenceChange(version, $"{actor.Name} logged metrics"), ct);
        }, ct);

    public Task<CheckView> PostCheckAsync(string modelName, string selector, NewCheck command, Actor actor, CancellationToken ct) =>
        store.WriteAsync(actor, async transaction =>
        {
            var db = transaction.Db;
            var (model, version) = await db.FindVersionAsync(actor, modelName, selector, ct);
            Rights.Require(actor, Right.PostCheck, model.Place);
            await db.LockAsync(version, ct);
            var check = new VersionCheck
            {
                VersionId = version.Id,
                Name = Text.CheckKey("name", Text.Check("name", command.Name, VersionCheck.NameMaxLength)),
                State = Enum.IsDefined(command.State) ? command.State
                    : throw RegistryException.Invalid("state", "state_unknown", "state is success, failure or pending."),
                Url = CheckUrl(command.Url),
                Summary = Text.CheckOptional("summary", command.Summary, VersionCheck.SummaryMaxLength),
                At = transaction.Now,
                ById = actor.UserId ?? version.CreatedById,
                ByName = actor.Name,
                IsCurrent = true,
            };
            var superseded = await db.VersionChecks.Where(other => other.VersionId == version.Id && other.Name == check.Name && other.IsCurrent)
                .ToListAsync(ct);
            superseded.ForEach(other => other.IsCurrent = false);
            await db.SaveChangesAsync(ct);
            db.VersionChecks.Add(check);
            transaction.Record(new CheckPosted(model.Ref, version.Number, command));
            return new CheckView(check.Name, check.State, check.Url, check.Summary, check.At, check.ByName);
        }, ct);

    private static string? CheckUrl(string? url)
    {
        var text = Text.CheckOptional("url", url, VersionCheck.UrlMaxLength);
        return text is null || (Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is ("https" or "http") && uri.UserInfo.Length == 0)
            ? text
            : throw RegistryException.Invalid("url", "url_invalid", "url must be an absolute http or https address without a user name in it.");
    }
}
