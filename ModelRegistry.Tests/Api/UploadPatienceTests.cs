using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.Configuration;
using ModelRegistry.Web.Api;
using ModelRegistry.Web.Hosting;

namespace ModelRegistry.Tests.Api;

public sealed class UploadPatienceTests
{
    [Theory]
    [InlineData(null, 120)]
    [InlineData("", 120)]
    [InlineData("2", 2)]
    [InlineData("3600", 3_600)]
    public void A_slow_upload_is_given_up_after_what_is_set(string? set, int seconds)
    {
        var context = new DefaultHttpContext();
        var rate = new Rate();
        context.Features.Set<IHttpMinRequestBodyDataRateFeature>(rate);

        Read(set).Apply(context);

        Assert.Equal((240, TimeSpan.FromSeconds(seconds)), (rate.MinDataRate!.BytesPerSecond, rate.MinDataRate.GracePeriod));
    }

    [Theory]
    [InlineData("1")]
    [InlineData("3601")]
    [InlineData("2.5")]
    [InlineData("never")]
    public void Another_patience_is_refused_at_start(string set) =>
        Assert.Contains("Uploads:PatienceSeconds", Assert.Throws<StartRefusedException>(() => Read(set)).Message, StringComparison.Ordinal);

    private static UploadPatience Read(string? seconds) => SettingsReader.Patience(
        new ConfigurationBuilder().AddInMemoryCollection([new("Uploads:PatienceSeconds", seconds)]).Build());

    private sealed class Rate : IHttpMinRequestBodyDataRateFeature
    {
        public MinDataRate? MinDataRate { get; set; }
    }
}
