namespace ModelRegistry.Core.Common;

/// <summary>
/// Root of an aggregate. <see cref="Revision"/> is the concurrency token: written by the application on every change,
/// so that it means the same on SQLite and SQL Server.
/// </summary>
public abstract class Entity
{
    public Guid Id { get; protected init; }

    [NotInLedger("a mark of the last change, by which two at once are told apart")]
    public Guid Revision { get; internal set; }
}
