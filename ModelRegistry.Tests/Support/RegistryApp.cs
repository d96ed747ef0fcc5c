using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ModelRegistry.Core;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Data;
using ModelRegistry.Web.Access;

namespace ModelRegistry.Tests.Support;

/// <summary>
/// The whole program on a real port of this machine, over a database and a folder of its own. One for all tests of a
/// collection: each test makes its own people and models, so that they do not see each other's.
/// </summary>
public sealed class RegistryApp : WebApplicationFactory<Program>, ITestHost, IAsyncLifetime
{
    private static int _serial;

    private int _lastAddress;

    public string DataDirectory { get; private init; } = Directory.CreateTempSubdirectory("registry-app-").FullName;

    /// <summary>Where its database is, also after a restart.</summary>
    private RegistrySettings? Settings { get; set; }

    /// <summary>Settings of this one alone.</summary>
    public IReadOnlyDictionary<string, string> Overrides { get; init; } = new Dictionary<string, string>();

    /// <summary>The port that it had before it was restarted; 0: any.</summary>
    private int Port { get; init; }

    public Uri BaseAddress { get; private set; } = null!;

    /// <summary>The circuits that the server has given up so far.</summary>
    public int ClosedCircuits => Get<ClosedCircuits>().Count;

    public T Get<T>()
        where T : notnull => Services.GetRequiredService<T>();

    /// <summary>A name that no other test of the run uses.</summary>
    public static string NewName(string stem) => $"{stem}-{Interlocked.Increment(ref _serial)}";

    public async Task InitializeAsync()
    {
        Settings ??= await TestDatabases.TakeAsync(DataDirectory);
        UseKestrel(Port);
        StartServer();
        BaseAddress = new UriBuilder(ClientOptions.BaseAddress) { Host = "127.0.0.1" }.Uri;
    }

    /// <summary>An active account with these roles, as the actor it is when it comes in by the API; its password is <see cref="Given.Password"/>.</summary>
    public async Task<Actor> PersonAsync(string name, params string[] roles)
    {
        var created = await Get<People>().CreateAsync(new NewUser($"{NewName(name)}@example.test", name, roles, Given.Password), Actor.System, default);
        return new Actor(created.User.Id, created.User.Email, Door.Api, roles.ToHashSet());
    }

    /// <summary>An access token of that person with these scopes, limited to <paramref name="models"/> if any are named.</summary>
    public async Task<string> TokenAsync(Actor owner, string[] scopes, params string[] models) =>
        (await Get<AccessTokens>().CreateAsync(new NewToken("test", scopes, models.Length == 0 ? null : models), owner, default)).Token;

    /// <summary>A client that sends e-mail address and password with each request.</summary>
    public HttpClient ClientAs(Actor person) =>
        Client(new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{person.Name}:{Given.Password}"))));

    /// <summary>A client of a new person with this role alone.</summary>
    public async Task<HttpClient> ClientAs(string role) => ClientAs(await PersonAsync(role.ToLowerInvariant(), role));

    public HttpClient ClientWith(string token) => Client(new AuthenticationHeaderValue("Bearer", token));

    public HttpClient ClientWithCookie(string cookie)
    {
        var client = Client();
        client.DefaultRequestHeaders.Add("Cookie", cookie);
        return client;
    }

    /// <summary>
    /// A client from a loopback address of its own, so that failed credentials of one test do not slow another; it follows
    /// no redirect and keeps no cookie.
    /// </summary>
    public HttpClient Client(AuthenticationHeaderValue? authorization = null)
    {
        var number = Interlocked.Increment(ref _lastAddress);
        var address = new IPAddress([127, 1, (byte)(number / 250), (byte)((number % 250) + 1)]);
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            Expect100ContinueTimeout = TimeSpan.FromMinutes(1), // the default of one second sends the body unasked on a busy machine
            ConnectCallback = (context, ct) => ConnectAsync(address, context.DnsEndPoint.Port, ct),
        };
        var client = new HttpClient(handler) { BaseAddress = BaseAddress };
        client.DefaultRequestHeaders.Authorization = authorization;
        return client;
    }

