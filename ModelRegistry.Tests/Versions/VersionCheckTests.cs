using ModelRegistry.Core.Common;
using ModelRegistry.Core.Versions;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Versions;

public sealed class VersionCheckTests(StaffedRegistry staff) : IClassFixture<StaffedRegistry>
{
    [Fact]
    public async Task The_newest_result_of_a_check_counts()
    {
        var model = await VersionAsync();
        await PostAsync(model, new NewCheck("bias-audit", CheckState.Pending));
        await PostAsync(model, new NewCheck("bias-audit", CheckState.Failure, "https://ci.example.test/1", "two groups differ"));
        await PostAsync(model, new NewCheck("licence", CheckState.Success));
        await PostAsync(model, new NewCheck("bias-audit", CheckState.Success));

        var checks = await staff.Get<VersionQueries>().ChecksAsync(model, "1", staff.Viewer, default);

        Assert.Equal([("bias-audit", CheckState.Success), ("licence", CheckState.Success)], checks.Select(check => (check.Name, check.State)));
        Assert.Equal(4, (await staff.EventsAsync(model)).Count(audit => audit.Action == "check.posted"));
    }

    [Fact]
    public async Task Results_posted_at_the_same_time_leave_one_that_counts()
    {
        var model = await VersionAsync();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => PostAsync(model, new NewCheck("bias-audit", CheckState.Success)))));

        Assert.Single(await staff.Get<VersionQueries>().ChecksAsync(model, "1", staff.Viewer, default));
    }

    [Theory]
    [InlineData(null, null, CheckState.Success, "name")]
    [InlineData("a//b", null, CheckState.Success, "name")]
    [InlineData("a", "javascript:alert(1)", CheckState.Success, "url")]
    [InlineData("a", "/relative", CheckState.Success, "url")]
    [InlineData("a", "https://user:secret@ci.example.test/", CheckState.Success, "url")]
    [InlineData("a", null, (CheckState)7, "state")]
    public async Task A_check_that_is_none_is_refused_by_the_field(string? name, string? url, CheckState state, string field)
    {
        var model = await VersionAsync();

        var refusal = await Assert.ThrowsAsync<RegistryException>(() => PostAsync(model, new NewCheck(name!, state, url)));

        Assert.Equal((RefusalKind.Invalid, field), (refusal.Kind, refusal.Field));
    }

    private Task<CheckView> PostAsync(string model, NewCheck check) => staff.Get<VersionEvidence>().PostCheckAsync(model, "1", check, staff.Scientist, default);

    private async Task<string> VersionAsync()
    {
        var model = await staff.AModelAsync();
        await staff.Registry.APendingVersionAsync(staff.Scientist, model);
        return model;
    }
}
