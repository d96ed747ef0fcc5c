using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace ModelRegistry.Core.Common;

/// <summary>Keyset position of a list, opaque to callers: the sort values of the last row of a page.</summary>
public static class PageToken
{
    public const int DefaultSize = 50;
    public const int MaxSize = 200;

    public static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    public static string Encode(params string[] keys) =>
        Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(keys));

    public static string Encode(long key) => Encode(key.ToString(Culture));

    public static string[]? Decode(string? token, int keys)
    {
        if (string.IsNullOrEmpty(token))
        {
            return null;
        }

        try
        {
            var values = JsonSerializer.Deserialize<string[]>(Base64Url.DecodeFromChars(token));
            if (values is not null && values.Length == keys && values.All(value => value is not null))
            {
                return values;
            }
        }
        catch (Exception e) when (e is FormatException or JsonException or DecoderFallbackException)
        {
            // Falls through to the refusal: whatever is wrong with it, the caller can only drop it.
        }

        throw Refuse();
    }

    public static long? DecodeLong(string? token) => Decode(token, 1) is [var text] ? Long(text) : null;

    public static long Long(string key) =>
        long.TryParse(key, NumberStyles.AllowLeadingSign, Culture, out var value) ? value : throw Refuse();

    public static DateTimeOffset Instant(string key) => Long(key) is >= 0 and var ticks && ticks <= DateTimeOffset.MaxValue.UtcTicks
        ? new DateTimeOffset(ticks, TimeSpan.Zero)
        : throw Refuse();

    public static Guid Id(string key) => Guid.TryParseExact(key, "D", out var id) ? id : throw Refuse();

    /// <summary>The number of rows to read: the default when none is asked for, never more than <see cref="MaxSize"/>.</summary>
    public static int Size(int? asked) => asked switch
    {
        null => DefaultSize,
        < 1 => throw RegistryException.Invalid("pageSize", "page_size_invalid", "pageSize must be 1 or more."),
        _ => Math.Min(asked.Value, MaxSize),
    };

    private static RegistryException Refuse() =>
        RegistryException.Malformed("page_token_invalid", "pageToken is not one that this server gave out. Start again without it.", "pageToken");
}
