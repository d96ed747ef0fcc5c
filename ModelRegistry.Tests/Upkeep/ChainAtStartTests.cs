using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ModelRegistry.Core;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Activity;
using ModelRegistry.Core.Audit;
using ModelRegistry.Core.Data;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Upkeep;

/// <summary>What happens to checkpoints, key and chain while the registry is stopped is said when it starts, and by verifications until acknowledged.</summary>
public sealed class ChainAtStartTests(WholeInstallation whole) : IClassFixture<WholeInstallation>, IDisposable
{
    private readonly DamagedInstallation _installation = new(whole.Folder);

    private RegistrySettings Settings => _installation.Settings;

    public void Dispose() => _installation.Dispose();

    [Fact]
    public async Task A_registry_that_was_left_alone_has_nothing_to_say()
    {
        Assert.Empty(await StartAsync());
        Assert.True((await _installation.VerifyAsync(quick: true)).Ok);
    }

    /// <summary>The chain was rewritten and its checkpoints thrown away: from the next event on it would be signed again.</summary>
    [Fact]
    public async Task A_lost_file_of_checkpoints_is_a_finding_until_an_admin_has_acknowledged_it()
    {
        File.Delete(Settings.CheckpointFile);

        Assert.Contains("none of its checkpoints", Assert.Single(await StartAsync(WorkAsync)), StringComparison.Ordinal);
        Assert.Empty(await StartAsync(WorkAsync)); // said once; it stays in the trail
        Assert.Equal(["checkpoints_unacknowledged"], await _installation.KindsAsync(quick: true));
        await StartAsync(async services =>
        {
            var chain = services.GetRequiredService<ChainVerification>();
            var auditor = await PersonAsync(services, "auditor", Roles.Auditor);
            Assert.False((await chain.CheckAsync(null, auditor, default)).Ok);
            await Refused.ByAsync("role_missing", () => chain.AcknowledgeAsync("It is fine.", auditor, default));
            var admin = await PersonAsync(services, "admin", Roles.Admin);
            await Refused.ByAsync("field_required", () => chain.AcknowledgeAsync(" ", admin, default));
            await chain.AcknowledgeAsync("The disk was exchanged.", admin, default);
            Assert.True((await chain.CheckAsync(null, auditor, default)).Ok);
            await Refused.ByAsync("nothing_to_acknowledge", () => chain.AcknowledgeAsync("Again.", admin, default));
        });
        Assert.Empty(await _installation.KindsAsync(quick: true));
        Assert.Equal(1, await _installation.ScalarAsync<int>("SELECT count(*) FROM AuditEvents WHERE Action = 'audit.checkpoints_missed'"));
    }

    [Fact]
    public async Task A_chain_that_was_cut_is_named_by_the_checkpoint_beside_the_key_also_where_the_file_is_gone()
    {
        await CutAsync();
        File.Delete(Settings.CheckpointFile);

        Assert.Contains("audit_cut", await _installation.KindsAsync(quick: true)); // before it starts
        var faults = await StartAsync(WorkAsync);
        Assert.Contains(faults, fault => fault.Contains("cut or rewritten", StringComparison.Ordinal));
        Assert.Contains("checkpoints_unacknowledged", await _installation.KindsAsync(quick: true));
    }

    [Fact]
    public async Task A_file_of_checkpoints_whose_end_is_gone_is_named()
    {
        var lines = await File.ReadAllLinesAsync(Settings.CheckpointFile);
        await File.WriteAllLinesAsync(Settings.CheckpointFile, lines[..^2]);

        Assert.Contains("checkpoints_cut", await _installation.KindsAsync(quick: true));
        Assert.Contains("its end is gone", Assert.Single(await StartAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lost_keys_are_said_and_what_the_old_key_signed_is_still_read()
    {
        Directory.Delete(Settings.KeyDirectory, recursive: true);

        Assert.Contains("another was made", Assert.Single(await StartAsync(WorkAsync)), StringComparison.Ordinal);

        var report = await _installation.VerifyAsync(quick: true);
        Assert.Equal(["checkpoints_unacknowledged"], report.Findings.Where(finding => finding.Severity == Core.Upkeep.FindingSeverity.Error)
            .Select(finding => finding.Kind));
        Assert.Contains("not the server's any more", Assert.Single(report.Findings, finding => finding.Kind == "audit_key_former").Detail,
            StringComparison.Ordinal);
        Assert.Equal(2, Directory.GetFiles(Settings.FormerKeyDirectory).Length); // both again beside the new key
    }

    [Fact]
    public async Task A_lost_second_copy_is_said()
    {
        File.Delete(Path.Combine(Settings.KeyDirectory, CheckpointSigner.LastFile));

        Assert.Contains("beside the key", Assert.Single(await StartAsync()), StringComparison.Ordinal);
    }

    private async Task CutAsync()
    {
        await _installation.SqlAsync("DELETE FROM AuditEvents WHERE Seq > (SELECT max(Seq) - 5 FROM AuditEvents); "
            + "UPDATE AuditHead SET Seq = (SELECT max(Seq) FROM AuditEvents), Hash = (SELECT Hash FROM AuditEvents ORDER BY Seq DESC LIMIT 1)");
    }

    private async Task<IReadOnlyList<string>> StartAsync(Func<IServiceProvider, Task>? work = null)
    {
        await using var services = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System).AddRegistry(Settings).BuildServiceProvider();
        var faults = await services.GetRequiredService<ChainAtStart>().RunAsync(default);
        await (work?.Invoke(services) ?? Task.CompletedTask);
        EmptyDatabase.Release(Settings);
        return faults;
    }

    /// <summary>A weighty event, so that a checkpoint follows.</summary>
    private static Task WorkAsync(IServiceProvider services) => PersonAsync(services, $"person-{Guid.NewGuid():n}", Roles.Viewer);

    private static async Task<Actor> PersonAsync(IServiceProvider services, string name, string role)
    {
        await using var db = await services.GetRequiredService<IDbContextFactory<RegistryDbContext>>().CreateDbContextAsync();
        var email = $"{name}@example.test";
        var id = await db.Users.Where(user => user.Email == email).Select(user => (Guid?)user.Id).FirstOrDefaultAsync()
            ?? (await services.GetRequiredService<People>().CreateAsync(new NewUser(email, name, [role], Given.Password), Actor.System, default)).User.Id;
        return new Actor(id, email, Door.Api, new HashSet<string> { role });
    }
}
