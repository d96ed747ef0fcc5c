using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace ModelRegistry.Tests.Data;

/// <summary>What SQL Server does with text that SQLite does not.</summary>
internal static partial class TextComparisons
{
    /// <summary>
    /// Spaces at the end make no difference to it: where a query compares a column with text that was sent, the lengths must be compared too. Not where a row
    /// is written back by its key, which was read there, and not in a list: what it finds is told apart by whoever gave the list.
    /// </summary>
    public static void RequireExact(SentStatement sent)
    {
        var found = new Found();
        TransactSql.Parse(sent.Text).Accept(found);
        var texts = sent.Parameters.Where(parameter => parameter.Value is string).Select(parameter => parameter.Name).ToHashSet();

        Assert.Empty(found.Compared.Where(compared => !Enums.Value.Contains(compared.Column)).Select(compared => compared.Name).Distinct()
            .Where(name => texts.Contains(name) && !Numbered().IsMatch(name)).Except(found.Measured)
            .Select(name => $"{name} is compared without its length:\n{sent.Text}"));
    }

    /// <summary>A list that is sent as JSON has the collation of the database, which cannot be compared with that of the columns (error 468).</summary>
    public static void RequireNoListOfText(SentStatement sent)
    {
        var found = new Found();
        TransactSql.Parse(sent.Text).Accept(found);

        Assert.False(found.ListsText, sent.Text);
    }

    // One of a few words that the program writes.
    private static readonly Lazy<HashSet<string>> Enums = new(() =>
    {
        using var db = Contexts.SqlServer();
        return [.. db.Model.GetEntityTypes().SelectMany(type => type.GetProperties())
            .Where(property => (Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType).IsEnum).Select(property => property.GetColumnName())];
    });

    // @p0 of a written row, @names1 of a list; a parameter that is used with two types comes as @name and as @name0.
    [GeneratedRegex("[0-9]+$")]
    private static partial Regex Numbered();

    private sealed class Found : TSqlFragmentVisitor
    {
        public List<(string Column, string Name)> Compared { get; } = [];

        public HashSet<string> Measured { get; } = [];

        public bool ListsText { get; private set; }

        public override void Visit(BooleanComparisonExpression node)
        {
            if (node.ComparisonType is BooleanComparisonType.Equals or BooleanComparisonType.NotEqualToBrackets)
            {
                Note(node.FirstExpression, node.SecondExpression);
                Note(node.SecondExpression, node.FirstExpression);
            }
        }

        public override void Visit(FunctionCall node)
        {
            if (node is { FunctionName.Value: "DATALENGTH", Parameters: [VariableReference variable] })
            {
                Measured.Add(Numbered().Replace(variable.Name, ""));
            }
        }

        public override void Visit(OpenJsonTableReference node) => ListsText |= node.SchemaDeclarationItems
            .Select(column => column.ColumnDefinition.DataType).OfType<SqlDataTypeReference>()
            .Any(type => type.SqlDataTypeOption is SqlDataTypeOption.NVarChar or SqlDataTypeOption.VarChar);

        private void Note(ScalarExpression column, ScalarExpression value)
        {
            if (column is ColumnReferenceExpression reference && value is VariableReference variable)
            {
                Compared.Add((reference.MultiPartIdentifier.Identifiers[^1].Value, variable.Name));
            }
        }
    }
}
