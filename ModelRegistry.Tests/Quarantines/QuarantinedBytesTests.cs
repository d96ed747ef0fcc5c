using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Quarantines;
using ModelRegistry.Core.Slots;
using ModelRegistry.Core.Versions;
using ModelRegistry.Tests.Promotions;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Quarantines;

/// <summary>Which versions a quarantine holds: those with the same bytes, under whatever name they come again.</summary>
public sealed class QuarantinedBytesTests(PromotionScene scene) : IClassFixture<PromotionScene>
{
    private static readonly Dictionary<string, (string[] Files, bool Held)> Copies = new()
    {
        ["the same files"] = (["model/model.pkl=w", "model/MLmodel=first", "model/conda.yaml=c", "params.json=p"], true),
        ["a fresh MLmodel"] = (["model/model.pkl=w", "model/MLmodel=second", "model/conda.yaml=c", "params.json=p"], true),
        ["a fresh conda.yaml"] = (["model/model.pkl=w", "model/MLmodel=first", "model/conda.yaml=newer", "params.json=p"], true),
        ["a requirements.txt beside it"] =
            (["model/model.pkl=w", "model/MLmodel=first", "model/conda.yaml=c", "model/requirements.txt=numpy", "params.json=p"], true),
        ["a python_env.yaml beside it"] =
            (["model/model.pkl=w", "model/MLmodel=first", "model/conda.yaml=c", "model/python_env.yaml=3.12", "params.json=p"], true),
        ["no MLmodel at all"] = (["model/model.pkl=w", "params.json=p"], true),
        ["the same files in other folders"] = (["weights/deep/model.bin=w", "p.json=p"], true),
        ["a file twice"] = (["model/model.pkl=w", "copy/model.pkl=w", "params.json=p"], true),
        ["a further file"] = (["model/model.pkl=w", "model/MLmodel=first", "model/conda.yaml=c", "params.json=p", "tokenizer.json=t"], false),
        ["a file less"] = (["model/model.pkl=w", "model/MLmodel=first", "model/conda.yaml=c"], false),
        ["a changed model file"] = (["model/model.pkl=W", "model/MLmodel=first", "model/conda.yaml=c", "params.json=p"], false),
        ["the model file called MLmodel"] = (["MLmodel=w", "params.json=p"], false),
    };

    public static TheoryData<string, bool> Table
    {
        get
        {
            var table = new TheoryData<string, bool>();
            foreach (var copy in Copies.Keys)
            {
                table.Add(copy, false);
                table.Add(copy, true);
            }

            return table;
        }
    }

    [Theory]
    [MemberData(nameof(Table))]
    public async Task The_same_bytes_under_a_new_number_or_in_another_model_are_held_too(string copy, bool elsewhere)
    {
        var (files, held) = Copies[copy];
        var model = await scene.AModelAsync();
        var first = await scene.AVersionAsync(model, scene.Scientist, Named(Copies["the same files"].Files, model));
        var other = elsewhere ? await scene.AModelAsync() : model;
        var before = await scene.AVersionAsync(other, scene.Scientist, Named(files, model));

        await scene.QuarantineAsync(model, first);
        var after = await scene.AVersionAsync(other, scene.Scientist, Named(files, model));

        Assert.Equal((held, held), (await scene.IsQuarantinedAsync(other, before), await scene.IsQuarantinedAsync(other, after)));
        if (held)
        {
            await Refused.ByAsync("version_quarantined", () => scene.ARequestAsync(other, after));
            await scene.ReleaseAsync(other, after);
            Assert.False(await scene.IsQuarantinedAsync(model, first));
        }
        else
        {
            await scene.ARequestAsync(other, after);
        }
    }

    [Fact]
    public async Task Of_nothing_but_a_description_only_the_same_files_are_held()
    {
        var model = await scene.AModelAsync();
        var first = await scene.AVersionAsync(model, scene.Scientist, $"MLmodel={model}", "conda.yaml=c");
        var same = await scene.AVersionAsync(model, scene.Scientist, $"MLmodel={model}", "conda.yaml=c");
        var fresh = await scene.AVersionAsync(model, scene.Scientist, $"MLmodel={model} again", "conda.yaml=c");

        await scene.QuarantineAsync(model, first);

        Assert.Equal((true, false), (await scene.IsQuarantinedAsync(model, same), await scene.IsQuarantinedAsync(model, fresh)));
    }

    [Fact]
    public async Task A_version_without_files_is_held_by_itself_only()
    {
        var model = await scene.AModelAsync();
        var pending = await scene.APendingAsync(model, scene.Scientist);
        var another = await scene.APendingAsync(model, scene.Scientist);

        var quarantine = await scene.QuarantineAsync(model, pending);

        Assert.Null(quarantine.Digest);
        Assert.Equal((true, false), (await scene.IsQuarantinedAsync(model, pending), await scene.IsQuarantinedAsync(model, another)));
        scene.Registry.Clock.Advance(VersionWorkflow.PendingLifetime + TimeSpan.FromDays(1));
        await scene.Get<VersionWorkflow>().GiveUpAbandonedAsync(default);
        Assert.Equal((true, false), (await scene.IsQuarantinedAsync(model, pending), await scene.IsQuarantinedAsync(model, another)));
        await scene.QuarantineAsync(model, another); // FAILED by now
        await scene.ReleaseAsync(model, pending);
        Assert.Equal((false, true), (await scene.IsQuarantinedAsync(model, pending), await scene.IsQuarantinedAsync(model, another)));
    }

