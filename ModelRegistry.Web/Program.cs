using ModelRegistry.Core.Audit;
using ModelRegistry.Web.Hosting;

if (args is ["verify-audit", .. var verifyArgs])
{
    return await VerifyAuditCommand.RunAsync(verifyArgs, Console.Out, Console.Error, CancellationToken.None);
}

try
{
    var published = File.Exists(Path.Combine(AppContext.BaseDirectory, "wwwroot", "app.css"));
    var builder = WebApplication.CreateBuilder(new WebApplicationOptions
    {
        Args = args,
        ContentRootPath = published ? AppContext.BaseDirectory : null,
    });
    builder.UseRootSettings();
    builder.AddRegistryHost();
    await using var app = builder.Build();
    app.UseRegistry();

    if (args.Contains("--migrate-only"))
    {
        await app.MigrateAsync(CancellationToken.None);
        Console.WriteLine("The database is up to date.");
        return 0;
    }

    await app.PrepareAsync(CancellationToken.None);
    await app.StartAsync();
    await app.AnnounceAsync(CancellationToken.None);
    await app.WaitForShutdownAsync();
    return 0;
}
catch (StartRefusedException refused)
{
    await Console.Error.WriteLineAsync(refused.Message);
    return 2;
}

/// <summary>Named so that tests can host the program.</summary>
public partial class Program;
