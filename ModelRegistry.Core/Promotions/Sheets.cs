using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Metrics;
using ModelRegistry.Core.Policies;
using ModelRegistry.Core.Versions;

namespace ModelRegistry.Core.Promotions;

/// <summary>Writes, keeps and reads the sheets by which people decided.</summary>
internal static class Sheets
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>The sheet of this moment; kept with the transaction.</summary>
    public static async Task<SheetText> KeepAsync(RegistryTransaction transaction, RequestStanding standing, MetricDefinitions definitions,
        CancellationToken ct)
    {
        var db = transaction.Db;
        var pool = await Reviewers.ReadAsync(db, standing, ct);
        var checks = standing.File.Request.VersionId is not { } version ? []
            : await db.VersionChecks.AsNoTracking().Where(check => check.VersionId == version && check.IsCurrent).OrderBy(check => check.Name)
                .Select(check => new CheckView(check.Name, check.State, check.Url, check.Summary, check.At, check.ByName)).ToListAsync(ct);
        var text = JsonSerializer.Serialize(Of(standing, pool, checks, definitions, transaction.Actor, transaction.Now), Json);
        var sheet = new SheetText { Digest = Sha256Hex.Of(text), Text = text };
        db.SheetTexts.Add(sheet);
        return sheet;
    }

    public static DecisionSheet Read(string text) => JsonSerializer.Deserialize<DecisionSheet>(text, Json)!;

    private static DecisionSheet Of(RequestStanding standing, Reviewers pool, IReadOnlyList<CheckView> checks, MetricDefinitions definitions, Actor actor,
        DateTimeOffset now)
    {
        var (file, request) = (standing.File, standing.File.Request);
        var metrics = file.Version is null ? [] : Metrics(file.Version, file.Occupant, definitions);
        return new DecisionSheet(
            request.Number, file.Model.Name, request.VersionNumber, request.Slot, request.ExpectedVersionNumber, now, actor.Name,
            Subject.Show(standing.Subject.Digest), Verdict(file, metrics), standing.Policy.RequiredApprovals, standing.Approvals, standing.Gates, metrics,
            file is { Version: { } mine, Occupant: { } theirs } ? Changes(mine, theirs) : [], file.Version?.Description ?? "", file.Version?.Card ?? "", checks,
            pool.Names, pool.Count, pool.Excluded,
            [.. file.Reviews.Select(review => review.Review).OrderBy(review => review.At)
                .Select(review => new SheetReview(review.ByName, review.Decision, review.Comment, review.At, standing.IsStale(review)))],
            [.. standing.Blockers.Select(blocker => blocker.Sentence)],
            standing.Seats.Count == 0 ? null : SeatView.Of(standing, pool));
    }

    private static string? Verdict(RequestFile file, IReadOnlyList<SheetMetric> metrics) => file is { Version: { } version, Occupant: { } occupant }
        ? NumberVerdict.Of(version.Number, occupant.Number,
            [.. metrics.Select(metric => new ComparedNumber(metric.Name, metric.Outcome, metric.Value, metric.Occupant))]).Sentence
        : null;

    private static List<SheetMetric> Metrics(VersionFacts version, VersionFacts? occupant, MetricDefinitions definitions)
    {
        var theirs = (occupant?.Metrics ?? []).ToLookup(metric => metric.Name, StringComparer.Ordinal);
        var mine = version.Metrics.ToLookup(metric => metric.Name, StringComparer.Ordinal);
        return [.. definitions.InOrder(mine.Select(named => named.Key)).SelectMany(name => mine[name]).Select(metric =>
        {
            var other = theirs[metric.Name].OrderByDescending(their => MetricOutcomes.OnSameData(metric, their)).FirstOrDefault();
            return new SheetMetric(metric.Name, metric.Dataset, metric.Value, other?.Value, MetricOutcomes.Of(definitions.For(metric.Name), metric, other));
        })];
    }

    private static List<SheetChange> Changes(VersionFacts version, VersionFacts occupant)
    {
        var (mine, theirs) = (Parts(version), Parts(occupant));
        return [.. mine.Keys.Union(theirs.Keys).Order(StringComparer.Ordinal)
            .Where(part => mine.GetValueOrDefault(part) != theirs.GetValueOrDefault(part))
            .Select(part => new SheetChange(part, mine.GetValueOrDefault(part), theirs.GetValueOrDefault(part)))];
    }

    private static Dictionary<string, string?> Parts(VersionFacts version)
    {
        var parts = version.Parameters.ToDictionary(pair => $"parameters.{pair.Key}", pair => (string?)pair.Value);
        parts["codeRevision"] = version.CodeRevision;
        parts["dataset"] = version.Dataset?.Digest ?? version.Dataset?.Name;
        parts["framework"] = version.Framework;
        parts["signature"] = version.Signature;
        return parts;
    }
}
