using System.Globalization;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Compare;
using ModelRegistry.Core.Promotions;
using ModelRegistry.Core.Rollbacks;
using ModelRegistry.Core.Versions;

namespace ModelRegistry.Web.Components.Pages.Promotions;

/// <summary>Reads the sheet of a request from the services of its parts.</summary>
public sealed class RequestSheets(RequestQueries requests, CompareQueries comparisons, VersionQueries versions, MetricQueries metrics,
    RollbackQueries rollbacks)
{
    public async Task<RequestSheet> ReadAsync(long number, Actor actor, CancellationToken ct)
    {
        var request = await requests.GetAsync(number, actor, ct);
        var sheet = await ReadAsync(request, actor, ct);
        return request.State == RequestState.Executed ? sheet with { Aftermath = await rollbacks.AftermathAsync(number, actor, ct) } : sheet;
    }

    private async Task<RequestSheet> ReadAsync(RequestView request, Actor actor, CancellationToken ct)
    {
        var rights = await requests.RightsAsync(request.Id, actor, ct);
        if (request.Version is not { } version)
        {
            return new RequestSheet(request, rights, actor.Name, null, null, null, new Dictionary<string, IReadOnlyList<SparkPoint>>());
        }

        var shown = await FindAsync(request.Model, version, actor, ct);
        if (shown is null)
        {
            return new RequestSheet(request, rights, actor.Name, null, null, null, new Dictionary<string, IReadOnlyList<SparkPoint>>());
        }

        var occupant = request.ExpectedOccupant is { } there && there != version ? await FindAsync(request.Model, there, actor, ct) : null;
        var against = occupant is null ? null : await comparisons.CompareAsync(request.Model, [occupant.Number, version], occupant.Number, actor, ct);
        var names = shown.Metrics.Select(metric => metric.Name).Distinct().ToList();
        return new RequestSheet(request, rights, actor.Name, shown, occupant, against, await metrics.SparksAsync(request.Model, names, actor, ct));
    }

    /// <summary>Null when it was deleted since the request ended: the request itself stays readable.</summary>
    private async Task<VersionView?> FindAsync(string model, int version, Actor actor, CancellationToken ct)
    {
        try
        {
            return await versions.GetAsync(model, version.ToString(CultureInfo.InvariantCulture), actor, ct);
        }
        catch (RegistryException refusal) when (refusal.Kind == RefusalKind.NotFound)
        {
            return null;
        }
    }
}
