using System.Data.Common;
using Microsoft.EntityFrameworkCore.Storage;
using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Upkeep;

/// <summary>Where a command of the upkeep prints, and how it ends: 0 clean, 1 with findings, 2 not run.</summary>
public sealed record UpkeepConsole(TextWriter Output, TextWriter Error, TimeProvider Time)
{
    public const int Clean = 0;
    public const int Findings = 1;
    public const int NotRun = 2;

    /// <summary>Turns every expected failure into a sentence and exit code 2; anything else is a bug and keeps its trace.</summary>
    internal async Task<int> GuardAsync(Func<Task<int>> command)
    {
        try
        {
            return await command();
        }
        catch (Exception e) when (Sentence(e) is { } sentence)
        {
            await Error.WriteLineAsync(sentence);
            return NotRun;
        }
    }

    private static string? Sentence(Exception error) => error switch
    {
        RegistryException refusal => refusal.Message,
        RetryLimitExceededException { InnerException: DbException cause } => Database(cause),
        DbException cause => Database(cause),
        Microsoft.EntityFrameworkCore.DbUpdateException { InnerException: DbException cause } => Database(cause),
        InvalidOperationException { InnerException: DbException cause } => Database(cause),
        IOException or UnauthorizedAccessException or InvalidDataException => $"A file cannot be read or written: {error.Message}",
        _ => null,
    };

    private static string Database(DbException cause) =>
        $"The database cannot be read: {cause.Message} Check Database:Provider, Data:Directory and ConnectionStrings:Registry.";
}
