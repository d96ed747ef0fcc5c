using ModelRegistry.Core.Access;
using ModelRegistry.Core.Common;

namespace ModelRegistry.Tests.Access;

public sealed class NetworkListTests
{
    [Theory]
    [InlineData("10.20.0.0/16", "10.20.255.255", true)]
    [InlineData("10.20.0.0/16", "10.21.0.0", false)]
    [InlineData("10.20.0.0/16", "::ffff:10.20.3.4", true)] // as a socket for both hands it over
    [InlineData("10.20.0.0/16", "::ffff:10.21.3.4", false)]
    [InlineData("::ffff:10.20.0.0/112", "10.20.3.4", true)]
    [InlineData("192.0.2.7", "192.0.2.7", true)]
    [InlineData("192.0.2.7", "192.0.2.8", false)]
    [InlineData("0.0.0.0/0", "203.0.113.9", true)]
    [InlineData("0.0.0.0/0", "2001:db8::1", false)]
    [InlineData("::/0", "2001:db8::1", true)]
    [InlineData("2001:db8::/33", "2001:db8:7fff::1", true)]
    [InlineData("2001:db8::/33", "2001:db8:8000::1", false)]
    [InlineData("fe80::/10", "fe80::1%2", true)]
    [InlineData("::1", "127.0.0.1", false)]
    [InlineData("10.0.0.0/8", null, false)]
    [InlineData("10.0.0.0/8", "unknown", false)]
    public void An_address_lies_in_a_network_or_not(string network, string? address, bool lies) =>
        Assert.Equal(lies, NetworkList.Read("networks", [network]).Contains(address));

    [Theory]
    [InlineData("", "is no network")]
    [InlineData("localhost", "is no network")]
    [InlineData("10.1/16", "is no network")]
    [InlineData("010.0.0.1", "is no network")]
    [InlineData("fe80::1%2", "is no network")]
    [InlineData("10.0.0.0/8/8", "is no network")]
    [InlineData("10.0.0.0/33", "a number from 0 to 32")]
    [InlineData("10.0.0.0/", "a number from 0 to 32")]
    [InlineData("10.0.0.0/-1", "a number from 0 to 32")]
    [InlineData("2001:db8::/129", "a number from 0 to 128")]
    [InlineData("10.20.3.4/16", "The network is 10.20.0.0/16")]
    [InlineData("2001:db8::1/32", "The network is 2001:db8::/32")]
    [InlineData("::/0.0", "a number from 0 to 128")]
    [InlineData("::ffff:0:0/90", "IPv4 and IPv6 together")]
    public void What_is_wrong_with_a_network_is_said_with_its_field(string network, string says)
    {
        var refusal = Assert.Throws<RegistryException>(() => NetworkList.Read("networks", [network]));

        Assert.Equal((RefusalKind.Invalid, "networks", "network_invalid"), (refusal.Kind, refusal.Field, refusal.Code));
        Assert.Contains(says, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void They_are_kept_once_in_one_form() => Assert.Equal(["10.0.0.0/8", "192.0.2.7/32", "2001:db8::/32"],
        NetworkList.Read("networks", ["10.0.0.0/8", " 192.0.2.7", "2001:DB8:0::/32", "::ffff:10.0.0.0/104", "192.0.2.7/32"]).Texts);
}
