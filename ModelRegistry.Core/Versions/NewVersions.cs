using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Models;

namespace ModelRegistry.Core.Versions;

/// <summary>Checks what a registration sends and builds the version from it.</summary>
internal static class NewVersions
{
    public static ModelVersion Build(NewVersion command, Model model, RegistryTransaction transaction)
    {
        var actor = transaction.Actor;
        var version = new ModelVersion(model.Id, model.LastVersionNumber, actor.UserId ?? model.OwnerId, actor.Name, transaction.Now)
        {
            Description = Text.Check("description", command.Description, ModelVersion.DescriptionMaxLength),
            Framework = Text.CheckOptional("framework", command.Framework, ModelVersion.FrameworkMaxLength),
            DatasetName = Text.CheckOptional("dataset.name", command.Dataset?.Name, NewVersion.DatasetNameMaxLength),
            DatasetDigest = Text.CheckOptional("dataset.digest", command.Dataset?.Digest, NewVersion.DatasetDigestMaxLength),
            DatasetUri = Text.CheckOptional("dataset.uri", command.Dataset?.Uri, NewVersion.UriMaxLength),
            SourceRunId = Text.CheckOptional("source.runId", command.Source?.RunId, NewVersion.RunIdMaxLength),
            SourceGitCommit = Text.CheckOptional("source.gitCommit", command.Source?.GitCommit, NewVersion.GitCommitMaxLength),
            SourceRunLink = Text.CheckOptional("source.runLink", command.Source?.RunLink, NewVersion.UriMaxLength),
            SourceUri = Text.CheckOptional("source.uri", command.Source?.Uri, NewVersion.UriMaxLength),
            CreatedByTokenId = actor.Token?.Id,
        };
        version.Tags.AddRange(Tagging.CheckNew(command.Tags, ModelVersion.MaxTags, VersionTag.ValueMaxLengthOf)
            .Select(tag => new VersionTag { VersionId = version.Id, ModelId = model.Id, VersionNumber = version.Number, Key = tag.Key, Value = tag.Value }));
        version.Parameters.AddRange(Tagging.CheckNew(command.Parameters, ModelVersion.MaxParameters, ModelVersion.ParameterMaxLength, "parameters")
            .Select(parameter => new VersionParameter
            {
                VersionId = version.Id,
                ModelId = model.Id,
                VersionNumber = version.Number,
                Name = parameter.Key,
                Value = parameter.Value,
            }));
        return version;
    }
}
