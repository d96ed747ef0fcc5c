using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;

namespace ModelRegistry.Core.Data.Sqlite;

/// <summary>
/// Tables whose small rows lie by their key, beside the others of what they belong to: <c>WITHOUT ROWID</c>. Such a row is one entry instead of two (one by
/// a number that nobody asks for, one in the index of the key), and all of a version are read from neighbouring pages.
/// </summary>
internal sealed class KeyedTables(MigrationsSqlGeneratorDependencies dependencies, IRelationalAnnotationProvider annotations)
    : SqliteMigrationsSqlGenerator(dependencies, annotations)
{
    // How EF calls a table while it makes it anew.
    private const string Rebuilt = "ef_temp_";

    public static readonly IReadOnlySet<string> Names = new HashSet<string>
    {
        "VersionFiles", "VersionParameters", "VersionTags", "ModelTags", "ReservedNames", "Consumptions", "PostReviewDecisions", "UnreferencedFiles",
        "AspNetUserRoles", "ExperimentTags", "RunTags", "RunParams", "RunPoints", "RunMetrics", "RunDatasetMetrics", "RunInputs", "RunModels",
        "LoggedModelLabels", "LoggedModelMetrics",
    };

    protected override void Generate(CreateTableOperation operation, IModel? model, MigrationCommandListBuilder builder, bool terminate = true)
    {
        var isKeyed = Names.Contains(operation.Name.StartsWith(Rebuilt, StringComparison.Ordinal) ? operation.Name[Rebuilt.Length..] : operation.Name);
        base.Generate(operation, model, builder, terminate && !isKeyed);
        if (!isKeyed)
        {
            return;
        }

        builder.Append(" WITHOUT ROWID");
        if (terminate)
        {
            builder.AppendLine(Dependencies.SqlGenerationHelper.StatementTerminator);
            EndStatement(builder);
        }
    }
}
