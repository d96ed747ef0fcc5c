using Xunit.Abstractions;
using Xunit.Sdk;

namespace ModelRegistry.Tests.Data;

/// <summary>
/// A behaviour that every database must have. The class that runs it on SQL Server is skipped, with the reason, where no
/// server is named.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("ModelRegistry.Tests.Data.DatabaseFactDiscoverer", "ModelRegistry.Tests")]
public sealed class DatabaseFactAttribute : FactAttribute;

public sealed class DatabaseFactDiscoverer(IMessageSink diagnostics) : IXunitTestCaseDiscoverer
{
    public IEnumerable<IXunitTestCase> Discover(ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo factAttribute) =>
        [new DatabaseTestCase(diagnostics, discoveryOptions.MethodDisplayOrDefault(), discoveryOptions.MethodDisplayOptionsOrDefault(), testMethod)];
}

public sealed class DatabaseTestCase : XunitTestCase
{
    [Obsolete("For xunit's deserialiser only.", error: true)]
    public DatabaseTestCase()
    {
    }

    public DatabaseTestCase(IMessageSink diagnostics, TestMethodDisplay display, TestMethodDisplayOptions options, ITestMethod method)
        : base(diagnostics, display, options, method)
    {
    }

    private bool IsSkipped => TestMethod.TestClass.Class.Name == typeof(SqlServerBehaviourTests).FullName && SqlServerBehaviourTests.Server is null;

    // In the name as well, because the console shows the names of skipped tests but not the reasons.
    protected override string GetDisplayName(IAttributeInfo factAttribute, string displayName) =>
        base.GetDisplayName(factAttribute, displayName) + (IsSkipped ? $" ({SqlServerBehaviourTests.Variable} is not set)" : "");

    protected override string? GetSkipReason(IAttributeInfo factAttribute) =>
        IsSkipped ? SqlServerBehaviourTests.WhySkipped : base.GetSkipReason(factAttribute);
}
