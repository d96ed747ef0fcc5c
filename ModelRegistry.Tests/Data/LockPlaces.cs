using System.Text.RegularExpressions;
using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace ModelRegistry.Tests.Data;

/// <summary>
/// Where the locks of SQL Server stand in the statements of a transaction. Nothing else shows there that one is missing or comes too late: on SQLite a
/// transaction is alone, and a race is seldom lost in a test.
/// </summary>
internal static partial class LockPlaces
{
    private enum Lock
    {
        Model,
        Version,
        Turn,
        Head,
    }

    /// <summary>Who writes these rows holds one of these.</summary>
    private static readonly Dictionary<string, Lock[]> Needs = new()
    {
        ["Slots"] = [Lock.Model],
        ["SlotIntervals"] = [Lock.Model],
        ["Stages"] = [Lock.Model],
        ["PromotionRequests"] = [Lock.Model, Lock.Turn],
        ["Reviews"] = [Lock.Turn],
        ["RequestComments"] = [Lock.Model],
        ["Rollbacks"] = [Lock.Turn],
        ["PostReviews"] = [Lock.Turn],
        ["PostReviewDecisions"] = [Lock.Turn],
        ["Quarantines"] = [Lock.Turn, Lock.Version], // a seal adds the digest to the version's own
        ["AspNetUserRoles"] = [Lock.Turn],
        ["CustomMetrics"] = [Lock.Turn],
        ["PolicyVersions"] = [Lock.Model, Lock.Turn],
        ["Teams"] = [Lock.Turn],
        ["TeamMembers"] = [Lock.Turn],
        ["StandIns"] = [Lock.Turn],
        ["RequestSeats"] = [Lock.Model, Lock.Turn],
        ["VersionFiles"] = [Lock.Version],
        ["VersionChecks"] = [Lock.Version],
        ["Metrics"] = [Lock.Model],
    };

    /// <summary>Who takes the lock decides by these rows, so that what was read of them before it is read again.</summary>
    private static readonly Dictionary<Lock, string[]> Guards = new()
    {
        [Lock.Model] = ["Slots", "SlotIntervals", "Stages"],
        [Lock.Version] = ["VersionFiles"],
        [Lock.Turn] = ["PolicyVersions", "Quarantines", "PromotionRequests", "PostReviews", "Reviews", "CustomMetrics", "TeamMembers", "StandIns"],
    };

    /// <summary>The locks in the order in which they are taken first.</summary>
    public static string Order(IReadOnlyList<string> statements) => string.Join(' ', statements.SelectMany(LocksOf).Distinct());

    public static IEnumerable<string> Faults(IReadOnlyList<string> statements)
    {
        var sent = statements.Select(text => (Text: text, Tables: Tables.Of(text), Locks: LocksOf(text))).ToList();
        var places = Enum.GetValues<Lock>().ToDictionary(lockOf => lockOf, lockOf => sent.FindIndex(statement => statement.Locks.Contains(lockOf)));
        foreach (var (earlier, later) in places.Where(place => place.Value >= 0).Zip(places.Where(place => place.Value >= 0).Skip(1)))
        {
            if (earlier.Value > later.Value)
            {
                yield return $"{later.Key} is locked before {earlier.Key}";
            }
        }

        // That a reminder was sent is written beside others, without an event: it decides nothing.
        foreach (var (table, locks) in Needs.Where(need => need.Key != "PromotionRequests" || places[Lock.Head] >= 0))
        {
            var written = sent.FindIndex(statement => statement.Locks.Count == 0 && statement.Tables.Written.Contains(table));
            if (written >= 0 && !locks.Any(needed => places[needed] >= 0 && places[needed] < written) && !(locks.Contains(Lock.Model) && WroteModel(written))
                && !(table == "VersionFiles" && MadeVersion(written)))
            {
                yield return $"{table} is written without the lock of {string.Join(" or ", locks)}";
            }
        }

        // What was refused decided nothing.
        foreach (var (lockOf, tables) in Guards.Where(guard => places[Lock.Head] >= 0 && places[guard.Key] >= 0))
        {
            foreach (var table in tables.Where(table => ReadIn(sent.Take(places[lockOf]), table) && !ReadIn(sent.Skip(places[lockOf] + 1), table)))
            {
                yield return $"{table} is read before the lock of {lockOf} and not again after it";
            }
        }

        var appended = sent.FindIndex(statement => statement.Tables.Written.Contains("AuditEvents"));
        if (appended >= 0 && !(places[Lock.Head] >= 0 && places[Lock.Head] < appended))
        {
            yield return "events are appended without the lock of the chain's head";
        }

        if (places[Lock.Head] >= 0 && sent.Skip(places[Lock.Head] + 1)
            .Any(statement => statement.Tables.Read.Concat(statement.Tables.Written).Except(["AuditEvents", "AuditHead"]).Any()))
        {
            yield return "something else happens under the lock of the chain's head";
        }

        // Whoever writes the row of the model has it locked, too.
        bool WroteModel(int before) => sent.Take(before).Any(statement => statement.Tables.Written.Contains("Models"));

        // Nobody else knows a version that this change makes, so nobody has to wait for it.
        bool MadeVersion(int upTo) => sent.Take(upTo + 1).Any(statement => statement.Text.Contains("INSERT INTO [Versions]", StringComparison.Ordinal));

        bool ReadIn(IEnumerable<(string Text, Tables Tables, List<Lock> Locks)> part, string table) =>
            part.Any(statement => statement.Locks.Count == 0 && statement.Tables.Read.Contains(table));
    }

