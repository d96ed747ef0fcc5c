using ModelRegistry.Core.Mlflow;

namespace ModelRegistry.Tests.Data;

public sealed partial class SqlServerQueryTests
{
    private const string Tagged = "tags.a != 'b' AND tags.`c d` ILIKE 'E%' AND tags.`mlflow.prompt.is_prompt` != 'true'";

    private async Task MlflowModelsAsync()
    {
        foreach (var (filter, order) in new[]
        {
            ("", "name DESC"), ("name = 'fraud' AND " + Tagged, "timestamp"),
            ("name ILIKE 'f%' AND name != 'x' AND tags.`mlflow.prompt.is_prompt` = 'true'", ""),
        })
        {
            var search = new MlflowSearch(filter, order.Length == 0 ? [] : [order], 1, null);
            var page = await Get<RegisteredModelQueries>().SearchAsync(search, SeesSome, default);
            await Get<RegisteredModelQueries>().SearchAsync(search with { PageToken = page.NextPageToken }, SeesSome, default);
        }
    }

    private async Task MlflowVersionsAsync()
    {
        foreach (var (filter, order) in new[]
        {
            ("", "name"), ("name = 'fraud' AND version_number >= 2", ""), ("name LIKE 'f%' AND " + Tagged, "creation_timestamp DESC"),
            ("run_id IN ('a', 'b') AND source_path LIKE 's3:%'", "version_number"), ("run_id != 'a'", "last_updated_timestamp"),
        })
        {
            var search = new MlflowSearch(filter, order.Length == 0 ? [] : [order], 1, null);
            var page = await Get<ModelVersionQueries>().SearchAsync(search, SeesSome, default);
            await Get<ModelVersionQueries>().SearchAsync(search with { PageToken = page.NextPageToken }, SeesSome, default);
        }
    }
}
