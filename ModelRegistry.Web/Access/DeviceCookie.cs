using Microsoft.AspNetCore.DataProtection;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;

namespace ModelRegistry.Web.Access;

/// <summary>
/// Marks a browser as one in which somebody signed in. It lets nobody in: it only keeps strangers from locking that person out of it
/// (<see cref="KnownDevices"/>), and stays when they sign out.
/// </summary>
internal sealed class DeviceCookie(IDataProtectionProvider protection)
{
    private const string Name = "registry-device";

    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(180);

    private readonly IDataProtector _protector = protection.CreateProtector("known device");
    private readonly HostPrefixCookies _cookies = new();

    public void Remember(HttpContext context, Actor actor)
    {
        if (Of(context)?.UserId != actor.UserId)
        {
            _cookies.AppendResponseCookie(context, Name, _protector.Protect($"{Guid.NewGuid()} {actor.UserId}"), new CookieOptions
            {
                HttpOnly = true,
                Secure = context.Request.IsHttps,
                SameSite = SameSiteMode.Lax,
                Path = "/",
                MaxAge = Lifetime,
                IsEssential = true,
            });
        }
    }

    public KnownDevice? Of(HttpContext context)
    {
        if (_cookies.GetRequestCookie(context, Name) is not { Length: > 0 } text)
        {
            return null;
        }

        try
        {
            var parts = _protector.Unprotect(text).Split(' ');
            return new KnownDevice(Guid.Parse(parts[0]), Guid.Parse(parts[1]));
        }
        catch (Exception e) when (e is System.Security.Cryptography.CryptographicException or FormatException)
        {
            return null; // of another installation, or invented
        }
    }
}
