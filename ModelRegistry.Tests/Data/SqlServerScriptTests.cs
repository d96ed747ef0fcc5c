using Microsoft.EntityFrameworkCore;
using Microsoft.SqlServer.TransactSql.ScriptDom;
using ModelRegistry.Core.Data.SqlServer;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Data;

/// <summary>The script that an administrator runs, read by a T-SQL parser.</summary>
public sealed class SqlServerScriptTests
{
    private static readonly Lazy<(string Text, TSqlScript Script)> Idempotent = new(() =>
    {
        var text = SqlServerScript.Write();
        return (text, TransactSql.Parse(text));
    });

    private static string[] Batches => [.. Idempotent.Value.Script.Batches.Select(Text)];

    [Fact]
    public void Script_creates_every_table_of_the_model()
    {
        using var db = Contexts.SqlServer();
        var found = new Found();

        Idempotent.Value.Script.Accept(found);

        Assert.Equal(db.Model.GetEntityTypes().Select(type => type.GetTableName()).Distinct().Order(), found.Tables.Except(["__EFMigrationsHistory"]).Order());
    }

    /// <summary>Filtered indexes need all of these, and <c>sqlcmd</c> does not set the first.</summary>
    [Theory]
    [InlineData("QUOTED_IDENTIFIER")]
    [InlineData("ANSI_NULLS")]
    [InlineData("ANSI_PADDING")]
    [InlineData("ANSI_WARNINGS")]
    [InlineData("ARITHABORT")]
    [InlineData("CONCAT_NULL_YIELDS_NULL")]
    [InlineData("XACT_ABORT")]
    public void Script_begins_by_setting_what_it_needs(string option)
    {
        var on = Idempotent.Value.Script.Batches[0].Statements.OfType<PredicateSetStatement>().Where(set => set.IsOn)
            .SelectMany(set => set.Options.ToString().Split(", "));

        Assert.Contains(option.Replace("_", "", StringComparison.Ordinal), on.Select(name => name.ToUpperInvariant()));
    }

    [Fact]
    public void Script_can_be_read_by_a_client_without_quoted_identifiers()
    {
        new TSql160Parser(initialQuotedIdentifiers: false).Parse(new StringReader(Idempotent.Value.Text), out var errors);

        Assert.Empty(errors.Select(error => error.Message));
    }

    /// <summary>The client goes on with the next batch; outside of the transaction that was undone it would leave half of a migration behind.</summary>
    [Fact]
    public void Script_does_nothing_more_once_a_batch_failed()
    {
        using var db = Contexts.SqlServer();
        var migrations = db.Database.GetMigrations().ToList();
        foreach (var (batch, next) in Batches.Zip(Batches.Skip(1)))
        {
            var begun = batch.LastIndexOf("BEGIN TRANSACTION;", StringComparison.Ordinal);
            if (begun > batch.LastIndexOf("COMMIT;", StringComparison.Ordinal))
            {
                Assert.Equal("IF @@TRANCOUNT = 0 SET NOEXEC ON;", next);
            }
            else if (migrations.Find(migration => batch.Contains($"VALUES (N'{migration}'", StringComparison.Ordinal)) is { } recorded)
            {
                Assert.Equal($"IF NOT EXISTS (SELECT * FROM [__EFMigrationsHistory] WHERE [MigrationId] = N'{recorded}') SET NOEXEC ON;", next);
                migrations.Remove(recorded);
            }
        }

        Assert.Empty(migrations);
        Assert.Equal("SET NOEXEC OFF;", Batches[^1]);
    }

    /// <summary>It runs between two tests on a server only; here at least it is read.</summary>
    [Fact]
    public void What_empties_a_database_between_two_tests_is_understood_and_leaves_no_table_out()
    {
        using var db = Contexts.SqlServer();
        var emptied = TransactSql.Parse(EmptiedTables.Statement(db)).Batches.SelectMany(batch => batch.Statements).OfType<DeleteStatement>()
            .Select(delete => Assert.IsType<NamedTableReference>(delete.DeleteSpecification.Target).SchemaObject.BaseIdentifier.Value);

        Assert.Equal(db.Model.GetEntityTypes().Select(type => type.GetTableName()).Distinct().Order(), emptied.Order());
    }

    [Fact]
    public void Script_is_refused_in_a_database_of_the_server_itself()
    {
        Assert.StartsWith("IF DB_ID() <= 4", Batches[1], StringComparison.Ordinal);
        Assert.Contains("SET NOEXEC ON", Batches[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Script_makes_nothing_that_is_there_already()
    {
        var found = new Found();
        Idempotent.Value.Script.Accept(found);

        var unguarded = found.Changes.Where(change => !found.Guarded.Any(guard => Contains(guard, change))).Select(Text);

        Assert.Empty(unguarded);
    }

    [Fact]
    public void Trigger_is_alone_in_its_batch_and_refuses_update_and_delete()
    {
        var found = new Found();
        Idempotent.Value.Script.Accept(found);

        var inner = Assert.Single(found.Executed, text => text.Contains("CREATE TRIGGER", StringComparison.Ordinal));
        var statement = Assert.Single(Assert.Single(TransactSql.Parse(inner).Batches).Statements);

        var trigger = Assert.IsType<CreateTriggerStatement>(statement);
        Assert.Equal(TriggerType.InsteadOf, trigger.TriggerType);
        Assert.Equal([TriggerActionType.Update, TriggerActionType.Delete], trigger.TriggerActions.Select(action => action.TriggerActionType));
        Assert.Equal("AuditEvents", trigger.TriggerObject.Name.BaseIdentifier.Value);
        Assert.Empty(found.Triggers);
    }

    private static bool Contains(TSqlFragment outer, TSqlFragment inner) =>
        outer.StartOffset <= inner.StartOffset && inner.StartOffset + inner.FragmentLength <= outer.StartOffset + outer.FragmentLength;

    private static string Text(TSqlFragment fragment) => Idempotent.Value.Text.Substring(fragment.StartOffset, fragment.FragmentLength);

    private sealed class Found : TSqlFragmentVisitor
    {
        public List<string> Tables { get; } = [];

        public List<TSqlFragment> Changes { get; } = [];

        public List<TSqlFragment> Guarded { get; } = [];

        public List<string> Executed { get; } = [];

        public List<CreateTriggerStatement> Triggers { get; } = [];

        public override void Visit(CreateTableStatement node)
        {
            Tables.Add(node.SchemaObjectName.BaseIdentifier.Value);
            Changes.Add(node);
        }

        public override void Visit(CreateIndexStatement node) => Changes.Add(node);

        public override void Visit(AlterTableStatement node) => Changes.Add(node);

        public override void Visit(InsertStatement node) => Changes.Add(node);

        public override void Visit(CreateTriggerStatement node) => Triggers.Add(node);

        public override void Visit(IfStatement node) => Guarded.Add(node);

        public override void Visit(ExecutableStringList node)
        {
            Changes.Add(node);
            Executed.Add(string.Concat(node.Strings.OfType<StringLiteral>().Select(literal => literal.Value)));
        }
    }
}
