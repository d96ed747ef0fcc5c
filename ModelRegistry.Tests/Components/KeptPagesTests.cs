using Microsoft.Extensions.Configuration;
using ModelRegistry.Web.Hosting;

namespace ModelRegistry.Tests.Components;

public sealed class KeptPagesTests
{
    [Theory]
    [InlineData(null, 600)]
    [InlineData("", 600)]
    [InlineData("1", 1)]
    [InlineData("86400", 86_400)]
    public void A_page_outlives_its_connection_for_as_long_as_is_set(string? set, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), SettingsReader.KeptPages(Settings(set)));

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("86401")]
    [InlineData("ten minutes")]
    public void Anything_else_is_refused_by_name(string set) =>
        Assert.Contains("Pages:KeptSeconds", Assert.Throws<StartRefusedException>(() => SettingsReader.KeptPages(Settings(set))).Message,
            StringComparison.Ordinal);

    private static IConfiguration Settings(string? seconds) =>
        new ConfigurationBuilder().AddInMemoryCollection([new("Pages:KeptSeconds", seconds)]).Build();
}
