using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace ModelRegistry.Tests.Data;

/// <summary>The script that an administrator runs, read by a T-SQL parser.</summary>
public sealed class SqlServerScriptTests
{
    private static readonly Lazy<(string Text, TSqlScript Script)> Idempotent = new(() =>
    {
        using var db = Contexts.SqlServer();
        var text = db.GetService<IMigrator>().GenerateScript(options: MigrationsSqlGenerationOptions.Idempotent);
        return (text, TransactSql.Parse(text));
    });

    [Fact]
    public void Script_creates_every_table_of_the_model()
    {
        using var db = Contexts.SqlServer();
        var found = new Found();

        Idempotent.Value.Script.Accept(found);

        Assert.Equal(db.Model.GetEntityTypes().Select(type => type.GetTableName()).Distinct().Order(), found.Tables.Except(["__EFMigrationsHistory"]).Order());
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
