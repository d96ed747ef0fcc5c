using System.Globalization;
using System.Security.Claims;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Promotions;
using ModelRegistry.Core.Search;
using ModelRegistry.Web.Access;
using ModelRegistry.Web.Components.Pages.Promotions;
using ModelRegistry.Web.Components.Pages.Rollbacks;

namespace ModelRegistry.Web.Components.Layout;

/// <summary>What Ctrl+K finds: everything that <see cref="SearchQueries"/> does, with the addresses of its pages.</summary>
public sealed class PaletteSearch(SearchQueries search, Sessions sessions)
{
    public async Task<IReadOnlyList<PaletteEntry>> FindAsync(ClaimsPrincipal viewer, string text, CancellationToken ct)
    {
        var actor = SessionCookie.SessionOf(viewer) is { } session ? await sessions.ActorAsync(session, Door.Browser, null, ct) : null;
        return actor is null
            ? throw new RegistryException(RefusalKind.NotAuthenticated, "session_ended", "You are signed out. Sign in again.")
            : Entries(await search.FindAsync(text, actor, ct));
    }

    internal static IReadOnlyList<PaletteEntry> Entries(SearchHits hits) =>
    [
        .. hits.Request is { } request ? [Entry(request)] : Array.Empty<PaletteEntry>(),
        .. hits.Compare is { } wish ? [Entry(wish)] : Array.Empty<PaletteEntry>(),
        .. hits.Acts.Select(Entry),
        .. hits.Versions.Select(Entry),
        .. hits.Models.Select(Entry),
        .. hits.Experiments.Select(experiment => new PaletteEntry(experiment.Name, Urls.Experiment(experiment.Id), "Experiment")),
        .. hits.Runs.Select(run => new PaletteEntry(run.Name, Urls.Run(run.ExperimentId, run.Id), "Run",
            $"{run.Experiment} · {run.Id[..Math.Min(8, run.Id.Length)]}")),
        .. hits.People.Select(person => new PaletteEntry(person.Name, Urls.ActivityBy(person.Email), "Person", person.Email)),
    ];

    private static PaletteEntry Entry(RequestView request) => new(
        string.Create(CultureInfo.InvariantCulture, $"#{request.Id} {RequestWords.Wish(request.Model, request.Version, request.Stage)}"),
        Urls.Request(request.Id), "Request", RequestWords.State(request.State).Text);

    private static PaletteEntry Entry(Comparison wish) => new(
        string.Create(CultureInfo.InvariantCulture, $"Compare {wish.Model} v{wish.First} with v{wish.Second}"),
        Urls.Compare(wish.Model, [wish.First, wish.Second], wish.First), "Command");

    private static PaletteEntry Entry(PossibleAct act) => act.Kind switch
    {
        ActKind.Promote => new(string.Create(CultureInfo.InvariantCulture, $"Promote {act.Model} v{act.Version}…"),
            Urls.BeginPromotion(act.Model, act.Version!.Value), "Command"),
        _ => new($"Roll back {RollbackWords.Slot(act.Slot!)} of {act.Model}…", Urls.BeginRollback(act.Model, act.Slot!), "Command"),
    };

    private static PaletteEntry Entry(VersionHit version) => new(
        string.Create(CultureInfo.InvariantCulture, $"{version.Model} v{version.Number}"), Urls.Version(version.Model, version.Number), "Version",
        version.By is { Length: > 19 } digest && digest.StartsWith("sha256:", StringComparison.Ordinal) ? digest[..19] : version.By);

    private static PaletteEntry Entry(ModelView model) => new(model.Name, Urls.Model(model.Name), "Model",
        model.LatestVersion is { } latest ? string.Create(CultureInfo.InvariantCulture, $"v{latest}") : "no version yet");
}
