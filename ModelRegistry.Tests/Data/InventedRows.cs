using System.Collections;
using System.Data.Common;
using System.Globalization;
using Microsoft.SqlServer.TransactSql.ScriptDom;
using ModelRegistry.Core.Access;

namespace ModelRegistry.Tests.Data;

/// <summary>
/// Answers a batch: for each statement that returns rows, as many as it must have, with a value that fits the column's name
/// and the type that is asked for.
/// </summary>
internal sealed class InventedRows : DbDataReader
{
    public static readonly Guid FirstId = new("11111111-0000-0000-0000-000000000001");

    private const string HeldRole = "HeldRole";

    private static readonly HashSet<string> Absent =
    [
        "Label", "NormalizedLabel", "ChosenMetric", "DisabledAt", "LockoutEnd", "RevokedAt", "EndedAt", "ModelIds", "CollectionIds",
            "Networks", "ReplacedById", "Slots", "InvitationExpiresAt", "InvitationHash", "LastUsedAt",
        "TakenBackAt", "TakenBackByName", "End", "EndReason", "EndedByName", "AskedAgainAt", "FinalSubject", "FinalText",
            "EmergencySheet", "Outcome",
            "Incident", "DecidedAt", "ClosedAt", "LeftVia",
            "ResponsibleId",
        "ParentId", "StatusMessage",
        "ArchivedAt", "ApprovedAt", "DeletedAt", "PurgedAt", "HeldAt", "ReleasedAt", "OwnStage", "ServerStage", "OwnPolicy", "ServerPolicy",
    ];

    // Several tables have columns of these names; a column that only one of them has tells which is asked.
    private static readonly (string Column, string Sibling, string Text)[] Words =
    [
        ("Name", "LastVersionNumber", "fraud"), ("NormalizedName", "LastVersionNumber", "FRAUD"), ("Name", "Digest", "fraud"), // what is asked for
        ("Kind", "RequiredConfirmations", "BreakGlass"), ("Kind", "FromVersionId", "Back"), ("State", "CheckedAt", "Red"), ("Name", "UserId", "Operator"),
        ("Kind", "Stored", "Finite"), ("Kind", "MovedAt", "Stage"), ("Kind", "From", "Stage"), ("Kind", "VersionNumber", "Stage"),
            ("Kind", "Text", "RequestWaiting"),
            ("Kind", "ReadAt", "RequestWaiting"), ("Kind", "", "Finite"),
        ("State", "RequiredConfirmations", "Open"), ("State", "OpenedUnderId", "Open"), ("State", "Incident", "Open"), ("State", "", "Success"),
        ("Status", "StartTime", "Running"), ("Status", "StatusMessage", "Ready"), // before that of versions
        ("Way", "", "Password"),
        ("Decision", "", "Approve"), ("Via", "", "Promotion"), ("MovedVia", "", "Promotion"), ("Status", "", "Ready"), ("ContentText", "", "{}"),
            ("Own", "", "{}"), ("Servers", "", "{}"),
        ("Signature", "", "{}"), ("Right", "", "Own"), ("NormalizedSlot", "OpenedUnderId", "PRODUCTION"), ("Scopes", "", "[\"read\"]"),
        ("GivenRoles", "", "[\"Operator\"]"), ("GivenTeams", "", "[]"),
    ];

    private static readonly DateTimeOffset Earlier = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Later = new(2099, 3, 2, 9, 0, 0, TimeSpan.Zero);

    private readonly IReadOnlyDictionary<string, string> _texts;
    private readonly IReadOnlySet<string> _missing;
    private readonly IReadOnlySet<string> _present;
    private readonly List<(string[] Columns, int Rows, long First)> _results = [];
    private int _result;
    private int _row = -1;

    public InventedRows(TSqlScript script, IReadOnlyDictionary<string, string> texts, IReadOnlySet<string> missing, IReadOnlySet<string> present)
    {
        (_texts, _missing, _present) = (texts, missing, present);
        foreach (var statement in script.Batches.SelectMany(batch => batch.Statements))
        {
            Add(statement);
        }
    }

    public override int Depth => 0;

    public override int FieldCount => _result < _results.Count ? _results[_result].Columns.Length : 0;

    public override bool HasRows => _result < _results.Count && _results[_result].Rows > 0;

    public override bool IsClosed => false;

    public override int RecordsAffected => 1;

    public override object this[int ordinal] => GetValue(ordinal);

    public override object this[string name] => GetValue(GetOrdinal(name));

    public override bool NextResult()
    {
        _row = -1;
        return ++_result < _results.Count;
    }

    public override bool Read() => _result < _results.Count && ++_row < _results[_result].Rows;

    public override bool IsDBNull(int ordinal) =>
        (Absent.Contains(GetName(ordinal)) && !_present.Contains(GetName(ordinal))) || _missing.Contains(GetName(ordinal));

    // "Does one exist already?" has no name and is answered with no, so that what is created is not there yet.
    public override bool GetBoolean(int ordinal) => GetName(ordinal) == "IsCurrent" || _present.Contains(GetName(ordinal));

    public override int GetInt32(int ordinal) => GetName(ordinal) switch
    {
        "_Position" => _row,
        "RiskApprovals" => 0, // one approval is enough
        _ => _row + 1,
    };

