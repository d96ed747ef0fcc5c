using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace ModelRegistry.Tests.Providers;

/// <summary>
/// An OpenID provider on a port of this machine that lets in at once whom the test names, checks what the registry sends, and says what a bad one would
/// where the test wants it.
/// </summary>
internal sealed class OpenIdStandIn : IAsyncDisposable
{
    public const string ClientId = "model-registry";
    public const string Secret = "a secret of the client";

    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, (string Nonce, string Challenge, string Return, string State)> _codes = new();
    private readonly ECDsaSecurityKey _key = new(ECDsa.Create(ECCurve.NamedCurves.nistP256)) { KeyId = "first" };

    private OpenIdStandIn(WebApplication app) => _app = app;

    public Uri Address { get; private set; } = null!;

    /// <summary>What is said of whoever comes: sub, email and so on.</summary>
    public Dictionary<string, object> Person { get; set; } = [];

    /// <summary>Makes a token another than it should be.</summary>
    public Action<SecurityTokenDescriptor>? Tamper { get; set; }

    /// <summary>The same for the signed text.</summary>
    public Func<string, string>? Replace { get; set; }

    /// <summary>Says no to whoever comes.</summary>
    public bool Denies { get; set; }

    /// <summary>Keeps the browser instead of sending it back, so that the way back can be opened elsewhere.</summary>
    public bool Holds { get; set; }

    public string LastToken { get; private set; } = "";

    /// <summary>Where the last browser was sent back to.</summary>
    public string LastReturn { get; private set; } = "";

    public static async Task<OpenIdStandIn> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var provider = new OpenIdStandIn(builder.Build());
        provider._app.MapGet("/.well-known/openid-configuration", provider.Discovery);
        provider._app.MapGet("/keys", provider.Keys);
        provider._app.MapGet("/authorize", provider.Authorize);
        provider._app.MapPost("/token", provider.TokenAsync);
        await provider._app.StartAsync();
        provider.Address = new Uri(provider._app.Urls.First());
        return provider;
    }

    /// <summary>The settings by which a registry knows it under this name.</summary>
    public IEnumerable<(string, string)> Settings(string name) =>
    [
        ($"Authentication:OpenIdConnect:{name}:Authority", $"{Address}"),
        ($"Authentication:OpenIdConnect:{name}:ClientId", ClientId),
        ($"Authentication:OpenIdConnect:{name}:ClientSecret", Secret),
        ($"Authentication:OpenIdConnect:{name}:DisplayName", $"Provider {name}"),
    ];

    /// <summary>From now on this person comes, and all is as it should be.</summary>
    public void Comes(string subject, string? email, params string[] groups)
    {
        (Person, Tamper, Replace, Denies, Holds) = (new() { ["sub"] = subject, ["name"] = "Ann Example", ["groups"] = groups }, null, null, false, false);
        if (email is not null)
        {
            Person["email"] = email;
        }
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private IResult Discovery() => Results.Json(new Dictionary<string, object>
    {
        ["issuer"] = $"{Address}",
        ["authorization_endpoint"] = $"{Address}authorize",
        ["token_endpoint"] = $"{Address}token",
        ["jwks_uri"] = $"{Address}keys",
        ["response_types_supported"] = new[] { "code" },
        ["subject_types_supported"] = new[] { "public" },
        ["id_token_signing_alg_values_supported"] = new[] { SecurityAlgorithms.EcdsaSha256 },
    });

    private IResult Keys()
    {
        var key = JsonWebKeyConverter.ConvertFromECDsaSecurityKey(_key);
        var shown = new { kty = key.Kty, crv = key.Crv, x = key.X, y = key.Y, kid = key.Kid, use = "sig", alg = SecurityAlgorithms.EcdsaSha256 };
        return Results.Json(new { keys = new[] { shown } });
    }

    private IResult Authorize(HttpRequest request)
    {
        var asked = request.Query;
        Assert.Equal("S256", asked["code_challenge_method"]);
        var (code, back) = (Convert.ToHexString(RandomNumberGenerator.GetBytes(16)), $"{asked["redirect_uri"]}");
        _codes[code] = ($"{asked["nonce"]}", $"{asked["code_challenge"]}", back, $"{asked["state"]}");
        LastReturn = $"{back}?{(Denies ? "error=access_denied" : $"code={code}")}&state={Uri.EscapeDataString($"{asked["state"]}")}";
        return Holds ? Results.Text("held") : Results.Redirect(LastReturn);
    }

    private async Task<IResult> TokenAsync(HttpRequest request)
    {
        var form = await request.ReadFormAsync();
        if (form["client_id"] != ClientId || form["client_secret"] != Secret || !_codes.TryRemove($"{form["code"]}", out var code)
            || form["redirect_uri"] != code.Return
            || Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes($"{form["code_verifier"]}"))) != code.Challenge)
        {
            return Results.Json(new { error = "invalid_grant" }, statusCode: 400);
        }

        var now = DateTime.UtcNow;
        var token = new SecurityTokenDescriptor
        {
            Issuer = $"{Address}",
            Audience = ClientId,
            IssuedAt = now,
            NotBefore = now,
            Expires = now.AddMinutes(5),
            Claims = new Dictionary<string, object>(Person) { ["nonce"] = code.Nonce },
            SigningCredentials = new SigningCredentials(_key, SecurityAlgorithms.EcdsaSha256),
        };
        Tamper?.Invoke(token);
        LastToken = new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(token);
        return Results.Json(new { access_token = "none", token_type = "Bearer", id_token = Replace?.Invoke(LastToken) ?? LastToken });
    }
}
