using Microsoft.Extensions.Configuration;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Tests.Support;
using ModelRegistry.Web.Access;
using ModelRegistry.Web.Commands;
using ModelRegistry.Web.Hosting;

namespace ModelRegistry.Tests.Providers;

public sealed class SignInSettingsTests
{
    private static readonly Dictionary<string, string?> Whole = new()
    {
        ["Authentication:OpenIdConnect:corp:Authority"] = "https://login.example.test/realm",
        ["Authentication:OpenIdConnect:corp:ClientId"] = "registry",
        ["Authentication:OpenIdConnect:corp:ClientSecret"] = "a secret",
        ["Authentication:OpenIdConnect:corp:Groups:0:Group"] = "engineers",
        ["Authentication:OpenIdConnect:corp:Groups:0:Roles"] = "Viewer, Operator",
        ["Authentication:OpenIdConnect:corp:Groups:0:Teams"] = "Risk, Ops",
    };

    [Fact]
    public void A_provider_is_read_as_it_is_written()
    {
        var provider = Assert.Single(Read().All);

        Assert.Equal(("corp", "registry", "a secret", "/account/signed-in/corp"), (provider.Name, provider.ClientId, provider.ClientSecret, provider.Callback));
        var group = Assert.Single(provider.Rules.Groups);
        Assert.Equal(("engineers", "Viewer Operator", "Risk Ops"), (group.Group, string.Join(' ', group.Roles), string.Join(' ', group.Teams)));
        Assert.Equal(["email", "openid", "profile"], provider.Scopes.Order());
    }

    [Theory]
    [InlineData("corp:ClientId", "", "is not complete")]
    [InlineData("corp:Authority", "", "is not complete")]
    [InlineData("corp:ClientSecret", "", "is not complete")]
    [InlineData("corp:Authority", "http://login.example.test", "https address")]
    [InlineData("corp:Authority", "login.example.test", "https address")]
    [InlineData("corp:Groups:0:Roles", "Viewer, Boss", "'Boss', which is no role")]
    [InlineData("corp:Groups:1:Group", "nobody", "neither roles nor teams")]
    [InlineData("corp:Groups:0:Role", "Viewer", "There is no setting")]
    [InlineData("corp:ClientKey", "x", "There is no setting")]
    [InlineData("corp:LinkVerifiedEmail", "yes", "true or false")]
    [InlineData("corp:Scopes", "profile", "needs the scope 'openid'")]
    [InlineData("corp:ClientSecretFile", "/nowhere/secret", "only one can be meant")]
    [InlineData("co rp:Authority", "https://login.example.test", "is no name for a provider")]
    [InlineData("second:Authority", "https://login.example.test", "is not complete")]
    public void What_cannot_be_used_stops_the_start_with_a_sentence(string setting, string value, string says) =>
        Assert.Contains(says, Assert.Throws<StartRefusedException>(() => Read(($"Authentication:OpenIdConnect:{setting}", value))).Message,
            StringComparison.Ordinal);

    [Fact]
    public void A_secret_may_be_a_file()
    {
        var file = Path.GetTempFileName();
        File.WriteAllText(file, "out of a file\n");

        Assert.Equal("out of a file", Assert.Single(Read(("Authentication:OpenIdConnect:corp:ClientSecret", null),
            ("Authentication:OpenIdConnect:corp:ClientSecretFile", file)).All).ClientSecret);

        File.Delete(file);
        Assert.Contains("cannot be read", Assert.Throws<StartRefusedException>(() => Read(("Authentication:OpenIdConnect:corp:ClientSecret", null),
            ("Authentication:OpenIdConnect:corp:ClientSecretFile", file))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("false", "", "BreakGlassAdmin is empty")]
    [InlineData("true", "ann@example.test", "Set both or neither")]
    [InlineData("no", "", "true or false")]
    public void Passwords_are_switched_off_for_all_but_one(string local, string breakGlass, string says) =>
        Assert.Contains(says, Assert.Throws<StartRefusedException>(() => SignInSettings.Local(Configuration(
            ("Authentication:LocalAccounts", local), ("Authentication:BreakGlassAdmin", breakGlass)))).Message, StringComparison.Ordinal);

    [Fact]
    public void Passwords_are_not_switched_off_where_no_provider_is() =>
        Assert.Contains("nobody could sign in", Assert.Throws<StartRefusedException>(() => SignInSettings.Local(new ConfigurationBuilder()
            .AddInMemoryCollection([new("Authentication:LocalAccounts", "false"), new("Authentication:BreakGlassAdmin", "ann@example.test")]).Build())).Message,
            StringComparison.Ordinal);

    [Fact]
    public async Task Without_passwords_the_registry_starts_only_with_an_admin_who_has_one()
    {
        await using var own = new RegistryApp();
        await own.InitializeAsync();
        var (reader, admin) = (await own.PersonAsync("reader", Roles.Viewer), await own.PersonAsync("admin", Roles.Admin));

        foreach (var (address, starts) in new[] { (reader.Name, false), ("nobody@example.test", false), (admin.Name, true) })
        {
            var failure = await Record.ExceptionAsync(() => StartUp.RequireBreakGlassAsync(own.Get<People>(), new(address), default));
            Assert.Equal(starts ? null : typeof(StartRefusedException), failure?.GetType());
        }

        await ((IAsyncLifetime)own).DisposeAsync();
    }

    [Theory]
    [InlineData("Authentication:OpenIdConnect:corp:Authority", true)]
    [InlineData("authentication:openidconnect:corp:groups:12:roles", true)]
    [InlineData("Authentication:OpenIdConnect:corp:Autority", false)]
    [InlineData("Authentication:OpenIdConnect:corp", false)]
    public void What_is_typed_is_known_whatever_a_provider_is_called(string setting, bool known) => Assert.Equal(known, Setting.Knows(setting));

    private static OpenIdProviders Read(params (string, string?)[] changes) => SignInSettings.Providers(Configuration(changes));

    private static IConfiguration Configuration(params (string Setting, string? Value)[] changes)
    {
        var settings = new Dictionary<string, string?>(Whole);
        foreach (var (setting, value) in changes)
        {
            settings[setting] = value;
        }

        return new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
    }
}
