using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Notifications;
using ModelRegistry.Core.Policies;
using ModelRegistry.Core.Promotions;
using ModelRegistry.Core.Retirement;
using ModelRegistry.Core.Slots;
using ModelRegistry.Core.Stages;
using ModelRegistry.Core.Versions;
using ModelRegistry.Tests.Promotions;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Retirement;

/// <summary>Rule 5: what a renamed model keeps, what its former name still does, and who may rename when.</summary>
public sealed partial class RenameTests(PromotionScene scene) : IClassFixture<PromotionScene>
{
    [Fact]
    public async Task Everything_it_has_stays_under_the_new_name()
    {
        var model = await scene.AModelAsync(new PolicyContent(RequiredApprovals: 3));
        var name = scene.NewName("renamed");

        var renamed = await RenameAsync(model, name);

        Assert.Equal((name, 1), (renamed.Name, renamed.LatestVersion));
        Assert.Equal(2, (await scene.Registry.ASealedVersionAsync(scene.Scientist, name, content: $"{name} 2")).Number);
        Assert.Equal(3, (await scene.Get<PolicyQueries>().GetAsync(PolicyScope.OfModel(name), Stage.Staging, scene.Auditor, default)).RequiredApprovals);
        var events = (await scene.EventsAsync(name)).Select(entry => entry.Action).ToList();
        Assert.Equal("model.created", events[^1]);
        Assert.Single(events, "model.renamed");
        Assert.Equal(events, (await scene.EventsAsync(model)).Select(entry => entry.Action)); // by either name
        Assert.True((await scene.Registry.VerifyAuditAsync(scene.Auditor)).Ok);
    }

    [Fact]
    public async Task Under_the_former_name_it_is_read_and_the_reader_learns_the_new_one()
    {
        var (model, name) = await ARenamedModelAsync();
        var reader = scene.Viewer with { Canonical = new CanonicalName() };

        Assert.Equal(name, (await scene.Get<ModelQueries>().GetAsync(model, reader, default)).Name);
        Assert.Equal(name, reader.Canonical.Name);
        Assert.Equal(name, (await scene.Get<VersionQueries>().GetAsync(model.ToUpperInvariant(), "1", scene.Viewer, default)).Model);
    }

    [Fact]
    public async Task Changes_under_the_former_name_are_refused_and_told_the_new_one()
    {
        var (model, name) = await ARenamedModelAsync();

        var refusal = await Refused.ByAsync("model_renamed", () => scene.Registry.APendingVersionAsync(scene.Scientist, model));

        Assert.Equal(name, refusal.Details!["name"]);
        await Refused.ByAsync("model_renamed", () => scene.Get<AliasWorkflow>().SetAsync(model, "champion", "1", scene.Scientist, default));
        await Refused.ByAsync("model_renamed", () => scene.Get<ModelRetirement>().DeleteAsync(model, null, scene.Scientist, default));
        await Refused.ByAsync("model_renamed", () => scene.ARequestAsync(model));
    }

