using System.Diagnostics;
using System.Globalization;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Catalog;
using ModelRegistry.Core.Experiments;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Policies;
using ModelRegistry.Core.Promotions;
using ModelRegistry.Core.Runs;
using ModelRegistry.Core.Stages;
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
    public async Task A_client_goes_through_the_whole_cycle_and_loads_what_was_approved(string pythonPath)
    {
        var (scientist, reviewer) = (await app.PersonAsync("scientist", Roles.DataScientist), await app.PersonAsync("reviewer", Roles.Reviewer));
        var (token, name) = (await app.TokenAsync(scientist, [Scopes.Read, Scopes.Log, Scopes.Register, Scopes.Promote]), RegistryApp.NewName("iris"));
        await PublishAsync("staging", approvals: 0);
        await PublishAsync("production", approvals: 1);

        var lines = await RunAsync(pythonPath, token, "cycle.py", name);

        var number = long.Parse(lines.Single(line => line.StartsWith("request ", StringComparison.Ordinal))["request ".Length..], CultureInfo.InvariantCulture);
        var request = await app.Get<RequestQueries>().GetAsync(number, reviewer, default);
        Assert.Equal((name, "production", 1, RequestState.Open), (request.Model, request.Stage, request.Version, request.State));
        await app.Get<ReviewWorkflow>().ReviewAsync(number, new NewReview(ReviewAction.Approve, "Fine.", request.Subject), reviewer, default);
        await RunAsync(pythonPath, token, "approved.py", name);
    }

    [MlflowClientTheory]
    [MemberData(nameof(Clients))]
    public async Task What_is_restricted_is_not_there_for_an_outsiders_client(string pythonPath)
    {
        var (owner, outsider) = (await app.PersonAsync("owner", Roles.DataScientist), await app.PersonAsync("outsider", Roles.DataScientist));
        var name = RegistryApp.NewName("hidden");
        await app.Get<ModelWorkflow>().CreateAsync(new NewModel(name, Restricted: true), owner, default);
        await app.ASealedVersionAsync(owner, name);
        await app.Get<AliasWorkflow>().SetAsync(name, "champion", "1", owner, default);
        var experiment = await app.Get<ExperimentWorkflow>().CreateAsync(new NewExperiment(name, Restricted: true), owner, default);
        var run = await app.Get<RunWorkflow>().CreateAsync(new NewRun(experiment.IdText), owner, default);

        await RunAsync(pythonPath, await app.TokenAsync(outsider, [Scopes.Read, Scopes.Log, Scopes.Register, Scopes.Promote]), "outsider.py", name, run.Id,
            experiment.IdText);
    }

    private Task<PolicyView> PublishAsync(string stage, int approvals) =>
        app.Get<PolicyWorkflow>().PublishAsync(null, stage, new PolicyContent(approvals), "For a test.", null, Actor.System, default);

    /// <summary>The lines that a script beside this file prints, which has to end well.</summary>
    private async Task<string[]> RunAsync(string pythonPath, string token, string script, params string[] arguments)
    {
        var folder = Directory.CreateTempSubdirectory("mlflow-client-").FullName;
        var start = new ProcessStartInfo("/usr/bin/env",
            ["python3", Path.Combine(Repository.Root, "ModelRegistry.Tests", "Mlflow", "Client", script), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
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
            Directory.Delete(folder, recursive: true);
        }

        Assert.True(client.ExitCode == 0, $"{await output}\n{await errors}");
        return (await output).Split('\n');
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
