using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Security;

/// <summary>What no answer may hold, whatever was asked.</summary>
internal static class Oracles
{
    public const string Canary = "canary that nobody may read";

    /// <summary>Neither bytes that lie outside, nor where the server keeps its own, nor how it is built.</summary>
    public static void RequireQuiet(string text, RegistryApp app)
    {
        Assert.DoesNotContain(Canary, text, StringComparison.Ordinal);
        Assert.DoesNotContain("root:x:0", text, StringComparison.Ordinal);
        Assert.DoesNotContain(app.DataDirectory, text, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", text, StringComparison.Ordinal);
        Assert.DoesNotContain("System.", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Microsoft.", text, StringComparison.Ordinal);
    }
}