    private static List<Lock> LocksOf(string text) =>
        [.. Enum.GetValues<Lock>().Where(lockOf => Statements()[(int)lockOf].IsMatch(text))];

    private static Regex[] Statements() => [ModelLock(), VersionLock(), TurnLock(), HeadLock()];

    [GeneratedRegex(@"\[LastVersionNumber\] = (\[\w+\]\.)?\[LastVersionNumber\]")]
    private static partial Regex ModelLock();

    [GeneratedRegex(@"\[TouchedAt\] = (\[\w+\]\.)?\[TouchedAt\]")]
    private static partial Regex VersionLock();

    // Also where it draws a number.
    [GeneratedRegex(@"\[Last\] = (\[\w+\]\.)?\[Last\]")]
    private static partial Regex TurnLock();

    [GeneratedRegex(@"\[Seq\] = \[Seq\]")]
    private static partial Regex HeadLock();

    /// <summary>The tables that a command reads and writes.</summary>
    private sealed class Tables : TSqlFragmentVisitor
    {
        private readonly Dictionary<string, string> _aliases = [];
        private readonly List<string> _targets = [];

        public HashSet<string> Read { get; } = [];

        public HashSet<string> Written { get; } = [];

        public static Tables Of(string text)
        {
            var tables = new Tables();
            TransactSql.Parse(text).Accept(tables);
            tables.Written.UnionWith(tables._targets.Select(target => tables._aliases.GetValueOrDefault(target, target)));
            return tables;
        }

        public override void Visit(InsertSpecification node) => Target(node);

        public override void Visit(UpdateSpecification node) => Target(node);

        public override void Visit(DeleteSpecification node) => Target(node);

        public override void Visit(MergeSpecification node) => Target(node);

        public override void Visit(QuerySpecification node)
        {
            if (node.FromClause is not null)
            {
                var named = new Named();
                node.FromClause.Accept(named);
                Read.UnionWith(named.Tables);
            }
        }

        public override void Visit(NamedTableReference node)
        {
            if (node.Alias is { } alias)
            {
                _aliases[alias.Value] = node.SchemaObject.BaseIdentifier.Value;
            }
        }

        private void Target(DataModificationSpecification node)
        {
            if (node.Target is NamedTableReference table)
            {
                _targets.Add(table.SchemaObject.BaseIdentifier.Value);
            }
        }

        private sealed class Named : TSqlFragmentVisitor
        {
            public List<string> Tables { get; } = [];

            public override void Visit(NamedTableReference node) => Tables.Add(node.SchemaObject.BaseIdentifier.Value);
        }
    }
}
