namespace ModelRegistry.Core.Data.SqlServer;

/// <summary>The lock that the serving process holds by its session: it goes with the process, whatever ends that.</summary>
internal static class SqlServerLocks
{
    /// <summary>Answers 0 or more when it was given, less when somebody else has it.</summary>
    public const string TakeInstallation = """
        DECLARE @given int;
        EXEC @given = sp_getapplock @Resource = N'ModelRegistry', @LockMode = N'Exclusive', @LockOwner = N'Session', @LockTimeout = 0;
        SELECT @given;
        """;

    /// <summary>Answers 1 while this session holds it.</summary>
    public const string HoldsInstallation =
        "SELECT CASE WHEN APPLOCK_MODE(N'public', N'ModelRegistry', N'Session') = N'Exclusive' THEN 1 ELSE 0 END;";
}
