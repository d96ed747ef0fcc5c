using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Compare;
using ModelRegistry.Core.Metrics;
using ModelRegistry.Core.Versions;
using ModelRegistry.Web.Access;

namespace ModelRegistry.Web.Api;

internal static class EvidenceApi
{
    public static void MapEvidence(this RouteGroupBuilder api)
    {
        var model = api.MapGroup("/models/{name}").WithTags("Evidence").ProducesProblem(404).ProducesProblem(422);
        model.MapPost("/versions/{version}/metrics", LogMetrics).ProducesProblem(409);
        model.MapGet("/versions/{version}/metrics/{metric}/history", MetricHistory);
        model.MapGet("/versions/{version}/checks", Checks);
        model.MapPost("/versions/{version}/checks", PostCheck);
        model.MapGet("/compare", Compare);
        api.MapGet("/compare", CompareAny).WithTags("Evidence").ProducesProblem(404).ProducesProblem(422).Produces<Comparison>()
            .Produces(200, contentType: "text/csv");
    }

    [EndpointSummary("Append metrics to a version")]
    [EndpointDescription("Metrics are appended, never edited: a correction is a newer row of the same name, data set digest and step. Without a dataset the "
        + "version's own is meant. All or none are taken.")]
    private static async Task<NoContent> LogMetrics(string name, string version, IReadOnlyList<NewMetric> metrics, VersionEvidence evidence,
        HttpContext context, CancellationToken ct)
    {
        await evidence.LogMetricsAsync(name, version, metrics, context.Actor(), ct);
        return TypedResults.NoContent();
    }

    [EndpointSummary("Read every value of a metric")]
    [EndpointDescription("By step; of equal steps the newest correction last. A slash in the metric's name is written %2F.")]
    private static async Task<Ok<Page<MetricView>>> MetricHistory(string name, string version, string metric, int? pageSize, string? pageToken,
        VersionQueries queries, HttpContext context, CancellationToken ct) =>
        TypedResults.Ok(await queries.MetricHistoryAsync(name, version, WithSlashes(metric), pageSize, pageToken, context.Actor(), ct));

    [EndpointSummary("List the newest result of each check")]
    private static async Task<Ok<Page<CheckView>>> Checks(string name, string version, VersionQueries queries, HttpContext context, CancellationToken ct) =>
        TypedResults.Ok(new Page<CheckView>(await queries.ChecksAsync(name, version, context.Actor(), ct), null));

    [EndpointSummary("Post the result of a check")]
    [EndpointDescription("For CI: the newest result of a name counts.")]
    private static async Task<Ok<CheckView>> PostCheck(string name, string version, NewCheck check, VersionEvidence evidence, HttpContext context,
        CancellationToken ct) =>
        TypedResults.Ok(await evidence.PostCheckAsync(name, version, check, context.Actor(), ct));

    [EndpointSummary("Compare versions of a model")]
    [EndpointDescription("versions: two to twenty numbers with commas between. base: the version that the others are measured against, by default the first. "
        + "Numbers are compared on equal data set digests only.")]
    private static async Task<Ok<Comparison>> Compare(string name, string? versions, int? @base, CompareQueries queries, HttpContext context,
        CancellationToken ct) =>
        TypedResults.Ok(await queries.CompareAsync(name, Numbers(versions), @base, context.Actor(), ct));

    [EndpointSummary("Compare versions of several models")]
    [EndpointDescription("versions: two to twenty as model:number with commas between, such as digits:8,fraud:3. base: the one that the others are measured "
        + "against, by default the first. Versions that are not there are named in missing, and the rest is compared. format=csv answers the table as a file, "
        + "in which no text can run as a formula.")]
    private static async Task<IResult> CompareAny(string? versions, string? @base, string? format, CompareQueries queries, MetricCatalog metrics,
        HttpContext context, CancellationToken ct)
    {
        var wanted = Refs("versions", versions);
        var comparison = await queries.CompareAsync(wanted, Refs("base", @base) is [var first, ..] ? first : null, context.Actor(), ct);
        return format switch
        {
            null or "json" => TypedResults.Ok(comparison),
            "csv" => TypedResults.Stream(
                to => ComparisonCsv.WriteAsync(to, ComparisonTable.Columns(comparison), ComparisonTable.Rows(comparison, metrics.Now), ct),
                "text/csv; charset=utf-8", "comparison.csv"),
            _ => throw RegistryException.Malformed("parameter_invalid", "format is json or csv.", "format"),
        };
    }

    private static IReadOnlyList<VersionRef> Refs(string parameter, string? list)
    {
        var versions = VersionRef.ReadList(list, null, out var unread);
        return unread.Count == 0 ? versions : throw RegistryException.Malformed("parameter_invalid",
            $"{parameter} must be versions as model:number with commas between, such as digits:8,fraud:3; '{unread[0]}' is none.", parameter);
    }

    private static List<int> Numbers(string? list) =>
        [.. (list ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries)
            .Select(text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw RegistryException.Malformed("parameter_invalid", "versions must be version numbers with commas between, such as 3,7,9.", "versions"))];

    // Routing decodes all of a segment but the slash. No metric has a % in its name, so this is not ambiguous.
    private static string WithSlashes(string segment) => segment.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
}