    [Fact]
    public async Task Whoever_may_not_see_the_model_learns_nothing_of_its_names()
    {
        var (model, name) = await ARenamedModelAsync();
        await scene.Get<ModelWorkflow>().EditAsync(name, new ModelEdit(Restricted: true), scene.Scientist, default);

        var refusal = await Refused.ByAsync("model_not_found", () => scene.Get<ModelQueries>().GetAsync(model, scene.Viewer, default));

        Assert.DoesNotContain(name, refusal.Message, StringComparison.Ordinal);
        var somebody = await ScientistAsync();
        var taken = await Refused.ByAsync("model_name_taken", () => scene.Registry.AModelAsync(somebody, model));
        Assert.DoesNotContain(name, taken.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_another_model_has_or_had_is_taken()
    {
        var (former, name) = await ARenamedModelAsync();
        var other = await scene.AModelAsync();

        await Refused.ByAsync("model_name_taken", () => RenameAsync(other, name));
        await Refused.ByAsync("model_name_taken", () => RenameAsync(other, former.ToUpperInvariant()));
        await Refused.ByAsync("model_name_taken", () => scene.Registry.AModelAsync(scene.Scientist, former));

        Assert.Equal(name, (await scene.Get<ModelQueries>().GetAsync(former, scene.Viewer, default)).Name); // it still reads the first
    }

    [Theory]
    [InlineData("")]
    [InlineData("a/b")]
    [InlineData(" blank ")]
    [InlineData("dot.")]
    public async Task A_wrong_name_is_refused(string name)
    {
        var model = await scene.AModelAsync();

        var refusal = await Assert.ThrowsAsync<RegistryException>(() => RenameAsync(model, name));

        Assert.Equal((RefusalKind.Invalid, "name"), (refusal.Kind, refusal.Field));
    }

    [Fact]
    public async Task Only_its_spelling_may_change_and_its_own_former_name_comes_back()
    {
        var model = await scene.AModelAsync();
        var upper = model.ToUpperInvariant();

        Assert.Equal(upper, (await RenameAsync(model, upper)).Name);
        var reader = scene.Viewer with { Canonical = new CanonicalName() };
        Assert.Equal(upper, (await scene.Get<ModelQueries>().GetAsync(model, reader, default)).Name);
        Assert.Null(reader.Canonical.Name); // it is the same name
        var other = scene.NewName("other");
        await RenameAsync(upper, other);
        Assert.Equal(model, (await RenameAsync(other, model)).Name);
        Assert.Equal(model, (await scene.Get<ModelQueries>().GetAsync(other, scene.Viewer, default)).Name);
        Assert.Equal(3, (await scene.EventsAsync(model)).Count(entry => entry.Action == "model.renamed"));
    }

    [Fact]
    public async Task The_same_name_again_changes_nothing()
    {
        var model = await scene.AModelAsync();
        var events = (await scene.EventsAsync(model)).Count;

        Assert.Equal(model, (await RenameAsync(model, model)).Name);

        Assert.Equal(events, (await scene.EventsAsync(model)).Count);
    }

    [Fact]
    public async Task While_a_stage_is_occupied_only_an_admin_renames_with_a_reason()
    {
        var model = await scene.AModelAsync();
        await scene.MoveAsync(model, Stage.Staging, 1);
        var name = scene.NewName("renamed");

        var refusal = await Refused.ByAsync("model_in_use", () => RenameAsync(model, name));
        Assert.Contains("staging", refusal.Message, StringComparison.Ordinal);
        Assert.Equal("reason", (await Assert.ThrowsAsync<RegistryException>(() => RenameAsync(model, name, scene.Admin))).Field);

        Assert.Equal(name, (await RenameAsync(model, name, scene.Admin, "The team has another name.")).Name);
        Assert.Equal("The team has another name.", (await scene.EventsAsync(name)).First(entry => entry.Action == "model.renamed").Reason);
    }

    [Fact]
    public async Task While_a_request_is_open_only_an_admin_renames_and_approvals_go_stale_and_people_hear_of_it()
    {
        var model = await scene.AModelAsync(new PolicyContent(RequiredApprovals: 2));
        var request = await scene.ARequestAsync(model);
        await scene.ReviewAsync(request.Id, scene.ReviewerA);
        var name = scene.NewName("renamed");
        await Refused.ByAsync("model_in_use", () => RenameAsync(model, name));

        await RenameAsync(model, name, scene.Admin, "It was misleading.");

        Assert.True(Assert.Single((await scene.ReadAsync(request.Id)).Reviews).Stale);
        Assert.Contains(request.Id, (await scene.Get<Inbox>().WaitingAsync(name, null, null, scene.ReviewerA, default)).Items.Select(found => found.Id));
        await StandingInSqlTests.RequireSameAsync(scene);
        foreach (var person in new[] { scene.Scientist, scene.ReviewerA, scene.ReviewerB })
        {
            var notice = (await scene.Get<NotificationQueries>().ListAsync(1, null, person, default)).Items[0];
            Assert.Equal((NoticeKind.ModelRenamed, name), (notice.Kind, notice.Model));
        }

        var others = (await scene.Get<NotificationQueries>().ListAsync(null, null, scene.Viewer, default)).Items;
        Assert.DoesNotContain(others, notice => notice.Kind == NoticeKind.ModelRenamed);
    }

    [Fact]
    public async Task Nobody_else_renames()
    {
        var model = await scene.AModelAsync();
        var name = scene.NewName("renamed");

        foreach (var person in new[] { scene.Viewer, scene.ReviewerA, scene.Auditor, await ScientistAsync() })
        {
            await Refused.ByAsync("role_missing", () => RenameAsync(model, name, person));
        }
    }

    private Task<ModelRenaming> RenamingAsync(string model, Actor actor) => scene.Get<ModelRenames>().StateAsync(model, actor, default);

    private async Task<(string Former, string Name)> ARenamedModelAsync()
    {
        var (former, name) = (await scene.AModelAsync(), scene.NewName("renamed"));
        await RenameAsync(former, name);
        return (former, name);
    }

    private async Task<Guid> IdAsync(string model)
    {
        await using var db = scene.Registry.OpenDatabase();
        return await db.Models.Where(found => found.Name == model).Select(found => found.Id).SingleAsync();
    }

    private Task<Actor> ScientistAsync() => scene.PersonAsync(scene.NewName("scientist"), Roles.DataScientist);

    private Task<ModelView> RenameAsync(string model, string name, Actor? by = null, string? reason = null) =>
        scene.Get<ModelRenames>().RenameAsync(model, name, reason, by ?? scene.Scientist, default);
}
