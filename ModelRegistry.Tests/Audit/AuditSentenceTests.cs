using System.Text.Json;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Activity;
using ModelRegistry.Core.Audit;
using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Slots;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Audit;

public sealed class AuditSentenceTests
{
    public static TheoryData<string, object?, object?, string?, string> Sentences { get; } = new()
    {
        { "model.created", null, null, null, "ann@example.test created the model fraud v3" },
        { "model.edited", new { description = "a", tags = new { } }, new { description = "b", tags = new { } }, null, "ann@example.test changed the description of fraud v3" },
        { "version.created", null, null, null, "ann@example.test began fraud v3" },
        { "version.sealed", null, new { files = 2, bytes = 9 }, null, "ann@example.test registered fraud v3 with 2 files" },
        { "version.edited", new { label = (string?)null, tags = new { a = "1" } }, new { label = "2.1.0", tags = new { a = "2" } }, null, "ann@example.test changed the label and tags of fraud v3" },
        { "version.failed", null, null, "No upload for seven days.", "ann@example.test gave up fraud v3: No upload for seven days" },
        { "version.verified", null, new { ok = true, findings = Array.Empty<string>() }, null, "ann@example.test verified fraud v3: every file is as it was sealed" },
        { "version.verified", null, new { ok = false, findings = new[] { "a" } }, null, "ann@example.test verified fraud v3: 1 file damaged or missing" },
        { "version.verified", null, new { ok = false, findings = Array.Empty<string>() }, null, "ann@example.test verified fraud v3: it does not hold what was sealed" },
        { "rollback.executed", Was(4), new { number = 12, slot = "production", version = 3, verified = new { files = 2, bytes = 9 } }, "Latency.", "ann@example.test proved 2 files for rollback #12 of production to fraud v3: Latency" },
        { "rollback.executed", Was(3), new { number = 12, slot = "production", version = (int?)null }, "Latency.", "ann@example.test took out of production, by rollback #12, fraud v3: Latency" },
        { "rollback.executed", null, null, null, "ann@example.test took out of a slot, by a rollback, fraud v3" },
        { "rollback.dreamt", null, null, null, "ann@example.test rollback dreamt fraud v3" },
        { "readiness.changed", new { state = "green" }, new { slot = "production", state = "red" }, "v2: model.pkl is missing.", "production of fraud cannot be rolled back now: v2: model.pkl is missing" },
        { "readiness.changed", new { state = "red" }, new { slot = "production", state = "green" }, null, "production of fraud is ready to be rolled back" },
        { "readiness.changed", null, new { slot = "production", state = "amber" }, "The signature differs.", "production of fraud can be rolled back, with a warning: The signature differs" },
        { "readiness.changed", null, null, null, "A stage of fraud changed its readiness for a rollback" },
        { "model.deleted", null, null, "Never used.", "ann@example.test deleted the model fraud v3: Never used" },
        { "model.restored", null, null, null, "ann@example.test restored the model fraud v3" },
        { "model.recreated", null, null, null, "ann@example.test took the name of a deleted model again: fraud v3" },
        { "version.archived", null, null, "Old.", "ann@example.test archived fraud v3: Old" },
        { "version.unarchived", null, null, null, "ann@example.test unarchived fraud v3" },
        { "version.deleted", null, null, "A slip.", "ann@example.test deleted fraud v3: A slip" },
        { "version.restored", null, null, null, "ann@example.test restored fraud v3" },
        { "version.purged", null, null, "Personal data.", "ann@example.test purged the files and evidence of fraud v3: Personal data" },
        { "version.held", null, null, "A claim.", "ann@example.test holds fraud v3: A claim" },
        { "version.hold_released", null, null, null, "ann@example.test released the hold on fraud v3" },
        { "store.swept", null, new { removedFiles = 2 }, null, "ann@example.test removed 2 files that no version lists" },
        { "store.swept", null, new { removedFiles = 0 }, null, "ann@example.test swept the store and found nothing to remove" },
        { "store.dreamt", null, null, null, "ann@example.test: store dreamt" },
        { "artifact.uploaded", null, new { path = "model/model.pkl" }, null, "ann@example.test uploaded model/model.pkl to fraud v3" },
        { "metrics.logged", null, new[] { new { name = "accuracy" } }, null, "ann@example.test logged accuracy of fraud v3" },
        { "metrics.logged", null, new[] { new { name = "a" }, new { name = "b" } }, null, "ann@example.test logged 2 metrics of fraud v3" },
        { "check.posted", null, new { name = "bias" }, null, "ann@example.test posted the check 'bias' of fraud v3" },
        { "user.created", null, new { email = "bob@example.test", roles = new[] { "Viewer", "Reviewer" } }, null, "ann@example.test made the account bob@example.test as Viewer, Reviewer" },
        { "user.edited", new { email = "bob@example.test", active = true }, new { email = "bob@example.test", active = false }, null, "ann@example.test disabled the account bob@example.test" },
        { "user.edited", new { email = "bob@example.test", active = true }, new { email = "bob@example.test", active = true }, "Reset: …", "ann@example.test reset the account bob@example.test" },
        { "user.roles_changed", null, new { email = "bob@example.test", roles = Array.Empty<string>() }, null, "ann@example.test set the roles of bob@example.test to none" },
        { "user.password_changed", null, null, null, "ann@example.test changed their password" },
        { "user.invitation_accepted", null, new { user = "bob@example.test" }, null, "bob@example.test accepted the invitation" },
        { "user.locked", null, new { user = "bob@example.test" }, null, "The account bob@example.test was locked for a few minutes after too many failed sign-ins" },
        { "session.signed_in", null, null, null, "ann@example.test signed in" },
        { "session.signed_out", null, null, null, "ann@example.test signed out" },
        { "token.created", null, new { name = "ci" }, null, "ann@example.test made the access token 'ci'" },
        { "token.revoked", new { name = "ci" }, null, null, "ann@example.test revoked the access token 'ci'" },
        { "metric.reset", new { name = "latency_ms" }, null, null, "ann@example.test took back the definition of the metric latency_ms of fraud v3" },
        { "registry.restored", null, new { backupAt = "2026-03-14T09:00:00.000Z", seq = 17 }, null, "The registry was restored from the backup of 2026-03-14T09:00:00.000Z, whose trail ended with event 17" },
        { "sign_in.failed", null, new { address = "10.0.0.7" }, null, "One sign-in from 10.0.0.7 failed" },
        { "sign_in.failed", null, new { address = "10.0.0.7", more = 4 }, null, "4 more sign-ins from 10.0.0.7 failed within a minute" },
        { "access.unauthenticated", null, new { address = "10.0.0.7" }, null, "One anonymous call from 10.0.0.7 came to nothing" },
        { "access.refused", null, new { message = "You may not do this." }, null, "ann@example.test was refused: You may not do this" },
        { "version.quarantined", null, new { number = 7, rollback = (long?)null }, "Latency doubled.", "ann@example.test quarantined fraud v3: Latency doubled" },
        { "version.quarantined", null, new { number = 7, rollback = 6 }, "Latency doubled.", "ann@example.test quarantined fraud v3 by rollback #6: Latency doubled" },
        { "version.released", null, new { number = 7 }, "It was the load balancer.", "ann@example.test released fraud v3 from quarantine: It was the load balancer" },
        { "slot.moved", Was(2), Now(3, "promotion", 214), null, "ann@example.test moved production of fraud from v2 to v3 by request #214" },
        { "slot.moved", Was(null), Now(3, "Open", 7), null, "ann@example.test moved production of fraud to v3 by request #7" },
        { "slot.moved", Was(2), Now(3, "breakGlass", 214), null, "ann@example.test moved production of fraud from v2 to v3 in an emergency by request #214" },
        { "slot.moved", Was(4), Now(3, "Rollback", null), "Latency.", "ann@example.test rolled production of fraud back from v4 to v3" },
        { "slot.moved", Was(3), Now(null, "promotion", 214), null, "ann@example.test emptied production of fraud (v3 was there) by request #214" },
        { "slot.moved", Was(3), Now(null, "rollback", null), null, "ann@example.test emptied production of fraud (v3 was there)" },
        { "slot.moved", Was(2, "champion"), Now(3, "alias", null, "champion", "alias"), null, "ann@example.test set the alias champion of fraud to v3" },
        { "slot.moved", Was(3, "champion"), Now(null, "alias", null, "champion", "Alias"), null, "ann@example.test removed the alias champion of fraud (v3 was there)" },
        { "slot.moved", null, null, null, "ann@example.test slot moved fraud v3" },
        { "slot.moved_by_magic", null, null, null, "ann@example.test slot moved by magic fraud v3" },
        { "magic.happened", null, null, null, "ann@example.test magic happened" },
        { "request.opened", null, new { number = 214, slot = "production", version = 3 }, null, "ann@example.test asked by request #214 to move production of fraud to v3" },
        { "request.opened", null, new { number = 214, slot = "production", version = (int?)null }, null, "ann@example.test asked by request #214 to empty production of fraud" },
        { "request.reviewed", null, new { number = 214, decision = "approve" }, null, "ann@example.test approved request #214 for fraud v3" },
        { "request.reviewed", null, new { number = 214, decision = "requestChanges" }, null, "ann@example.test asked for changes in request #214 for fraud v3" },
        { "request.reviewed", null, new { number = 214, decision = "reject" }, null, "ann@example.test rejected request #214 for fraud v3" },
        { "request.reviewed", null, new { number = 214, decision = "shrug" }, null, "ann@example.test reviewed request #214 for fraud v3" },
        { "review.withdrawn", null, new { number = 214 }, null, "ann@example.test withdrew their review of request #214 for fraud v3" },
        { "review.dismissed", null, new { number = 214 }, "Bob left.", "ann@example.test dismissed a review of request #214 for fraud v3: Bob left" },
        { "request.commented", null, new { number = 214 }, null, "ann@example.test commented on request #214 for fraud v3" },
        { "request.executed", null, new { number = 214 }, null, "ann@example.test executed request #214 for fraud v3" },
        { "request.withdrawn", null, new { number = 214 }, null, "ann@example.test withdrew request #214 for fraud v3" },
        { "request.expired", null, new { number = 214 }, null, "Request #214 for fraud v3 expired" },
        { "request.superseded", null, new { number = 214 }, null, "Request #214 for fraud v3 was superseded" },
        { "request.emergency", null, new { number = 214, slot = "production", version = 3, skipped = new[] { "2 approvals", "accuracy >= 0.9" }, incident = "INC-7" }, "Fraud passes unseen.", "ann@example.test moved production of fraud in an emergency to v3, skipping 2 approvals, accuracy >= 0.9 (incident INC-7): Fraud passes unseen" },
        { "request.emergency", null, new { number = 214, slot = "production", version = (int?)null, skipped = "1234567".Select(c => $"gate {c}") }, null, "ann@example.test emptied production in an emergency, of fraud, skipping gate 1, gate 2, gate 3, gate 4, gate 5 and 2 more" },
        { "post_review.decided", null, new { number = 5, decision = "confirm" }, null, "ann@example.test confirmed in post-review #5 of fraud v3" },
        { "post_review.decided", null, new { number = 5, decision = "object" }, null, "ann@example.test objected in post-review #5 of fraud v3" },
        { "policy.published", null, new { slot = "production", number = 4, content = new { } }, null, "ann@example.test published policy 4 for production of fraud v3" },
        { "stages.changed", null, null, null, "ann@example.test changed the stages of fraud v3" },
        { "metric.defined", null, new { name = "accuracy" }, null, "ann@example.test defined the metric accuracy of fraud v3" },
    };

