using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Grants;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Teams;
using ModelRegistry.Tests.Promotions;

namespace ModelRegistry.Tests.Grants;

/// <summary>What tests of grants do again and again, over the people of promotions.</summary>
internal static class GrantScene
{
    /// <summary>The person with the roles and grants that they have now, as each of their calls comes in.</summary>
    public static Task<Actor> NowAsync(this PromotionScene scene, Actor person) => scene.Get<RegistryStore>()
        .ReadAsync(Actor.System, db => Sessions.ActorOfAsync(db, person.UserId!.Value, person.Name, person.Door, null, default), default);

    /// <summary>The scientist's model with one sealed version, restricted.</summary>
    public static async Task<string> ARestrictedModelAsync(this PromotionScene scene)
    {
        var model = await scene.AModelAsync();
        await scene.Get<ModelWorkflow>().EditAsync(model, new ModelEdit(Restricted: true), scene.Scientist, default);
        return model;
    }

    public static Task<GrantView> GiveAsync(this PromotionScene scene, Actor person, string model, GrantRight right, DateTimeOffset? until = null,
        params string[] stages) =>
        scene.GiveAsync(new GrantTo(Person: person.Name), new GrantOn(Model: model), right, until, stages);

    public static Task<GrantView> GiveAsync(this PromotionScene scene, GrantTo to, GrantOn on, GrantRight right, DateTimeOffset? until = null,
        params string[] stages) =>
        scene.Get<GrantWorkflow>().GiveAsync(new NewGrant(to, on, right, stages, until), scene.Admin, default);

    public static Task<TeamView> ATeamAsync(this PromotionScene scene, string name, params Actor[] members) =>
        scene.Get<TeamWorkflow>().CreateAsync(new NewTeam(name, Members: [.. members.Select(person => person.Name)]), scene.Admin, default);

    public static async Task<bool> SeesAsync(this PromotionScene scene, Actor person, string model)
    {
        var now = await scene.NowAsync(person);
        return (await scene.Get<ModelQueries>().ListAsync(new ModelSearch($"name = '{model}'"), now, default)).Items.Count == 1;
    }
}
