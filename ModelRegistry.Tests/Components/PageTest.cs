using System.Security.Claims;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Activity;
using ModelRegistry.Core.Cards;
using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Collections;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Compare;
using ModelRegistry.Core.Consumers;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Factors;
using ModelRegistry.Core.Grants;
using ModelRegistry.Core.Lineage;
using ModelRegistry.Core.Metrics;
using ModelRegistry.Core.Moves;
using ModelRegistry.Core.Notifications;
using ModelRegistry.Core.Policies;
using ModelRegistry.Core.Promotions;
using ModelRegistry.Core.Quarantines;
using ModelRegistry.Core.Registrations;
using ModelRegistry.Core.Retirement;
using ModelRegistry.Core.Rollbacks;
using ModelRegistry.Core.Search;
using ModelRegistry.Core.Slots;
using ModelRegistry.Core.Stages;
using ModelRegistry.Core.StandIns;
using ModelRegistry.Core.Teams;
using ModelRegistry.Core.Upkeep;
using ModelRegistry.Core.Versions;
using ModelRegistry.Core.Views;
using ModelRegistry.Tests.Support;
using ModelRegistry.Web.Access;
using ModelRegistry.Web.Components;

namespace ModelRegistry.Tests.Components;

/// <summary>A page over a real registry, looked at by somebody who is signed in.</summary>
public abstract class PageTest : ComponentTest, IAsyncLifetime
{
    protected TestRegistry Registry { get; private set; } = null!;

    /// <summary>The owner of what the tests register.</summary>
    protected Actor Scientist { get; private set; } = null!;

    /// <summary>The viewer's session, to end it under an open page.</summary>
    protected Guid Session { get; private set; }

    async Task IAsyncLifetime.InitializeAsync()
    {
        Registry = await TestRegistry.StartAsync();
        Scientist = await Registry.PersonAsync("scientist", Roles.DataScientist);
        Lend<Sessions>();
        Lend<Presence>();
        Lend<ChangeFeed>();
        Lend<Freshness>();
        Lend<RegistryStore>();
        // The clock of these tests stands still; a page's rest between two looks at the database passes all the same.
        Services.AddScoped(services => new CircuitChanges(services.GetRequiredService<ChangeFeed>(), TimeProvider.System));
        Lend<ModelQueries>();
        Lend<CompletionQueries>();
        Lend<FacetQueries>();
        Lend<ListChoices>();
        Lend<RightsQueries>();
        Lend<ModelWorkflow>();
        Lend<CardQueries>();
        Lend<LineageQueries>();
        Lend<TokenTraces>();
        Lend<AccessTokens>();
        Lend<RunVersions>();
        Lend<DatasetQuarantine>();
        Lend<VersionEnvironments>();
        Lend<CardWorkflow>();
        Lend<VersionQueries>();
        Lend<VersionWorkflow>();
        Lend<VersionArtifacts>();
        Lend<VersionFolders>();
        Lend<VersionPreviews>();
        Lend<VersionVerification>();
        Lend<MetricQueries>();
        Lend<MetricDefinitionWorkflow>();
        Lend<People>();
        Lend<CompareQueries>();
        Lend<MetricCatalog>();
        Lend<ComparedEvidenceQueries>();
        Lend<AuditQueries>();
        Lend<ChainVerification>();
        Lend<SlotQueries>();
        Lend<SlotHistory>();
        Lend<SlotOverview>();
        Lend<RollbackQueries>();
        Lend<RollbackWorkflow>();
        Lend<ReadinessQueries>();
        Lend<QuarantineQueries>();
        Lend<QuarantineWorkflow>();
        Lend<AliasWorkflow>();
        Lend<ConsumerQueries>();
        Lend<StageWorkflow>();
        Lend<RequestQueries>();
        Lend<Inbox>();
        Lend<PostReviews>();
        Lend<PromotionWorkflow>();
        Lend<ReviewWorkflow>();
        Lend<PolicyQueries>();
        Lend<PolicyWorkflow>();
        Lend<WorkAlone>();
        Lend<VersionRetirement>();
        Lend<BulkActs>();
        Lend<VersionPurge>();
        Lend<ModelRetirement>();
        Lend<ModelRenames>();
        Lend<BinQueries>();
        Lend<SweepWorkflow>();
        Lend<ViewQueries>();
        Lend<ViewWorkflow>();
        Lend<NotificationQueries>();
        Lend<NotificationWorkflow>();
        Lend<StandInQueries>();
        Lend<StandInWorkflow>();
        Lend<TeamQueries>();
        Lend<TeamWorkflow>();
        Lend<GrantQueries>();
        Lend<GrantWorkflow>();
        Lend<Explaining>();
        Lend<CollectionQueries>();
        Lend<CollectionWorkflow>();
        Lend<MovePreviews>();
    }

    async Task IAsyncLifetime.DisposeAsync()
    {
        await DisposeAsync();
        await Registry.DisposeAsync();
    }

    /// <summary>
    /// Shows a page at this address to that person; <paramref name="route"/> sets what the router would take from the path. In the first HTML nothing is
    /// interactive yet.
    /// </summary>
    protected async Task<IRenderedComponent<T>> OpenAsync<T>(
        Actor viewer, string address, Action<ComponentParameterCollectionBuilder<T>>? route = null, bool interactive = true)
        where T : IComponent
    {
        var session = Session = await Registry.Get<Sessions>().StartAsync(viewer, default);
        this.AddAuthorization().SetAuthorized(viewer.Name)
            .SetClaims([.. SessionCookie.Principal(viewer, session).Claims.Where(claim => claim.Type != ClaimTypes.Name)]);
        RenderProviders(interactive);
        Services.GetRequiredService<NavigationManager>().NavigateTo(address);
        var page = Render<T>(parameters => route?.Invoke(parameters));
        page.WaitForState(() => page.FindAll(".loading").Count == 0 || !interactive);
        return page;
    }

    /// <summary>Waits until the page says so.</summary>
    protected static void Says<T>(IRenderedComponent<T> page, string text)
        where T : IComponent =>
        page.WaitForAssertion(() => Assert.Contains(text, OnOneLine(page.Nodes.Select(node => node.TextContent)), StringComparison.Ordinal),
            TimeSpan.FromSeconds(10));

    // As a browser shows it, wherever the markup breaks its lines.
    private static string OnOneLine(IEnumerable<string> texts) =>
        string.Join(' ', string.Join(' ', texts).Split([' ', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries));

    private void Lend<T>()
        where T : class => Services.AddSingleton(_ => Registry.Get<T>());
}
