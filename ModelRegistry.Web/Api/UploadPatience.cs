using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace ModelRegistry.Web.Api;

/// <summary>
/// How long an upload may send less than <see cref="BytesPerSecond"/> before it is given up. Over so long a window a line that pauses is no
/// reason to lose 20 GB; who never sends still goes.
/// </summary>
internal sealed record UploadPatience(TimeSpan Window)
{
    public const double BytesPerSecond = 240;

    public static readonly TimeSpan Default = TimeSpan.FromMinutes(2);

    public void Apply(HttpContext context)
    {
        if (context.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } feature)
        {
            feature.MinDataRate = new MinDataRate(BytesPerSecond, Window);
        }
    }
}