    [Theory]
    [MemberData(nameof(Sentences))]
    public void Every_action_reads_as_a_sentence(string action, object? before, object? after, string? reason, string sentence)
    {
        var entry = new AuditEntry(1, default, "ann@example.test", "browser", action, "fraud", 3, Json(before), Json(after), reason, "");

        Assert.Equal(sentence, AuditSentence.Of(entry).Text);
    }

    [Theory]
    [InlineData("policy.published", null, "ann published policy 4 for production of this server", null)]
    [InlineData("policy.published", "fraud", "ann published policy 4 for production of fraud", "fraud")]
    [InlineData("stages.changed", null, "ann changed the stages of this server", null)]
    [InlineData("metric.defined", null, "ann defined the metric accuracy", null)]
    [InlineData("request.opened", "fraud", "ann asked by request #9 to empty production of fraud", "fraud")]
    [InlineData("slot.moved", "fraud", "ann emptied production of fraud", "fraud")]
    public void What_is_about_no_version_links_the_model_or_nothing(string action, string? model, string sentence, string? linked)
    {
        var after = Json(new { slot = "production", number = action == "request.opened" ? 9 : 4, name = "accuracy" });

        var told = AuditSentence.Of(new AuditEntry(1, default, "ann", "browser", action, model, null, null, after, null, ""));

        Assert.Equal((sentence, linked), (told.Text, told.Subject));
    }

