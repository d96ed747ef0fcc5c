using System.Globalization;
using System.Security.Claims;
using System.Text.RegularExpressions;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Promotions;
using ModelRegistry.Web.Access;
using ModelRegistry.Web.Components.Pages.Promotions;

namespace ModelRegistry.Web.Components.Layout;

/// <summary>
/// What Ctrl+K finds: models by words, and a version when a number follows ("fraud v12", "fraud 12"), a request by its number ("#214"). Only what the viewer
/// may see.
/// </summary>
public sealed partial class PaletteSearch(ModelQueries models, RequestQueries requests, Sessions sessions)
{
    private const int MostModels = 8;

    public async Task<IReadOnlyList<PaletteEntry>> FindAsync(ClaimsPrincipal viewer, string text, CancellationToken ct)
    {
        var actor = SessionCookie.SessionOf(viewer) is { } session ? await sessions.ActorAsync(session, Door.Browser, null, ct) : null;
        if (actor is null)
        {
            throw new RegistryException(RefusalKind.NotAuthenticated, "session_ended", "You are signed out. Sign in again.");
        }

        if (RequestNumber().Match(text) is { Success: true } asked && long.TryParse(asked.Groups["number"].Value, CultureInfo.InvariantCulture, out var wanted))
        {
            return await RequestAsync(wanted, actor, ct) is { } request ? [request] : [];
        }

        var byName = (await models.ListAsync(new ModelSearch(text, PageSize: MostModels), actor, ct)).Items.Select(model => Entry(model));
        var match = NameAndNumber().Match(text);
        if (!match.Success || !int.TryParse(match.Groups["number"].Value, CultureInfo.InvariantCulture, out var number))
        {
            return [.. byName];
        }

        var named = await models.ListAsync(new ModelSearch(match.Groups["name"].Value, PageSize: MostModels, Version: number), actor, ct);
        return [.. named.Items.Select(model => Entry(model, number)), .. byName];
    }

    private async Task<PaletteEntry?> RequestAsync(long number, Actor actor, CancellationToken ct)
    {
        try
        {
            var request = await requests.GetAsync(number, actor, ct);
            return new PaletteEntry(string.Create(CultureInfo.InvariantCulture,
                $"#{number} {RequestWords.Wish(request.Model, request.Version, request.Stage)}"), Urls.Request(number), "Request",
                RequestWords.State(request.State).Text);
        }
        catch (RegistryException refusal) when (refusal.Kind == RefusalKind.NotFound)
        {
            return null;
        }
    }

    private static PaletteEntry Entry(ModelView model) =>
        new(model.Name, Urls.Model(model.Name), "Model",
            model.LatestVersion is { } latest ? string.Create(CultureInfo.InvariantCulture, $"v{latest}") : "no version yet");

    private static PaletteEntry Entry(ModelView model, int number) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{model.Name} v{number}"), Urls.Version(model.Name, number), "Version");

    [GeneratedRegex("^#(?<number>[0-9]{1,15})$")]
    private static partial Regex RequestNumber();

    [GeneratedRegex(@"^(?<name>.*\S)\s+v?(?<number>[0-9]{1,9})$", RegexOptions.IgnoreCase)]
    private static partial Regex NameAndNumber();
}
