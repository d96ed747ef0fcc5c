using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;

namespace ModelRegistry.Tests.Data;

/// <summary>Which of SQLite's result codes (sqlite.org/rescode.html) mean that the disk or another process is in the way, and which are a bug.</summary>
public sealed class SqliteFailureTests
{
    [Theory]
    [InlineData(5)] // busy
    [InlineData(6)] // locked
    [InlineData(8)] // read-only
    [InlineData(10)] // I/O
    [InlineData(11)] // damaged
    [InlineData(13)] // full
    [InlineData(14)] // cannot open
    public void What_the_call_could_not_have_done_better_answers_503(int code)
    {
        foreach (var error in new Exception[] { new SqliteException("fails", code), new DbUpdateException("fails", new SqliteException("fails", code)) })
        {
            var refusal = DatabaseErrors.Translate(error);

            Assert.Equal((RefusalKind.Unavailable, "database_unavailable"), (refusal?.Kind, refusal?.Code));
        }
    }

    [Fact]
    public void A_statement_that_is_wrong_stays_a_bug() => Assert.Null(DatabaseErrors.Translate(new SqliteException("no such table", 1)));
}
