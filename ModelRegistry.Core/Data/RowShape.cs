using System.Buffers;
using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata;
using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Data;

/// <summary>
/// One table as the audit chain holds it: the columns that change by events only, and the digest of a row over them. It is taken from what the
/// program sees, so that a row has the same digest on both databases. A column without a value is left out, so that a new one leaves the digests of
/// old rows alone.
/// </summary>
internal sealed class RowShape
{
    private const int DigestLength = 18; // bytes of the SHA-256: nobody finds another row with these 144 bits

    private static readonly ConcurrentDictionary<IEntityType, RowShape?> Known = new();

    private static readonly Dictionary<Type, NotInLedgerAttribute> OfIdentity = new()
    {
        [typeof(IdentityUserClaim<Guid>)] = Unused(),
        [typeof(IdentityRoleClaim<Guid>)] = Unused(),
        [typeof(IdentityUserLogin<Guid>)] = Unused(),
    };

    private RowShape(IEntityType type, string table)
    {
        (Type, Table) = (type.ClrType, table);
        Columns = [.. type.GetProperties().Select(property => new RowColumn(property, MarkOf(property)))
            .OrderBy(column => column.Name, StringComparer.Ordinal)];
        Held = [.. Columns.Where(column => column.Mark is null)];
        GoesByItself = Type.GetCustomAttribute<GoesByItselfAttribute>() is not null;
    }

    public Type Type { get; }

    public string Table { get; }

    /// <summary>All of them, by name.</summary>
    public IReadOnlyList<RowColumn> Columns { get; }

    /// <summary>Those that the digest is over; none: the chain holds nothing of this table.</summary>
    public IReadOnlyList<RowColumn> Held { get; }

    /// <inheritdoc cref="GoesByItselfAttribute"/>
    public bool GoesByItself { get; }

    /// <summary>Null for what has no table of its own.</summary>
    public static RowShape? Of(IEntityType type) =>
        Known.GetOrAdd(type, static type => !type.IsOwned() && type.GetTableName() is { } table ? new RowShape(type, table) : null);

    public string DigestOf(PropertyValues row) => DigestOf(column => row[column.Property]);

    public string DigestOf(object row) => DigestOf(column => column.Property.PropertyInfo!.GetValue(row));

    public string DigestOf(Func<RowColumn, object?> valueOf)
    {
        var text = new ArrayBufferWriter<byte>(512);
        Write(text, Table);
        foreach (var column in Held)
        {
            var value = valueOf(column);
            if (value is not null && !column.IsEmpty(value))
            {
                var written = TextOf(value);
                Write(text, string.Create(CultureInfo.InvariantCulture, $"{column.Name}:{Encoding.UTF8.GetByteCount(written)}:{written}"));
            }
        }

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(text.WrittenSpan, hash);
        return Base64Url.EncodeToString(hash[..DigestLength]);
    }

    private static string TextOf(object value) => value switch
    {
        string text => text,
        bool flag => flag ? "1" : "0",
        DateTimeOffset at => at.UtcTicks.ToString(CultureInfo.InvariantCulture),
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        byte[] bytes => Convert.ToHexStringLower(bytes),
        Enum name => name.ToString(),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => JsonSerializer.Serialize(value, value.GetType()), // lists of scopes and models
    };

    private static void Write(ArrayBufferWriter<byte> to, string text)
    {
        Encoding.UTF8.GetBytes(text, to);
        to.Write("\n"u8);
    }

    private NotInLedgerAttribute? MarkOf(IProperty property)
    {
        if (property.PropertyInfo?.GetCustomAttribute<NotInLedgerAttribute>() is { } own)
        {
            return own;
        }

        var marks = Type.GetCustomAttributes<NotInLedgerAttribute>().ToList();
        return OfIdentity.GetValueOrDefault(Type)
            ?? marks.Find(mark => mark.Columns.Contains(property.Name))
            ?? marks.Find(mark => mark.Columns.Count == 0)
            ?? (property.ValueGenerated == ValueGenerated.OnAdd && property.ClrType != typeof(Guid)
                ? new NotInLedgerAttribute("a number that the database gives, by which rows are in order") : null);
    }

    private static NotInLedgerAttribute Unused() => new("not used by the registry");
}

/// <summary>A column, and why the chain holds nothing of it, if it does not.</summary>
internal sealed record RowColumn(IProperty Property, NotInLedgerAttribute? Mark)
{
    public string Name { get; } = Property.GetColumnName();

    /// <summary>What a row has that was there before the column.</summary>
    public bool IsEmpty(object value) => !Property.IsNullable && value switch
    {
        string text => text.Length == 0,
        ValueType number => number.Equals(Property.Sentinel),
        _ => false,
    };
}
