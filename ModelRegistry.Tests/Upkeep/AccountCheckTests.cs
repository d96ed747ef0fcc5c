namespace ModelRegistry.Tests.Upkeep;

/// <summary>Accounts are disabled, never deleted: verification names one that is gone.</summary>
public sealed class AccountCheckTests(WholeInstallation whole) : IClassFixture<WholeInstallation>
{
    [Fact]
    public async Task An_account_that_is_gone_is_named()
    {
        using var installation = new DamagedInstallation(whole.Folder);
        await installation.SqlAsync("DELETE FROM AspNetUserRoles WHERE UserId = (SELECT Id FROM AspNetUsers WHERE Email = 'leaver@example.test'); "
            + "DELETE FROM AspNetUsers WHERE Email = 'leaver@example.test'");

        Assert.Contains("account_missing", await installation.KindsAsync(quick: true));
    }
}
