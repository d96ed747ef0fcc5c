using System.Diagnostics;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Policies;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Mlflow.Client;

/// <summary>
/// Real MLflow clients against the whole program: each <c>REGISTRY_TEST_MLFLOW</c> names (a PYTHONPATH under which <c>python3</c> finds MLflow and
/// scikit-learn; several are separated by <c>;</c>). The calls of such clients are replayed from records where there is none.
/// </summary>
[Trait(Speed.Trait, Speed.Slow)]
public sealed class ClientCycleTests(RegistryApp app) : IClassFixture<RegistryApp>
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    public static TheoryData<string> Clients => [.. MlflowClientTheoryAttribute.Paths.DefaultIfEmpty("")];

    [MlflowClientTheory]
    [MemberData(nameof(Clients))]
    public async Task A_client_goes_through_the_whole_cycle(string pythonPath)
    {
        var scientist = await app.PersonAsync("scientist", Roles.DataScientist);
        var token = await app.TokenAsync(scientist, [Scopes.Read, Scopes.Log, Scopes.Register, Scopes.Promote]);
        await app.Get<PolicyWorkflow>()
            .PublishAsync(null, "staging", new PolicyContent(RequiredApprovals: 0), "Open, for a test.", null, await app.PersonAsync("admin", Roles.Admin),
            default);
        var script = Path.Combine(Repository.Root, "ModelRegistry.Tests", "Mlflow", "Client", "cycle.py");
        var start = new ProcessStartInfo("/usr/bin/env", ["python3", script, RegistryApp.NewName("iris")])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Directory.CreateTempSubdirectory("mlflow-client-").FullName,
        };
        start.Environment["PYTHONPATH"] = pythonPath;
        start.Environment["MLFLOW_TRACKING_URI"] = app.BaseAddress.ToString().TrimEnd('/');
        start.Environment["MLFLOW_TRACKING_TOKEN"] = token;
        start.Environment["MLFLOW_DISABLE_TELEMETRY"] = "true";
        start.Environment["OPEN_STAGE"] = "Staging";
        using var client = Process.Start(start)!;
        var (output, errors) = (client.StandardOutput.ReadToEndAsync(), client.StandardError.ReadToEndAsync());
        using var late = new CancellationTokenSource(Patience);
        try
        {
            await client.WaitForExitAsync(late.Token);
        }
        finally
        {
            client.Kill(entireProcessTree: true);
        }

        Directory.Delete(start.WorkingDirectory, recursive: true);
        Assert.True(client.ExitCode == 0, $"{await output}\n{await errors}");
    }
}

/// <summary>Runs with each client that the environment names; skipped, saying so, where it names none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class MlflowClientTheoryAttribute : TheoryAttribute
{
    private const string Variable = "REGISTRY_TEST_MLFLOW";

    public MlflowClientTheoryAttribute() =>
        Skip = Paths.Count > 0 ? null : $"{Variable} names no MLflow client; its calls are replayed from records instead.";

    public static IReadOnlyList<string> Paths { get; } =
        [.. (Environment.GetEnvironmentVariable(Variable) ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries)];
}
