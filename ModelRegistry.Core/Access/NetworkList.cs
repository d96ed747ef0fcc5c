using System.Globalization;
using System.Net;
using System.Net.Sockets;
using ModelRegistry.Core.Common;

namespace ModelRegistry.Core.Access;

/// <summary>
/// Networks in the notation of RFC 4632 and RFC 4291: <c>10.20.0.0/16</c>, <c>2001:db8::/32</c>, or one address. An IPv4 address that arrives as IPv6
/// (<c>::ffff:10.0.0.1</c>) is the IPv4 address.
/// </summary>
public sealed class NetworkList
{
    private const int MappedBits = 96;

    private readonly IReadOnlyList<IPNetwork> _networks;

    private NetworkList(IReadOnlyList<IPNetwork> networks) => _networks = networks;

    /// <summary>Each as it is kept, once, in the order in which they were named.</summary>
    public IReadOnlyList<string> Texts => [.. _networks.Select(network => network.ToString())];

    /// <summary>Refuses a network that cannot be read, with a sentence that names it, about the field.</summary>
    public static NetworkList Read(string field, IReadOnlyList<string?> texts)
    {
        List<IPNetwork> networks = [];
        foreach (var text in texts)
        {
            var network = Parse(field, text?.Trim() ?? "");
            if (!networks.Contains(network))
            {
                networks.Add(network);
            }
        }

        return new NetworkList(networks);
    }

    /// <summary>Those that were kept.</summary>
    internal static NetworkList Kept(IReadOnlyList<string> texts) => new([.. texts.Select(IPNetwork.Parse)]);

    /// <summary>Whether the address lies in one of them; what is no address, and no address at all, lies in none.</summary>
    public bool Contains(string? address) =>
        IPAddress.TryParse(address, out var ip) && Plain(ip) is var plain && _networks.Any(network => network.Contains(plain));

    /// <summary>An address as people write it: of IPv4 without the prefix under which it came as IPv6.</summary>
    public static string? Shown(string? address) => IPAddress.TryParse(address, out var ip) ? Plain(ip).ToString() : address;

    private static IPNetwork Parse(string field, string text)
    {
        var parts = text.Split('/');
        if (parts.Length > 2 || !IsAddress(parts[0], out var address))
        {
            throw Invalid(field, $"'{IndexedText.StartOf(text)}' is no network. Write it as 10.20.0.0/16 or 2001:db8::/32, or as one address.");
        }

        var most = address.GetAddressBytes().Length * 8;
        var bits = most;
        if (parts.Length == 2
            && !(int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out bits) && bits <= most))
        {
            throw Invalid(field, $"'{IndexedText.StartOf(text)}' has no such prefix. After the slash stands a number from 0 to {most}.");
        }

        if (address.IsIPv4MappedToIPv6)
        {
            (address, bits) = bits >= MappedBits ? (address.MapToIPv4(), bits - MappedBits)
                : throw Invalid(field, $"'{text}' holds IPv4 and IPv6 together. Name the networks of each by themselves.");
        }

        var network = new IPNetwork(Masked(address, bits), bits);
        return network.BaseAddress.Equals(address) ? network
            : throw Invalid(field, $"'{text}' names an address within a network. The network is {network}; one address has no slash.");
    }

    /// <summary>As it is read everywhere alike: no leading zeros, no hexadecimal or short IPv4, no zone.</summary>
    private static bool IsAddress(string text, out IPAddress address) =>
        IPAddress.TryParse(text, out address!)
        && (address.AddressFamily == AddressFamily.InterNetwork ? address.ToString() == text : !text.Contains('%', StringComparison.Ordinal)
            && !text.Contains('[', StringComparison.Ordinal));

    private static IPAddress Masked(IPAddress address, int bits)
    {
        var bytes = address.GetAddressBytes();
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] &= (byte)(0xFF00 >> Math.Clamp(bits - (8 * i), 0, 8));
        }

        return new IPAddress(bytes);
    }

    private static IPAddress Plain(IPAddress ip) => ip.IsIPv4MappedToIPv6 ? ip.MapToIPv4()
        : ip is { AddressFamily: AddressFamily.InterNetworkV6, ScopeId: not 0 } ? new IPAddress(ip.GetAddressBytes())
        : ip;

    private static RegistryException Invalid(string field, string message) => RegistryException.Invalid(field, "network_invalid", message);
}
