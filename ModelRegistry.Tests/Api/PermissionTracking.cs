using ModelRegistry.Core.Access;
using ModelRegistry.Core.Experiments;
using ModelRegistry.Core.RunFiles;
using ModelRegistry.Core.Runs;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Api;

/// <summary>Experiments, runs and logged models for the rows of the permission table, fresh ones where a call uses them up.</summary>
internal sealed class PermissionTracking(RegistryApp app, Actor scientist)
{
    /// <summary>A text of a row with what it names in braces.</summary>
    public async Task<string?> FillAsync(string? text)
    {
        if (text?.Contains('{', StringComparison.Ordinal) != true)
        {
            return text;
        }

        var name = RegistryApp.NewName("experiment");
        var tags = new Dictionary<string, string> { ["k"] = "v" };
        var experiment = await app.Get<ExperimentWorkflow>().CreateAsync(new NewExperiment(name, Tags: tags), scientist, default);
        var run = await app.Get<RunWorkflow>().CreateAsync(new NewRun(experiment.IdText), scientist, default);
        var model = await app.Get<LoggedModelWorkflow>()
            .CreateAsync(new NewLoggedModel(experiment.IdText, Tags: [KeyValuePair.Create("k", "v")]), scientist, default);
        using var content = new MemoryStream([1]);
        var file = RunFilePlace.Parse($"{RunFilePlace.RunRoot(experiment.Id, run.Id)}/a.txt");
        await app.Get<RunArtifacts>().PutAsync(file, content, 1, scientist, default);
        using var described = new MemoryStream([1]);
        await app.Get<RunArtifacts>()
            .PutAsync(RunFilePlace.Parse($"{RunFilePlace.ModelRoot(experiment.Id, model.Id)}/MLmodel"), described, 1, scientist, default);
        if (text.Contains("{deleted experiment}", StringComparison.Ordinal))
        {
            await app.Get<ExperimentWorkflow>().DeleteAsync(experiment.IdText, scientist, default);
        }

        foreach (var (word, value) in new[]
        {
            ("{experiment}", experiment.IdText), ("{experiment name}", name), ("{going experiment}", experiment.IdText),
            ("{deleted experiment}", experiment.IdText), ("{tagged experiment}", experiment.IdText), ("{run}", run.Id), ("{going run}", run.Id),
            ("{modelId}", model.Id), ("{tagKey}", "k"), ("{**path}", file.Full),
        })
        {
            text = text.Replace(word, value, StringComparison.Ordinal);
        }

        return text;
    }
}
