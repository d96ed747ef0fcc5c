namespace ModelRegistry.Tests.Durability;

/// <summary>The long form of these tests, on demand: bench/soak/run.sh sets <c>REGISTRY_SOAK=1</c>.</summary>
internal static class Soak
{
    public static bool IsOn => Environment.GetEnvironmentVariable("REGISTRY_SOAK") == "1";

    public static int KillRounds => IsOn ? 20 : 5;

    public static int ApprovalKills => IsOn ? 50 : 5;

    public static int DecisionRounds => IsOn ? 1_000 : 100;

    public static int RollbackRounds => IsOn ? 1_000 : 200;

    public static int RollbackKills => IsOn ? 100 : 5;

    public static long TransferBytes => IsOn ? 2L << 30 : 200L << 20;
}

/// <summary>A test that reads what only Linux tells of a process.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LinuxFactAttribute : FactAttribute
{
    public LinuxFactAttribute()
    {
        if (!OperatingSystem.IsLinux())
        {
            Skip = "The memory of a process is read from /proc, which only Linux has.";
        }
    }
}
