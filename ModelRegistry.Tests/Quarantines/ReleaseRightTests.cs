using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Tests.Promotions;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Quarantines;

/// <summary>Who may quarantine, and who may release: a reviewer who had no hand in any version with these bytes (rule 8).</summary>
public sealed class ReleaseRightTests(PromotionScene scene) : IClassFixture<PromotionScene>
{
    [Fact]
    public async Task Reviewers_operators_and_the_owner_may_quarantine()
    {
        var somebody = await scene.PersonAsync(scene.NewName("operator"), Roles.Operator);
        foreach (var by in new[] { scene.ReviewerA, somebody, scene.Scientist })
        {
            await scene.QuarantineAsync(await scene.AModelAsync(), by: by);
        }

        var model = await scene.AModelAsync();
        foreach (var by in new[] { scene.Viewer, scene.Admin, scene.Auditor, scene.Emergency })
        {
            var refusal = await Refused.ByAsync("role_missing", () => scene.QuarantineAsync(model, by: by));
            Assert.Equal(refusal.Message, (await scene.StandingAsync(model, 1, by)).SetRefusal);
        }

        await Refused.ByAsync("scope_missing", async () =>
            await scene.QuarantineAsync(model, by: await TokenAsync(scene.ReviewerA, Scopes.Read, Scopes.Promote)));
        await scene.QuarantineAsync(model, by: await TokenAsync(scene.ReviewerA, Scopes.Rollback));
    }

    [Fact]
    public async Task Only_reviewers_release_and_never_a_token()
    {
        var model = await scene.AModelAsync();
        await scene.QuarantineAsync(model);

        foreach (var by in new[] { scene.Scientist, scene.Admin, scene.Viewer, scene.Emergency })
        {
            var refusal = await Refused.ByAsync("role_missing", () => scene.ReleaseAsync(model, by: by));
            Assert.Equal(refusal.Message, (await scene.StandingAsync(model, 1, by)).ReleaseRefusal);
        }

        await Refused.ByAsync("scope_missing", async () =>
            await scene.ReleaseAsync(model, by: await TokenAsync(scene.ReviewerA, [.. Scopes.All])));
        Assert.Null((await scene.StandingAsync(model, 1, scene.ReviewerA)).ReleaseRefusal);
        await scene.ReleaseAsync(model); // also whoever set it
    }

    [Fact]
    public async Task Who_registered_it_may_not_and_is_told_who_can()
    {
        var both = await BothAsync();
        var model = await scene.AModelAsync();
        var version = await scene.AVersionAsync(model, both, $"model.pkl=own {model}");
        await scene.QuarantineAsync(model, version, both);

        await RefusedAsync(model, version, both, $"registered v{version}");

        var sentence = (await scene.StandingAsync(model, version, both)).ReleaseRefusal;
        Assert.Contains("another reviewer can", sentence, StringComparison.Ordinal);
        Assert.Contains(scene.ReviewerA.Name, sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_logged_a_metric_of_it_may_not()
    {
        var both = await BothAsync();
        var model = await scene.AModelAsync();
        await scene.LogAsync(model, "accuracy", 0.9, by: both);
        await scene.QuarantineAsync(model);

        await RefusedAsync(model, 1, both, "logged a metric of it");
    }

    [Fact]
    public async Task Who_answers_for_the_service_account_that_registered_it_may_not()
    {
        var service = await scene.PersonAsync(scene.NewName("service"), Roles.DataScientist);
        await scene.Get<People>().EditAsync(service.UserId!.Value, new UserEdit(Responsible: scene.ReviewerC.Name), Actor.System, default);
        var model = await scene.AModelAsync();
        var version = await scene.AVersionAsync(model, service, $"model.pkl=by a service {model}");
        await scene.QuarantineAsync(model, version);

        await RefusedAsync(model, version, scene.ReviewerC, "answer for");
    }

    [Theory]
    [InlineData("MLmodel=first")]
    [InlineData("MLmodel=fresh")]
    public async Task Who_registered_the_bytes_may_not_release_them_through_a_copy_by_somebody_else(string description)
    {
        var both = await BothAsync();
        var model = await scene.AModelAsync();
        var own = await scene.AVersionAsync(model, both, $"model.pkl=copied {model}", "MLmodel=first");
        await scene.QuarantineAsync(model, own);

        var copy = await scene.AVersionAsync(model, scene.Scientist, $"model.pkl=copied {model}", description);

        await RefusedAsync(model, copy, both, "with the same files");
        await scene.ReleaseAsync(model, copy, scene.ReviewerB);
    }

    [Fact]
    public async Task Who_registered_a_copy_may_not_release_the_first()
    {
        var both = await BothAsync();
        var model = await scene.AModelAsync();
        var first = await scene.AVersionAsync(model, scene.Scientist, $"model.pkl=first {model}", "MLmodel=first");
        await scene.AVersionAsync(model, both, $"model.pkl=first {model}", "MLmodel=fresh");
        await scene.QuarantineAsync(model, first);

        await RefusedAsync(model, first, both, "with the same files");
    }

    [Fact]
    public async Task In_a_model_that_one_may_not_see_there_is_nothing_to_quarantine_or_release()
    {
        var hidden = await scene.AHiddenModelAsync(scene.Scientist);
        await scene.AVersionAsync(hidden, scene.Scientist, $"model.pkl={hidden}");

        await Refused.ByAsync("model_not_found", () => scene.QuarantineAsync(hidden));
        await Refused.ByAsync("model_not_found", () => scene.ReleaseAsync(hidden));
        await Refused.ByAsync("model_not_found", () => scene.StandingAsync(hidden, 1, scene.ReviewerA));
    }

    private async Task RefusedAsync(string model, int version, Actor by, string why)
    {
        var refusal = await Refused.ByAsync("not_eligible", () => scene.ReleaseAsync(model, version, by));
        Assert.Contains(why, refusal.Message, StringComparison.Ordinal);
        Assert.Equal(refusal.Message, (await scene.StandingAsync(model, version, by)).ReleaseRefusal);
        Assert.True(await scene.IsQuarantinedAsync(model, version));
    }

    private Task<Actor> BothAsync() => scene.PersonAsync(scene.NewName("both"), Roles.DataScientist, Roles.Reviewer);

    private Task<Actor> TokenAsync(Actor of, params string[] scopes) => scene.Registry.ByTokenAsync(of, scopes);
}