    [Fact]
    public async Task Quarantined_while_pending_its_bytes_are_held_from_the_seal_on()
    {
        var model = await scene.AModelAsync();
        var pending = await scene.APendingAsync(model, scene.Scientist, $"model.pkl=late {model}", "MLmodel=m");
        await scene.QuarantineAsync(model, pending);

        await scene.Get<VersionWorkflow>().SealAsync(model, pending.Text(), null, scene.Scientist, default);
        var copy = await scene.AVersionAsync(model, scene.Scientist, $"model.pkl=late {model}", "MLmodel=fresh");

        Assert.Equal((true, true), (await scene.IsQuarantinedAsync(model, pending), await scene.IsQuarantinedAsync(model, copy)));
        await Refused.ByAsync("version_quarantined", () => scene.ARequestAsync(model, pending));
    }

    [Fact]
    public async Task Released_by_its_bytes_every_quarantine_of_them_ends()
    {
        var model = await scene.AModelAsync();
        var first = await scene.AVersionAsync(model, scene.Scientist, $"model.pkl=both {model}");
        var second = await scene.AVersionAsync(model, scene.Scientist, $"model.pkl=both {model}");
        await scene.QuarantineAsync(model, first);
        await scene.QuarantineAsync(model, second); // a row of its own, although it was held already

        var released = await scene.ReleaseAsync(model, second);

        Assert.Equal([first, second], released.Select(quarantine => quarantine.Version));
        Assert.Equal((false, false), (await scene.IsQuarantinedAsync(model, first), await scene.IsQuarantinedAsync(model, second)));
        Assert.Equal(2, (await scene.EventsAsync(model)).Count(entry => entry.Action == "version.released"));
    }

    [Fact]
    public async Task In_a_model_that_one_may_not_see_it_holds_without_being_named()
    {
        var owner = await scene.PersonAsync(scene.NewName("secretive"), Roles.DataScientist, Roles.Operator);
        var hidden = await scene.AHiddenModelAsync(owner);
        var open = await scene.AModelAsync();
        var secret = await scene.AVersionAsync(hidden, owner, $"model.pkl=shared {open}");
        var shared = await scene.AVersionAsync(open, scene.Scientist, $"model.pkl=shared {open}");
        await scene.MoveAsync(open, Stage.Production, shared);

        await scene.QuarantineAsync(hidden, secret, owner, $"{hidden} fails its bias audit");

        var hold = Assert.Single((await scene.StandingAsync(open, shared, scene.ReviewerA)).Holds);
        Assert.Equal((false, null), (hold.Own, hold.Shown));
        Assert.Equal(hidden, Assert.Single((await scene.StandingAsync(open, shared, scene.Auditor)).Holds).Shown!.Model);
        var list = await scene.Get<QuarantineQueries>().ListAsync(new QuarantineSearch(PageSize: 200), scene.ReviewerA, default);
        Assert.DoesNotContain(list.Items, found => found.Model == hidden);
        var told = Assert.Single(await scene.NoticesAsync(scene.Scientist), text => text.Contains(open, StringComparison.Ordinal));
        Assert.Equal($"v{shared} in production of {open} has the same bytes as a version that was quarantined. Decide whether it should stay there", told);
        await Refused.ByAsync("already_occupant", () => scene.ARequestAsync(open, shared, Stage.Production));
        var refusal = await Refused.ByAsync("version_quarantined", () => scene.ARequestAsync(open, shared));
        Assert.DoesNotContain(hidden, refusal.Message, StringComparison.Ordinal);

        Assert.Empty(await scene.ReleaseAsync(open, shared));

        Assert.False(await scene.IsQuarantinedAsync(hidden, secret));
        Assert.DoesNotContain(hidden, string.Join(' ', (await scene.EventsAsync(open)).Select(entry => entry.After?.GetRawText() + entry.Before?.GetRawText())),
            StringComparison.Ordinal);
        Assert.Equal("version.released", (await scene.EventsAsync(open))[0].Action);
        Assert.Equal("version.released", (await scene.EventsAsync(hidden))[0].Action);
    }

    [Fact]
    public async Task What_was_sealed_before_its_bytes_were_followed_is_filled_in_once()
    {
        var model = await scene.AModelAsync();
        var plain = await scene.AVersionAsync(model, scene.Scientist, $"model.pkl=old {model}", "MLmodel=m");
        var pending = await scene.APendingAsync(model, scene.Scientist, "model.pkl=unfinished");
        var before = await DigestsAsync(model);
        await using (var db = scene.Registry.OpenDatabase())
        {
            await db.Versions.Where(version => version.ContentDigest != null)
                .ExecuteUpdateAsync(set => set.SetProperty(version => version.ContentDigest, (string?)null));
        }

        var filled = await scene.Get<ContentDigests>().FillAsync(default);

        Assert.True(filled >= before.Count(pair => pair.Value is not null));
        Assert.Equal(before, await DigestsAsync(model));
        Assert.Null(before[pending]);
        Assert.NotNull(before[plain]);
        Assert.Equal(0, await scene.Get<ContentDigests>().FillAsync(default));
        await scene.QuarantineAsync(model, plain);
        Assert.True(await scene.IsQuarantinedAsync(model, await scene.AVersionAsync(model, scene.Scientist, $"model.pkl=old {model}", "MLmodel=fresh")));
    }

    private static string[] Named(string[] files, string model) => [.. files.Select(file => $"{file} {model}")];

    private async Task<Dictionary<int, string?>> DigestsAsync(string model)
    {
        await using var db = scene.Registry.OpenDatabase();
        return await db.Versions.Where(version => db.Models.Any(found => found.Id == version.ModelId && found.Name == model))
            .ToDictionaryAsync(version => version.Number, version => version.ContentDigest);
    }
}
