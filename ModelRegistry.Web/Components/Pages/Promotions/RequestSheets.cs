using System.Globalization;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Compare;
using ModelRegistry.Core.Metrics;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Promotions;
using ModelRegistry.Core.Versions;

namespace ModelRegistry.Web.Components.Pages.Promotions;

/// <summary>Reads the sheet of a request from the services of its parts.</summary>
public sealed class RequestSheets(RequestQueries requests, CompareQueries comparisons, VersionQueries versions, MetricQueries metrics)
{
    public async Task<RequestSheet> ReadAsync(long number, Actor actor, CancellationToken ct)
    {
        var request = await requests.GetAsync(number, actor, ct);
        var rights = await requests.RightsAsync(number, actor, ct);
        if (request.Version is not { } version)
        {
            return new RequestSheet(request, rights, actor.Name, null, null, null, new Dictionary<string, IReadOnlyList<SparkPoint>>());
        }

        var shown = await versions.GetAsync(request.Model, version.ToString(CultureInfo.InvariantCulture), actor, ct);
        var occupant = request.ExpectedOccupant is { } there && there != version
            ? await versions.GetAsync(request.Model, there.ToString(CultureInfo.InvariantCulture), actor, ct)
            : null;
        var against = occupant is null ? null : await comparisons.CompareAsync(request.Model, [occupant.Number, version], occupant.Number, actor, ct);
        var names = shown.Metrics.Select(metric => metric.Name).Distinct().ToList();
        return new RequestSheet(request, rights, actor.Name, shown, occupant, against, await metrics.SparksAsync(request.Model, names, actor, ct));
    }
}
