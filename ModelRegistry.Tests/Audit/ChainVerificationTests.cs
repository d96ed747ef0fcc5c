using ModelRegistry.Core.Access;
using ModelRegistry.Core.Activity;
using ModelRegistry.Core.Audit;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Audit;

public sealed class ChainVerificationTests(StaffedRegistry staff) : IClassFixture<StaffedRegistry>
{
    [Fact]
    public async Task It_tells_how_far_it_is_and_how_far_it_goes()
    {
        var told = new Told();

        var result = await staff.Get<ChainVerification>().RunAsync(told, staff.Auditor, default);

        Assert.True(result.Ok);
        Assert.Equal(new AuditProgress(result.Events, result.HeadSeq), told.Reports[^1]);
    }

    [Fact]
    public async Task It_can_be_stopped_on_its_way()
    {
        using var stop = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            staff.Get<ChainVerification>().RunAsync(new Told(stop.Cancel), staff.Auditor, stop.Token));
    }

    [Fact]
    public Task Others_may_not() => Refused.ByAsync("role_missing", () => staff.Get<ChainVerification>().RunAsync(new Told(), staff.Scientist, default));

    [Fact]
    public async Task News_are_counted_by_the_same_filter_and_for_the_same_eyes()
    {
        var model = await staff.AModelAsync();
        var before = (await staff.EventsAsync())[0].Seq;
        await staff.Registry.APendingVersionAsync(staff.Scientist, model);
        await staff.Registry.APendingVersionAsync(staff.Scientist, model);

        Assert.Equal(2, await CountAsync(new AuditSearch(Model: model), before, staff.Viewer));
        Assert.Equal(0, await CountAsync(new AuditSearch(Model: model, Action: "model.edited"), before, staff.Viewer));
        Assert.Equal(3, await CountAsync(new AuditSearch(Model: model), 0, staff.Viewer));
        await Refused.ByAsync("role_missing", () => CountAsync(new AuditSearch(), before, staff.Roleless));
    }

    private Task<int> CountAsync(AuditSearch search, long after, Actor actor) => staff.Get<AuditQueries>().CountNewsAsync(search, after, actor, default);

    private sealed class Told(Action? then = null) : IProgress<AuditProgress>
    {
        public List<AuditProgress> Reports { get; } = [];

        public void Report(AuditProgress value)
        {
            Reports.Add(value);
            then?.Invoke();
        }
    }
}
