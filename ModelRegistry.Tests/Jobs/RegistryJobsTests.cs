using Microsoft.Extensions.Logging.Abstractions;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Audit;
using ModelRegistry.Core.Consumers;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Metrics;
using ModelRegistry.Core.Notifications;
using ModelRegistry.Core.Promotions;
using ModelRegistry.Core.Retirement;
using ModelRegistry.Core.Versions;
using ModelRegistry.Tests.Support;
using ModelRegistry.Web.Jobs;

namespace ModelRegistry.Tests.Jobs;

public sealed class RegistryJobsTests
{
    [Fact]
    public async Task A_shutdown_whose_time_is_up_still_covers_the_newest_events()
    {
        await using var registry = await TestRegistry.StartAsync();
        var scientist = await registry.PersonAsync("scientist", Roles.DataScientist, Roles.Auditor);
        await registry.AModelAsync(scientist);
        using var jobs = new RegistryJobs(registry.Get<RegistryStore>(),
            registry.Get<AccessTokens>(), registry.Get<TokenUse>(), registry.Get<ConsumptionLog>(), registry.Get<RefusalCounter>(),
            registry.Get<PersonRefusals>(), registry.Get<AuditCheckpoints>(),
            registry.Get<VersionWorkflow>(),
            registry.Get<RequestDeadlines>(), registry.Get<IdempotencyRecords>(),
                registry.Get<Sessions>(), registry.Get<NotificationWorkflow>(), registry.Get<MetricCatalog>(),
                registry.Get<RunPurge>(), registry.Clock,
                NullLogger<RegistryJobs>.Instance);
        await jobs.StartAsync(default);

        await jobs.StopAsync(new CancellationToken(canceled: true));

        Assert.Equal(0, (await registry.VerifyAuditAsync(scientist)).UncoveredEvents);
    }
}
