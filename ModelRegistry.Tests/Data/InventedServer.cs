using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.SqlClient;

namespace ModelRegistry.Tests.Data;

/// <summary>
/// Stands where SQL Server would: every command is read by a T-SQL parser and answered with invented rows, so that whole use
/// cases run and all their statements are seen.
/// </summary>
internal sealed class InventedServer : DbConnection
{
    private bool _isOpen;
    private bool _inTransaction;

    public List<string> Commands { get; } = [];

    /// <summary>What columns of this name hold, where the default would not do.</summary>
    public Dictionary<string, string> Texts { get; } = [];

    /// <summary>Columns of this name hold nothing, beside those that never do.</summary>
    public HashSet<string> Missing { get; } = [];

    /// <summary>Columns of this name hold something, although they seldom do.</summary>
    public HashSet<string> Present { get; } = [];

    /// <summary>What each command carried, beside <see cref="Commands"/>.</summary>
    public List<SentStatement> Sent { get; } = [];

    /// <summary>The same by the transactions in which they were sent, one list each.</summary>
    public List<List<string>> Transactions { get; } = [];

    /// <summary>What a statement ends with instead of an answer.</summary>
    public Func<string, Exception?> Fails { get; set; } = _ => null;

    /// <summary>What opening ends with; asked for each time.</summary>
    public Func<Exception?> RefusesToOpen { get; set; } = () => null;

    /// <summary>What the commit ends with.</summary>
    public Func<Exception?> FailsToCommit { get; set; } = () => null;

    /// <summary>Nothing gets through any more, and undoing a transaction fails in its turn, until it is opened again.</summary>
    public bool IsLost { get; set; }

    [AllowNull]
    public override string ConnectionString { get; set; } = "Server=invented";

    public override string Database => "registry";

    public override string DataSource => "invented";

    public override string ServerVersion => "16.00.1000";

    public override ConnectionState State => _isOpen && !IsLost ? ConnectionState.Open : ConnectionState.Closed;

    public override void ChangeDatabase(string databaseName) => throw new NotSupportedException();

    public override void Close() => _isOpen = false;

    public override void Open()
    {
        if (RefusesToOpen() is { } refused)
        {
            throw refused;
        }

        (_isOpen, IsLost) = (true, false);
    }

    protected override DbTransaction BeginDbTransaction(IsolationLevel isolationLevel)
    {
        Transactions.Add([]);
        _inTransaction = true;
        return new Transaction(this);
    }

    protected override DbCommand CreateDbCommand() => new Command(this);

    private InventedRows Answer(string text, DbParameterCollection parameters)
    {
        if (Fails(text) is { } failure)
        {
            throw failure;
        }

        Commands.Add(text);
        if (_inTransaction)
        {
            Transactions[^1].Add(text);
        }

        Sent.Add(new SentStatement(text, [.. parameters.Cast<SqlParameter>().Select(parameter => (parameter.ParameterName, parameter.Value))]));
        Assert.True(parameters.Count < 2_100, "SQL Server takes 2 100 parameters.");
        return new InventedRows(TransactSql.Parse(text), Texts, Missing, Present);
    }

    private sealed class Transaction(InventedServer server) : DbTransaction
    {
        public override IsolationLevel IsolationLevel => IsolationLevel.ReadCommitted;

        protected override DbConnection DbConnection => server;

        public override void Commit()
        {
            if (server.FailsToCommit() is { } failure)
            {
                throw failure;
            }
        }

        public override void Rollback()
        {
        }

        protected override void Dispose(bool disposing)
        {
            server._inTransaction = false;
            if (server.IsLost)
            {
                throw new InvalidOperationException("This SqlTransaction has completed; it is no longer usable.");
            }

            base.Dispose(disposing);
        }
    }

    private sealed class Command(InventedServer server) : DbCommand
    {
        // Only for its parameters: EF's type mappings set properties that SqlParameter alone has.
        private readonly SqlCommand _real = new();

        [AllowNull]
        public override string CommandText { get; set; } = "";

        public override int CommandTimeout { get; set; }

        public override CommandType CommandType { get; set; }

        public override bool DesignTimeVisible { get; set; }

        public override UpdateRowSource UpdatedRowSource { get; set; }

        protected override DbConnection? DbConnection { get; set; } = server;

        protected override DbParameterCollection DbParameterCollection => _real.Parameters;

        protected override DbTransaction? DbTransaction { get; set; }

        public override void Cancel()
        {
        }

        public override int ExecuteNonQuery()
        {
            server.Answer(CommandText, Parameters).Dispose();
            return 1;
        }

        public override object ExecuteScalar()
        {
            server.Answer(CommandText, Parameters).Dispose();
            return 1;
        }

        public override void Prepare()
        {
        }

        protected override DbParameter CreateDbParameter() => new SqlParameter();

        protected override DbDataReader ExecuteDbDataReader(CommandBehavior behavior) => server.Answer(CommandText, Parameters);

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                _real.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
