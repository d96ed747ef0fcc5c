using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Metrics;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Retirement;
using ModelRegistry.Core.Versions;
using ModelRegistry.Tests.Slots;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Data;

/// <summary>What happens at once, or on top of a state that somebody else has changed.</summary>
public abstract partial class DatabaseBehaviourTests
{
    [DatabaseFact]
    public async Task Sixty_four_registrations_at_once_get_sixty_four_numbers()
    {
        await Registry.AModelAsync(_scientist);

        var versions = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => Registry.APendingVersionAsync(_scientist)));

        Assert.Equal(Enumerable.Range(1, 64), versions.Select(version => version.Number).Order());
        Assert.True((await VerifyAsync()).Ok);
    }

    [DatabaseFact]
    public async Task The_same_metric_logged_at_once_leaves_one_current_row()
    {
        await Registry.AModelAsync(_scientist);
        await Registry.APendingVersionAsync(_scientist);

        await Task.WhenAll(Enumerable.Range(0, 16).Select(async i =>
        {
            try
            {
                await LogAsync(new NewMetric("loss", i));
            }
            catch (RegistryException busy) when (busy.Kind is RefusalKind.Conflict or RefusalKind.Unavailable)
            {
                // A refusal that says "try again" is a right answer; two current rows are not.
            }
        }));

        Assert.Single((await Registry.Get<VersionQueries>().GetAsync("fraud", "1", _scientist, default)).Metrics);
    }

    [DatabaseFact]
    public async Task Of_two_models_of_one_name_created_at_once_one_is_refused()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            try
            {
                await Registry.AModelAsync(_scientist);
                return "created";
            }
            catch (RegistryException refusal)
            {
                return refusal.Kind.ToString();
            }
        }));

        Assert.Single(outcomes, "created");
        Assert.Equal(7, outcomes.Count(outcome => outcome == nameof(RefusalKind.Conflict)));
    }

    [DatabaseFact]
    public async Task Of_all_who_want_one_name_at_once_by_renaming_or_registering_one_gets_it()
    {
        var names = Enumerable.Range(0, 4).Select(number => $"model {number}").ToList();
        foreach (var name in names)
        {
            await Registry.AModelAsync(_scientist, name);
        }

        var outcomes = await Task.WhenAll(names.Select(name => OutcomeAsync(() => RenameAsync(name, "Fraud")))
            .Append(OutcomeAsync(() => Registry.AModelAsync(_scientist))));

        Assert.Equal(["", "model_name_taken"], outcomes.Distinct().Order());
        Assert.Single(outcomes, "");
    }

    [DatabaseFact]
    public async Task Of_two_renames_of_one_model_at_once_one_is_done_and_the_other_reads_the_name_it_has_now()
    {
        await Registry.AModelAsync(_scientist);

        var outcomes = await Task.WhenAll(new[] { "left", "right" }.Select(name => OutcomeAsync(() => RenameAsync("fraud", name))));

        Assert.Equal(["", "model_renamed"], outcomes.Order());
    }

    private Task RenameAsync(string model, string name) => Registry.Get<ModelRenames>().RenameAsync(model, name, null, _scientist, default);

    private static async Task<string> OutcomeAsync(Func<Task> call)
    {
        try
        {
            await call();
            return "";
        }
        catch (RegistryException refusal)
        {
            return refusal.Code;
        }
    }

    [DatabaseFact]
    public async Task A_unique_violation_that_no_check_foresaw_is_a_conflict()
    {
        await Registry.AModelAsync(_scientist);

        var refusal = await Assert.ThrowsAsync<RegistryException>(() => Registry.Get<RegistryStore>().WriteAsync(_scientist, transaction =>
        {
            transaction.Db.Models.Add(new Model("Fraud", _scientist.UserId!.Value, _scientist.UserId!.Value, "x", transaction.Now));
            transaction.Record(new TestChanged());
            return Task.CompletedTask;
        }, default));

        Assert.Equal((RefusalKind.Conflict, "already_exists"), (refusal.Kind, refusal.Code));
    }

    [DatabaseFact]
    public async Task The_last_admin_stays_also_when_two_go_at_once()
    {
        var second = await Registry.PersonAsync("second", Roles.Admin);
        var people = Registry.Get<People>();

        var outcomes = await Task.WhenAll(new[] { _admin, second }.Select(async admin =>
        {
            try
            {
                await people.SetRolesAsync(admin.UserId!.Value, [Roles.Viewer], Actor.System, default); // who is no admin any more would be refused for that
                return "";
            }
            catch (RegistryException refusal)
            {
                return refusal.Code;
            }
        }));

        Assert.Equal(["", "last_admin"], outcomes.Order());
    }

    [DatabaseFact]
    public async Task A_stale_edit_is_refused_and_changes_nothing()
    {
        await Registry.AModelAsync(_scientist);
        await using var mine = Registry.OpenDatabase();
        var read = await mine.Models.SingleAsync();
        await Registry.Get<ModelWorkflow>().EditAsync("fraud", new ModelEdit(Description: "theirs"), _scientist, default);

        read.Description = "mine";

        await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() => mine.SaveChangesAsync());
        Assert.Equal("theirs", (await Registry.Get<ModelQueries>().GetAsync("fraud", _scientist, default)).Description);
    }

    [DatabaseFact]
    public async Task Whatever_moves_at_once_a_slot_has_one_occupant_and_its_history_is_that_of_the_audit_trail()
    {
        var storm = new SlotStorm(Registry, _scientist, seed: 3);

        await storm.RunAsync();

        var moves = await storm.MovesAsync();
        SlotStorm.RequireGrowingTimes(moves);
        await storm.RequireWholeHistoryAsync(moves);
        await storm.RequireSameAsReplayAsync(moves);
    }
}
