using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using ModelRegistry.Core;
using ModelRegistry.Core.Accounts;
using ModelRegistry.Core.Activity;
using ModelRegistry.Core.Artifacts;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Metrics;
using ModelRegistry.Web.Access;
using ModelRegistry.Web.Demo;

namespace ModelRegistry.Web.Hosting;

/// <summary>Brings the store up to date, makes the first account where settings name one, and says where everything is.</summary>
internal static class StartUp
{
    /// <summary>Nobody but the user of this process reads the data; also where the folder was made by somebody with other habits.</summary>
    public static void CloseToOthers(this WebApplication app)
    {
        var directory = app.Services.GetRequiredService<RegistrySettings>().DataDirectory;
        OwnerOnly.FromNowOn();
        try
        {
            OwnerOnly.Close(directory);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw new StartRefusedException($"Others can read '{directory}' (Data:Directory), and this user may not change that: {e.Message} "
                + "Give the folder and what is in it to the user that the registry runs as, with mode 0700.");
        }
    }

    public static async Task MigrateAsync(this WebApplication app, CancellationToken ct)
    {
        var database = app.Services.GetRequiredService<RegistryDatabase>();
        if (await database.UnknownMigrationsAsync(ct) is { Count: > 0 } unknown)
        {
            throw new StartRefusedException($"This database was changed by a newer ModelRegistry ({unknown[^1]}). Start that version, or restore a backup.");
        }

        foreach (var migration in await database.MigrateAsync(ct))
        {
            Console.WriteLine($"Database updated: {migration}");
        }
    }

    public static async Task PrepareAsync(this WebApplication app, bool demo, CancellationToken ct)
    {
        await app.BeSoleAsync(beforeDatabase: true, ct);
        await app.MigrateAsync(ct);
        await app.BeSoleAsync(beforeDatabase: false, ct);
        foreach (var fault in await app.Services.GetRequiredService<ChainAtStart>().RunAsync(ct))
        {
            Console.WriteLine($"Audit trail: {fault} Verify it, find out why, and acknowledge it under Activity.");
        }

        await app.Services.GetRequiredService<MetricCatalog>().RefreshAsync(ct);
        // One process per store: whatever lies in the temporary folder now was left by one that died.
        app.Services.GetRequiredService<ArtifactStore>().SweepTemporary(TimeSpan.Zero);
        if (demo)
        {
            await app.FillDemoAsync(ct);
        }

        await app.Services.GetRequiredService<PersonNames>().RefreshAsync(ct); // the demo is filled by services of its own

        var (email, password) = (app.Configuration["Bootstrap:AdminEmail"], app.Configuration["Bootstrap:AdminPassword"]);
        var people = app.Services.GetRequiredService<People>();
        if (!string.IsNullOrEmpty(email) && !string.IsNullOrEmpty(password) && !await people.AnyAsync(ct))
        {
            await people.CreateFirstAsync(new NewUser(email, Password: password), ct);
        }

        await RequireBreakGlassAsync(people, app.Services.GetRequiredService<RegistrySettings>().LocalAccounts, ct);
    }

    /// <summary>Without passwords, one admin must get in when the provider does not answer. An empty registry makes that account first.</summary>
    internal static async Task RequireBreakGlassAsync(People people, LocalAccounts local, CancellationToken ct)
    {
        if (local.BreakGlass is { } address && await people.AnyAsync(ct) && !await people.IsAdminWithPasswordAsync(address, ct))
        {
            throw new StartRefusedException($"{SignInSettings.BreakGlassAdmin} is '{address}', but there is no active admin of that address with a password. "
                + $"Start once with {SignInSettings.LocalAccounts}=true, make that account an admin who has set a password, or name another.");
        }
    }

    private static async Task BeSoleAsync(this WebApplication app, bool beforeDatabase, CancellationToken ct)
    {
        try
        {
            await app.Services.GetRequiredService<SoleProcess>().TakeAsync(ct);
        }
        catch (RegistryException served)
        {
            throw new StartRefusedException(served.Message);
        }
        catch (DbException) when (beforeDatabase)
        {
            // There is no database yet, or no server: what follows makes the one and says the other.
        }
    }

    /// <summary>The passwords of the demo's accounts are printed here and never again.</summary>
    private static async Task FillDemoAsync(this WebApplication app, CancellationToken ct)
    {
        var settings = app.Services.GetRequiredService<RegistrySettings>();
        var now = app.Services.GetRequiredService<TimeProvider>().GetUtcNow();
        await DemoAccounts.PrintAsync(await DemoFill.RunAsync(settings, DemoRun.DefaultRoot, now, Console.Out, ct), Console.Out);
    }

    public static async Task AnnounceAsync(this WebApplication app, CancellationToken ct)
    {
        var settings = app.Services.GetRequiredService<RegistrySettings>();
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault()?
            .Replace("[::]", "localhost", StringComparison.Ordinal).Replace("0.0.0.0", "localhost", StringComparison.Ordinal);
        var root = $"{address}{app.Configuration["PathBase"]}";
        var database = settings.Provider == DatabaseProvider.Sqlite
            ? $"SQLite, {RegistrySettings.SqliteFile(settings.DataDirectory)}"
            : "SQL Server, ConnectionStrings:Registry";
        Console.WriteLine($"""

            ModelRegistry is ready after {SinceStart(app):0.0} s.
              Open      {root}
              Database  {database}
              Files     {settings.ArtifactDirectory}
              At once   {Connections(app.Services.GetRequiredService<ConnectionLimit>())}
            """);
        if (await app.Services.GetRequiredService<RegistryDatabase>().AdviceAsync(ct) is { } advice)
        {
            Console.WriteLine($"  Advice    {advice}");
        }

        app.Services.GetRequiredService<LockedOut>().Say = text =>
            Console.WriteLine(text.Replace("account/sign-in?", $"{root}/account/sign-in?", StringComparison.Ordinal));
        var firstRun = app.Services.GetRequiredService<FirstRun>();
        if (await firstRun.IsOpenAsync(ct))
        {
            Console.WriteLine($"""
                  First run {root}/account/first-run?secret={firstRun.Secret}
                            makes the first account; good for 24 hours and for one account.
                """);
        }
    }

    private static string Connections(ConnectionLimit limit) => limit.Files is { } files
        ? string.Create(CultureInfo.InvariantCulture, $"{limit.Most} connections, since the process may open {files} files")
        : "as many connections as come";

    private static double SinceStart(WebApplication app)
    {
        using var process = Process.GetCurrentProcess();
        return (app.Services.GetRequiredService<TimeProvider>().GetUtcNow() - process.StartTime.ToUniversalTime()).TotalSeconds;
    }
}
