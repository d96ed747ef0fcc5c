using ModelRegistry.Core;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Consumers;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Retirement;
using ModelRegistry.Core.Slots;
using ModelRegistry.Core.Stages;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Retirement;

public sealed partial class RenameTests
{
    [Fact]
    public async Task Of_two_renames_at_once_one_is_done_and_the_other_is_told()
    {
        var model = await scene.AModelAsync();
        var names = new[] { scene.NewName("left"), scene.NewName("right") };

        var outcomes = await Task.WhenAll(names.Select(name => Record.ExceptionAsync(() => RenameAsync(model, name))));

        Assert.Equal("model_renamed", Assert.IsType<RegistryException>(Assert.Single(outcomes, outcome => outcome is not null)).Code);
        var now = (await scene.Get<ModelQueries>().GetAsync(model, scene.Viewer, default)).Name;
        Assert.Equal(names[Array.FindIndex(outcomes, outcome => outcome is null)], now);
    }

    [Fact]
    public async Task Two_models_that_want_one_name_at_once_do_not_both_get_it()
    {
        var (one, two, name) = (await scene.AModelAsync(), await scene.AModelAsync(), scene.NewName("wanted"));

        var outcomes = await Task.WhenAll(new[] { one, two }.Select(model => Record.ExceptionAsync(() => RenameAsync(model, name))));

        Assert.Equal("model_name_taken", Assert.IsType<RegistryException>(Assert.Single(outcomes, outcome => outcome is not null)).Code);
    }

    [Fact]
    public async Task A_slot_resolves_under_the_former_name_and_never_to_what_it_was_before_a_move()
    {
        var model = await scene.AModelAsync();
        await scene.Registry.ASealedVersionAsync(scene.Scientist, model, content: $"{model} 2");
        await scene.Get<AliasWorkflow>().SetAsync(model, "champion", "1", scene.Scientist, default);
        var host = scene.Scientist with { Door = Door.Api, Token = new TokenGrant(Guid.NewGuid(), new HashSet<string> { Scopes.Resolve }, null) };
        Assert.Equal(1, (await ResolveAsync(model)).Version);
        var name = scene.NewName("renamed");

        await RenameAsync(model, name);
        Assert.Equal((name, 1), await ResolveAsync(model) is var now ? (now.Model, now.Version) : default);
        await scene.Get<AliasWorkflow>().SetAsync(name, "champion", "2", scene.Scientist, default);

        Assert.Equal(2, (await ResolveAsync(model)).Version);
        Assert.Equal(2, (await ResolveAsync(name)).Version);

        Task<ResolvedSlot> ResolveAsync(string asked) => scene.Get<SlotResolution>().ResolveAsync(asked, "champion", host, default);
    }

    [Fact]
    public async Task A_deleted_model_keeps_its_names_and_is_read_under_none()
    {
        var (former, name) = await ARenamedModelAsync();
        await scene.Get<ModelRetirement>().DeleteAsync(name, null, scene.Scientist, default);

        foreach (var asked in new[] { former, name })
        {
            await Refused.ByAsync("model_not_found", () => scene.Get<ModelQueries>().GetAsync(asked, scene.Admin, default));
            await Refused.ByAsync("model_name_taken", async () => await scene.Registry.AModelAsync(await ScientistAsync(), asked));
        }

        await Refused.ByAsync("model_renamed", () => scene.Get<ModelRetirement>().RestoreAsync(former, null, scene.Scientist, default));
        // Its owner may take its last name again, and no earlier one.
        await Refused.ByAsync("model_name_taken", () => scene.Registry.AModelAsync(scene.Scientist, former));
        await scene.Get<ModelRetirement>().RestoreAsync(name, null, scene.Scientist, default);
        Assert.Equal(name, (await scene.Get<ModelQueries>().GetAsync(former, scene.Viewer, default)).Name);
    }

    [Fact]
    public async Task A_model_that_is_registered_again_keeps_the_names_it_had()
    {
        var (former, name) = await ARenamedModelAsync();
        await scene.Get<ModelRetirement>().DeleteAsync(name, null, scene.Scientist, default);

        await scene.Registry.AModelAsync(scene.Scientist, name);

        Assert.Equal(name, (await scene.Get<ModelQueries>().GetAsync(former, scene.Viewer, default)).Name);
        Assert.Equal(2, (await scene.Registry.ASealedVersionAsync(scene.Scientist, name, content: former)).Number);
    }

    [Fact]
    public async Task A_name_in_the_bin_is_taken_for_a_rename_too()
    {
        var (gone, model) = (await scene.AModelAsync(), await scene.AModelAsync());
        await scene.Get<ModelRetirement>().DeleteAsync(gone, null, scene.Scientist, default);

        await Refused.ByAsync("model_name_taken", () => RenameAsync(model, gone));
    }

    [Fact]
    public async Task Tokens_stay_limited_to_the_model_and_new_ones_must_use_its_present_name()
    {
        var (former, other, name) = (await scene.AModelAsync(), await scene.AModelAsync(), scene.NewName("renamed"));
        var tokens = scene.Get<AccessTokens>();
        var made = await tokens.CreateAsync(new NewToken("ci", [Scopes.Read], [former]), scene.Scientist, default);
        await RenameAsync(former, name);

        var limited = scene.Scientist with { Token = new TokenGrant(made.Id, new HashSet<string> { Scopes.Read }, new HashSet<Guid> { await IdAsync(name) }) };
        Assert.Equal([name], (await scene.Get<ModelQueries>().ListAsync(new ModelSearch(), limited, default)).Items.Select(model => model.Name));
        Assert.Equal([name], (await tokens.ListAsync(new TokenSearch(), scene.Scientist, default)).Items.Single(token => token.Id == made.Id).Models);
        var refusal = await Refused.ByAsync("model_renamed",
            () => tokens.CreateAsync(new NewToken("ci", [Scopes.Read], [other, former]), scene.Scientist, default));
        Assert.Equal(("models", name), (refusal.Field, refusal.Details!["name"]));
    }

    [Fact]
    public async Task A_call_that_comes_again_with_its_key_is_one_rename()
    {
        var (model, name) = (await scene.AModelAsync(), scene.NewName("renamed"));

        for (var call = 0; call < 2; call++)
        {
            var actor = scene.Scientist with { Idempotency = new IdempotencyKey(Sha256Hex.Of(model), Sha256Hex.Of(name)) };
            Assert.Equal(name, (await RenameAsync(model, name, actor)).Name);
        }

        Assert.Single(await scene.EventsAsync(name), entry => entry.Action == "model.renamed");
    }

    [Fact]
    public async Task The_trail_says_it_in_a_sentence()
    {
        var (former, name) = await ARenamedModelAsync();

        var entry = (await scene.EventsAsync(name)).First(entry => entry.Action == "model.renamed");

        Assert.Equal($"{scene.Scientist.Name} renamed {former} to {name}", RegistrySentences.Of(entry).Text);
    }

    [Fact]
    public async Task The_page_is_told_what_a_rename_would_be_told()
    {
        var (free, used) = (await scene.AModelAsync(), await scene.AModelAsync());
        await scene.MoveAsync(used, Stage.Staging, 1);

        Assert.Equal(new ModelRenaming(null, null), await RenamingAsync(free, scene.Scientist));
        Assert.NotNull((await RenamingAsync(free, scene.Viewer)).Refusal);
        Assert.Contains("Only an admin can rename it", (await RenamingAsync(used, scene.Scientist)).Refusal, StringComparison.Ordinal);
        Assert.True(await RenamingAsync(used, scene.Admin) is { Refusal: null, InUse: not null });
    }
}