    /// <summary>The session cookie of a browser in which that person has signed in, as <c>name=value</c>.</summary>
    public async Task<string> SessionCookieAsync(Actor person)
    {
        return CookieOf(person, await Get<Sessions>().StartAsync(person with { Door = Door.Browser }, default));
    }

    /// <summary>The cookie of this session.</summary>
    public string CookieOf(Actor person, Guid session)
    {
        var options = Get<IOptionsMonitor<CookieAuthenticationOptions>>().Get(SessionCookie.Scheme);
        var properties = new AuthenticationProperties
        {
            IssuedUtc = Get<TimeProvider>().GetUtcNow(),
            ExpiresUtc = Get<TimeProvider>()
            .GetUtcNow() + Sessions.Lifetime
        };
        var ticket = new AuthenticationTicket(SessionCookie.Principal(person, session), properties, SessionCookie.Scheme);
        return $"{options.Cookie.Name}={options.TicketDataFormat.Protect(ticket)}";
    }

    /// <summary>The file in which the store keeps these bytes.</summary>
    public string StoredFile(string sha256) => Path.Combine(Get<RegistrySettings>().ArtifactDirectory, "sha256", sha256[..2], sha256[2..4], sha256);

    /// <summary>
    /// Stops this one and starts another over the same database and folder, which the new one removes in the end; at the same address when a
    /// browser is to find it again.
    /// </summary>
    public async Task<RegistryApp> RestartAsync(bool samePort = false)
    {
        await StopAsync();
        var next = new RegistryApp { DataDirectory = DataDirectory, Settings = Settings, Overrides = Overrides, Port = samePort ? BaseAddress.Port : 0 };
        await next.InitializeAsync();
        return next;
    }

    async Task IAsyncLifetime.DisposeAsync()
    {
        await StopAsync();
        await ColumnLengths.RequireFitAsync(Settings!);
        await TestDatabases.GiveBackAsync(Settings!);
        Directory.Delete(DataDirectory, recursive: true);
    }

    private async Task StopAsync()
    {
        try
        {
            await base.DisposeAsync();
        }
        catch (ObjectDisposedException)
        {
            // The factory and Program itself both stop and dispose the host; whoever comes second finds parts of it gone.
        }
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseSetting("Data:Directory", DataDirectory);
        if (Settings is { Provider: DatabaseProvider.SqlServer } server)
        {
            builder.UseSetting("Database:Provider", nameof(DatabaseProvider.SqlServer));
            builder.UseSetting("ConnectionStrings:Registry", server.ConnectionString);
        }

        foreach (var (setting, value) in Overrides)
        {
            builder.UseSetting(setting, value);
        }

        builder.UseSetting(WebHostDefaults.DetailedErrorsKey, "true"); // a circuit that ends says why on the browser's console
        builder.ConfigureLogging(logging => logging.ClearProviders());
        // A password check costs 100 ms by design; hundreds of them would make the tests slow and prove nothing.
        builder.ConfigureServices(services => services.Configure<PasswordHasherOptions>(options => options.IterationCount = 1)
            .AddStrictQueries()
            // A table of every route and principal is refused more often in a minute than any person.
            .AddSingleton(services => new PersonRefusals(services.GetRequiredService<TimeProvider>(), mostPerMinute: int.MaxValue))
            .AddSingleton<ClosedCircuits>()
            .AddSingleton<CircuitHandler>(services => services.GetRequiredService<ClosedCircuits>()));
    }

    private static async ValueTask<Stream> ConnectAsync(IPAddress from, int port, CancellationToken ct)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Bind(new IPEndPoint(from, 0));
        await socket.ConnectAsync(IPAddress.Loopback, port, ct);
        return new NetworkStream(socket, ownsSocket: true);
    }
}

/// <summary>The tests that share one running program.</summary>
[CollectionDefinition(Name)]
public sealed class RegistryAppCollection : ICollectionFixture<RegistryApp>
{
    public const string Name = "registry app";
}
