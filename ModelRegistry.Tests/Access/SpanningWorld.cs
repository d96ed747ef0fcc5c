using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Collections;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Grants;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Policies;
using ModelRegistry.Core.Promotions;
using ModelRegistry.Core.Rollbacks;
using ModelRegistry.Core.Slots;
using ModelRegistry.Core.Versions;
using ModelRegistry.Core.Views;
using ModelRegistry.Tests.Rollbacks;

namespace ModelRegistry.Tests.Access;

/// <summary>A restricted model and a twin that everybody sees, in which the same happened, and people who see one or both.</summary>
public sealed class SpanningWorld : IAsyncLifetime
{
    public RollbackScene Scene { get; } = new();

    /// <summary>The restricted one, then its twin.</summary>
    public string[] Models { get; } = new string[2];

    public long[] Requests { get; } = new long[2];

    public long[] Rollbacks { get; } = new long[2];

    /// <summary>Sees both by role.</summary>
    public Actor Insider { get; private set; } = null!;

    /// <summary>Sees both by a grant.</summary>
    public Actor Member { get; private set; } = null!;

    /// <summary>A token of the insider that is limited to the twin.</summary>
    public Actor Token { get; private set; } = null!;

    /// <summary>A token of the insider that is limited to a collection, below which the twin lies and the restricted one did before.</summary>
    public Actor TokenOfCollection { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        await Scene.InitializeAsync();
        for (var i = 0; i < 2; i++)
        {
            var model = Models[i] = await Scene.AHistoryAsync(3);
            await Scene.Get<ModelWorkflow>().EditAsync(model,
                new ModelEdit(Tags: new Dictionary<string, string?> { ["of"] = model, [model] = "here" }), Scene.Scientist, default);
            var measured = await Scene.AVersionAsync(model, $"{model} measured", new NewVersion(Metrics: [new("accuracy", 0.9)], Framework: model,
                Dataset: new VersionDataset("orders", SpanningLists.Dataset), Source: new VersionSource(SpanningLists.Run)));
            await Scene.Get<ViewWorkflow>().SaveAsync(new NewView("ours", "versions", model, "label = 'x'", Shared: true), Scene.Scientist, default);
            await Scene.Get<ReadinessRehearsal>().SweepAsync(default);
            await Scene.PolicyAsync(model, Stage.Staging, new PolicyContent());
            Requests[i] = (await Scene.Get<PromotionWorkflow>().OpenAsync(model, Stage.Staging, new NewRequest(measured), Scene.Scientist, default)).Id;
            File.Delete(await Scene.StoredFileAsync(model, 1, "model/a.bin"));
            Rollbacks[i] = (await Scene.BackAsync(model, to: 2, from: 3)).Id; // opens a post-review, quarantines v3, tells the reviewers
        }

        Scene.Registry.Clock.Advance(ReadinessRehearsal.Every);
        await Scene.Get<ReadinessRehearsal>().SweepAsync(default);
        await Scene.Get<ModelWorkflow>().EditAsync(Models[0], new ModelEdit(Restricted: true), Scene.Scientist, default);
        Insider = await Scene.PersonAsync(Scene.NewName("insider"), Roles.Auditor, Roles.Reviewer);
        var member = await Scene.PersonAsync(Scene.NewName("member"), Roles.Reviewer);
        await Scene.Get<GrantWorkflow>().GiveAsync(
            new NewGrant(new GrantTo(Person: member.Name), new GrantOn(Model: Models[0]), GrantRight.Review), Scene.Admin, default);
        Member = await Scene.Get<RegistryStore>()
            .ReadAsync(Actor.System, db => Sessions.ActorOfAsync(db, member.UserId!.Value, member.Name, member.Door, null, default), default);
        var limited = await Scene.Get<AccessTokens>().CreateAsync(new NewToken("twin alone", [Scopes.Read], [Models[1]]), Insider, default);
        Token = (await Scene.Get<TokenActors>().ActorAsync(limited.Token, Door.Api, null, default))!;

        var (collections, models) = (Scene.Get<CollectionWorkflow>(), Scene.Get<ModelWorkflow>());
        await collections.CreateAsync(new NewCollection("twins/seen"), Scene.Admin, default);
        await collections.CreateAsync(new NewCollection("others"), Scene.Admin, default);
        var below = await Scene.Get<AccessTokens>().CreateAsync(new NewToken("twins alone", [Scopes.Read], Collections: ["twins"]), Insider, default);
        foreach (var model in Models)
        {
            await models.EditAsync(model, new ModelEdit(Collection: "twins/seen"), Scene.Admin, default);
        }

        await models.EditAsync(Models[0], new ModelEdit(Collection: "others"), Scene.Admin, default);
        TokenOfCollection = (await Scene.Get<TokenActors>().ActorAsync(below.Token, Door.Api, null, default))!;
    }

    public Task DisposeAsync() => Scene.DisposeAsync();
}
