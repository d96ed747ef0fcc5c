namespace ModelRegistry.Tests.Upkeep;

/// <summary>What must never be in a database, whatever the trail says: verification names it.</summary>
public sealed class ForbiddenStateTests(WholeInstallation whole) : IClassFixture<WholeInstallation>
{
    [Fact]
    public async Task An_account_that_is_gone_is_named()
    {
        using var installation = new DamagedInstallation(whole.Folder);
        await installation.SqlAsync("DELETE FROM AspNetUserRoles WHERE UserId = (SELECT Id FROM AspNetUsers WHERE Email = 'leaver@example.test'); "
            + "DELETE FROM AspNetUsers WHERE Email = 'leaver@example.test'");

        Assert.Contains("account_missing", await installation.KindsAsync(quick: true)); // accounts are disabled, never deleted
    }

    [Fact]
    public async Task An_occupant_that_is_archived_is_named()
    {
        using var installation = new DamagedInstallation(whole.Folder);
        await installation.SqlAsync("UPDATE Versions SET ArchivedAt = 1 WHERE Number = 3");

        Assert.Contains("occupant_unfit", await installation.KindsAsync(quick: true));
    }
}