    // A chain that is long enough for every event of a change to have a number in it.
    public override long GetInt64(int ordinal) => GetName(ordinal) == "Seq" ? 1_000 + _row : _results[_result].First + _row;

    public override double GetDouble(int ordinal) => 0.5;

    public override Guid GetGuid(int ordinal) => _row == 0 ? FirstId : new Guid(_row, 0, 0, new byte[8]);

    public override string GetString(int ordinal)
    {
        var name = GetName(ordinal);
        if (name == HeldRole)
        {
            return Roles.All[_row];
        }

        var (_, sibling, word) = Array.Find(Words, word =>
            word.Column == name && (word.Sibling.Length == 0 || _results[_result].Columns.Contains(word.Sibling)));
        return _texts.GetValueOrDefault(string.IsNullOrEmpty(sibling) ? name : $"{sibling}/{name}") ?? word
            ?? string.Create(CultureInfo.InvariantCulture, $"{name} {_row}");
    }

    public override T GetFieldValue<T>(int ordinal) => (T)(typeof(T) switch
    {
        var type when type == typeof(DateTimeOffset) => (object)(GetName(ordinal) == "ExpiresAt" ? Later : Earlier),
        var type when type == typeof(Guid) => GetGuid(ordinal),
        var type when type == typeof(string) => GetString(ordinal),
        var type when type == typeof(long) => GetInt64(ordinal),
        var type when type == typeof(int) => GetInt32(ordinal),
        var type when type == typeof(byte[]) => new byte[] { (byte)_row },
        var type => throw new NotSupportedException($"A {type} for {GetName(ordinal)}."),
    });

    public override object GetValue(int ordinal) => GetInt64(ordinal);

    public override string GetName(int ordinal) => _results[_result].Columns[ordinal];

    public override int GetOrdinal(string name) => Array.IndexOf(_results[_result].Columns, name);

    public override Type GetFieldType(int ordinal) => typeof(object);

    public override string GetDataTypeName(int ordinal) => "";

    public override int GetValues(object[] values) => 0;

    public override IEnumerator GetEnumerator() => throw new NotSupportedException();

    public override byte GetByte(int ordinal) => 0;

    public override long GetBytes(int ordinal, long dataOffset, byte[]? buffer, int bufferOffset, int length) => throw new NotSupportedException();

    public override char GetChar(int ordinal) => throw new NotSupportedException();

    public override long GetChars(int ordinal, long dataOffset, char[]? buffer, int bufferOffset, int length) => throw new NotSupportedException();

    public override DateTime GetDateTime(int ordinal) => throw new NotSupportedException();

    public override decimal GetDecimal(int ordinal) => throw new NotSupportedException();

    public override float GetFloat(int ordinal) => throw new NotSupportedException();

    public override short GetInt16(int ordinal) => throw new NotSupportedException();

    private void Add(TSqlStatement statement)
    {
        switch (statement)
        {
            case SelectStatement { QueryExpression: var expression } when First(expression) is { } query:
                // A list of ids is answered with two rows, anything else with one.
                // Whoever acts holds every role, one a row.
                var names = Names(query.SelectElements);
                _results.Add((names, names.Contains(HeldRole) ? Roles.All.Count : HasList(query) ? 2 : 1, 1));
                break;
            case MergeStatement { MergeSpecification: { OutputClause: { } output, TableReference: InlineDerivedTable values } }:
                _results.Add((Names(output.SelectColumns), values.RowValues.Count, FreshNumber()));
                break;
            case InsertStatement { InsertSpecification: { OutputClause: { } output, InsertSource: ValuesInsertSource values } }:
                _results.Add((Names(output.SelectColumns), values.RowValues.Count, FreshNumber()));
                break;
            case InsertStatement { InsertSpecification.OutputClause: { } output }:
                _results.Add((Names(output.SelectColumns), 1, 1));
                break;
            case DataModificationStatement changing when Output(changing) is { } output:
                _results.Add((Names(output.SelectColumns), 1, 1));
                break;
        }
    }

    /// <summary>Of queries that are put together the first answers for all.</summary>
    private static QuerySpecification? First(QueryExpression expression) => expression switch
    {
        QuerySpecification query => query,
        BinaryQueryExpression both => First(both.FirstQueryExpression),
        _ => null,
    };

    /// <summary>What an inserted row is numbered with: no number that a row read before has.</summary>
    private long FreshNumber() => 1_000 * (_results.Count + 1);

    private static OutputClause? Output(DataModificationStatement statement) => statement switch
    {
        UpdateStatement update => update.UpdateSpecification.OutputClause,
        DeleteStatement delete => delete.DeleteSpecification.OutputClause,
        _ => null,
    };

    private static bool HasList(QuerySpecification query)
    {
        var lists = new Lists();
        query.WhereClause?.Accept(lists);
        return lists.Found;
    }

    private static string[] Names(IEnumerable<SelectElement> elements) => [.. elements.OfType<SelectScalarExpression>().Select(element =>
        element.ColumnName?.Value ?? (element.Expression as ColumnReferenceExpression)?.MultiPartIdentifier.Identifiers[^1].Value ?? "")];

    private sealed class Lists : TSqlFragmentVisitor
    {
        public bool Found { get; private set; }

        public override void Visit(InPredicate node) => Found |= node.Values.Count > 1;
    }
}
