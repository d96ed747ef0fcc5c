using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace ModelRegistry.Tests.Data;

/// <summary>T-SQL as SQL Server 2022 reads it.</summary>
internal static class TransactSql
{
    public static TSqlScript Parse(string text)
    {
        var fragment = new TSql160Parser(initialQuotedIdentifiers: true).Parse(new StringReader(text), out var errors);
        Assert.True(errors.Count == 0, string.Join("\n", errors.Select(error => $"line {error.Line}: {error.Message}")) + "\n" + text);
        return Assert.IsType<TSqlScript>(fragment);
    }
}
