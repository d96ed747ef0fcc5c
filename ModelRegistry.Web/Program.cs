using ModelRegistry.Core.Audit;
using ModelRegistry.Web.Hosting;

const string Demo = "--demo";
const string MigrateOnly = "--migrate-only";

if (args is ["verify-audit", .. var verifyArgs])
{
    return await VerifyAuditCommand.RunAsync(verifyArgs, Console.Out, Console.Error, CancellationToken.None);
}

try
{
    var published = File.Exists(Path.Combine(AppContext.BaseDirectory, "wwwroot", "app.css"));
    if (args is [var word, .. var upkeepArgs] && UpkeepCommands.Knows(word))
    {
        return await UpkeepCommands.RunAsync(word, upkeepArgs, published ? AppContext.BaseDirectory : null, CancellationToken.None);
    }

    var builder = WebApplication.CreateBuilder(new WebApplicationOptions
    {
        // Without the switches that have no value: the framework would take the next argument for it.
        Args = [.. args.Except([Demo, MigrateOnly])],
        ContentRootPath = published ? AppContext.BaseDirectory : null,
    });
    builder.UseRootSettings();
    builder.AddRegistryHost();
    await using var app = builder.Build();
    app.UseRegistry();

    if (args.Contains(MigrateOnly))
    {
        await app.MigrateAsync(CancellationToken.None);
        Console.WriteLine("The database is up to date.");
        return 0;
    }

    await app.PrepareAsync(args.Contains(Demo), CancellationToken.None);
    await app.StartAsync();
    await app.AnnounceAsync(CancellationToken.None);
    await app.WaitForShutdownAsync();
    return 0;
}
catch (Exception e) when (StartRefusedException.Sentence(e) is { } sentence)
{
    await Console.Error.WriteLineAsync(sentence);
    return 2;
}

/// <summary>Named so that tests can host the program.</summary>
public partial class Program;
