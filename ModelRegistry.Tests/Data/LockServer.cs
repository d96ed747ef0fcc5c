using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;

namespace ModelRegistry.Tests.Data;

/// <summary>Has one lock, which a session holds until it ends, as SQL Server does.</summary>
internal sealed class LockServer : IDisposable
{
    private Session? _holder;

    public List<string> Commands { get; } = [];

    public int Opened { get; private set; }

    public DbConnection Connect() => new Session(this);

    /// <summary>Every session ends, and nobody is told.</summary>
    public void Restart()
    {
        _holder?.End();
        _holder = null;
    }

    public void Dispose() => _holder?.Dispose();

    private int Answer(Session session, string text)
    {
        Commands.Add(text);
        if (text.Contains("sp_getapplock", StringComparison.Ordinal))
        {
            _holder ??= session;
            return _holder == session ? 0 : -1;
        }

        return _holder == session ? 1 : 0;
    }

    private sealed class Session(LockServer server) : DbConnection
    {
        private ConnectionState _state = ConnectionState.Closed;

        private bool _ended;

        [AllowNull]
        public override string ConnectionString { get; set; } = "";

        public override string Database => "registry";

        public override string DataSource => "invented";

        public override string ServerVersion => "16.00.1000";

        public override ConnectionState State => _state;

        public void End() => _ended = true;

        private int Ask(string text) => server.Answer(this, text);

        public override void ChangeDatabase(string databaseName) => throw new NotSupportedException();

        public override void Open()
        {
            server.Opened++;
            _state = ConnectionState.Open;
        }

        public override void Close()
        {
            _state = ConnectionState.Closed;
            if (server._holder == this)
            {
                server._holder = null;
            }
        }

        protected override DbTransaction BeginDbTransaction(IsolationLevel isolationLevel) => throw new NotSupportedException();

        protected override DbCommand CreateDbCommand() => new Command(this);

        protected override void Dispose(bool disposing)
        {
            Close();
            base.Dispose(disposing);
        }

        private sealed class Command(Session session) : DbCommand
        {
            [AllowNull]
            public override string CommandText { get; set; } = "";

            public override int CommandTimeout { get; set; }

            public override CommandType CommandType { get; set; }

            public override bool DesignTimeVisible { get; set; }

            public override UpdateRowSource UpdatedRowSource { get; set; }

            protected override DbConnection? DbConnection { get; set; } = session;

            protected override DbParameterCollection DbParameterCollection => throw new NotSupportedException();

            protected override DbTransaction? DbTransaction { get; set; }

            public override void Cancel()
            {
            }

            public override int ExecuteNonQuery() => throw new NotSupportedException();

            public override object ExecuteScalar() =>
                session._ended ? throw SqlErrors.Of(10054, SqlErrors.OfTheConnection) : session.Ask(CommandText);

            public override void Prepare()
            {
            }

            protected override DbParameter CreateDbParameter() => throw new NotSupportedException();

            protected override DbDataReader ExecuteDbDataReader(CommandBehavior behavior) => throw new NotSupportedException();
        }
    }
}
