namespace ModelRegistry.Tests.Support;

/// <summary>Where real training results lie: <c>(model)/(number)/run.json</c> and the files that it lists.</summary>
internal static class TrainingRuns
{
    private const string Variable = "REGISTRY_TRAINING_RUNS";

    /// <summary>The folders of the models: those that the variable names, else those copied into the project.</summary>
    public static IReadOnlyList<string> Models()
    {
        var folder = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named ? named : Copied();
        return [.. Directory.GetDirectories(folder).Order(StringComparer.Ordinal)];
    }

    private static string Copied() => Path.Combine(Repository.Root, "ModelRegistry.Web", "Demo", "training-runs");
}