    [Theory]
    [InlineData("slot.moved")]
    [InlineData("request.opened")]
    [InlineData("request.emergency")]
    public void The_link_of_a_move_is_the_version_that_came(string action)
    {
        var after = Json(new { slot = "production", version = 3, number = 9 });

        var told = AuditSentence.Of(new AuditEntry(1, default, "ann", "browser", action, "fraud", 3, null, after, null, ""));

        Assert.Equal("v3", told.Subject);
    }

    [Fact]
    public void A_new_enum_value_in_a_body_is_a_word() =>
        Assert.Contains("\"via\":\"breakGlass\"", AuditBody.Write(1, default, new AuditActor("1", "ann"), "api", new TestHappened(null, null, null, new { via = MoveKind.BreakGlass }, null)), StringComparison.Ordinal);

    [Fact]
    public void Every_action_has_words_to_be_chosen_by()
    {
        var listed = AuditActions.Groups.SelectMany(group => group.Actions).ToList();

        Assert.Equal(Sentences.Select(row => (string)row[0]).Distinct().Where(action => !action.Contains("magic", StringComparison.Ordinal) && !action.Contains("dreamt", StringComparison.Ordinal)).Order(), listed.Select(action => action.Name).Order());
        Assert.Equal(listed.Count, listed.Select(action => action.Words).Distinct().Count());
        Assert.Equal(("Model created", "magic happened"), (AuditActions.WordsOf("model.created"), AuditActions.WordsOf("magic.happened")));
    }

