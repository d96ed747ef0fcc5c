using ModelRegistry.Core;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Data;

public sealed class SqliteBehaviourTests : DatabaseBehaviourTests
{
    protected override Task<TestRegistry> StartAsync() =>
        TestRegistry.StartAsync(RegistrySettings.Sqlite(Directory.CreateTempSubdirectory("registry-test-").FullName));
}
