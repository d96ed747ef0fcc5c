using ModelRegistry.Core.Access;

namespace ModelRegistry.Web.Components.Pages.Account;

/// <summary>By what somebody signed in, in words.</summary>
internal static class WayText
{
    public static string Of(SignInWay way) => way switch
    {
        SignInWay.Password => "password",
        SignInWay.Authenticator => "password and app",
        SignInWay.RecoveryCode => "password and recovery code",
        SignInWay.Passkey => "passkey",
        _ => "provider",
    };
}