    [Fact]
    public async Task The_version_is_what_the_sentence_links_to()
    {
        await using var registry = await TestRegistry.StartAsync();
        var ann = await registry.PersonAsync("ann", Roles.DataScientist);
        await registry.AModelAsync(ann);
        await registry.ASealedVersionAsync(ann);
        await registry.Get<ModelWorkflow>().EditAsync("fraud", new ModelEdit("Finds fraud"), ann, default);

        var page = await registry.Get<AuditQueries>().ListAsync(new AuditSearch(Model: "fraud"), ann, default);

        Assert.Equal(
            [
                ("ann@example.test changed the description of ", "fraud", ""),
                ("ann@example.test registered ", "fraud v1", " with 1 file"),
                ("ann@example.test uploaded model/model.pkl to ", "fraud v1", ""),
                ("ann@example.test began ", "fraud v1", ""),
                ("ann@example.test created the model ", "fraud", ""),
            ],
            page.Items.Select(AuditSentence.Of).Select(sentence => (sentence.Lead, sentence.Subject!, sentence.Tail)));
    }

    [Fact]
    public void The_files_of_one_upload_are_told_as_one()
    {
        AuditEntry Upload(long seq, string actor, int version, string action = "artifact.uploaded") =>
            new(seq, default, actor, "api", action, "fraud", version, null, Json(new { path = $"f{seq}" }), null, "");

        var told = AuditSentence.Tell([Upload(9, "ann", 1), Upload(8, "ann", 1), Upload(7, "bob", 1), Upload(6, "bob", 2), Upload(5, "bob", 2, "version.created"), Upload(4, "bob", 2)]);

        Assert.Equal(
            [(9, "ann uploaded 2 files to fraud v1"), (7, "bob uploaded f7 to fraud v1"), (6, "bob uploaded f6 to fraud v2"), (5, "bob began fraud v2"), (4, "bob uploaded f4 to fraud v2")],
            told.Select(line => ((int)line.Entry.Seq, line.Sentence.Text)));
    }

    [Theory]
    [InlineData("version.sealed")]
    [InlineData("version.quarantined")]
    [InlineData("user.edited")]
    [InlineData("metrics.logged")]
    [InlineData("access.refused")]
    [InlineData("slot.moved")]
    [InlineData("request.opened")]
    [InlineData("request.reviewed")]
    [InlineData("request.emergency")]
    [InlineData("post_review.decided")]
    [InlineData("policy.published")]
    public void A_body_of_another_shape_still_reads(string action)
    {
        foreach (var odd in new object?[] { null, 3, "x", new[] { 1 }, new { files = "many", roles = 3, email = 4 } })
        {
            var entry = new AuditEntry(1, default, "ann", "api", action, "fraud", null, Json(odd), Json(odd), null, "");

            Assert.StartsWith("ann ", AuditSentence.Of(entry).Text, StringComparison.Ordinal);
        }
    }

    private static object Was(int? version, string slot = "production") => new { slot, version };

    private static object Now(int? version, string via, int? request, string slot = "production", string kind = "stage") =>
        new { slot, kind, version, at = "2026-03-14T09:00:00.000Z", via, request };

    private static JsonElement? Json(object? value) => value is null ? null : JsonSerializer.SerializeToElement(value);
}
