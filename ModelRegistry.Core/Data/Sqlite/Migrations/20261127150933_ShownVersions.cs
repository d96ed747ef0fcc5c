using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ModelRegistry.Core.Data.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class ShownVersions : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "ShownNumber",
                table: "Models",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "ShowsStage",
                table: "Models",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.Sql("""
                UPDATE Models SET
                    ShowsStage = EXISTS (SELECT 1 FROM Slots s WHERE s.ModelId = Models.Id AND s.Kind = 'Stage' AND s.VersionId IS NOT NULL),
                    ShownNumber = COALESCE(
                        (SELECT s.VersionNumber FROM Slots s WHERE s.ModelId = Models.Id AND s.Kind = 'Stage' AND s.VersionId IS NOT NULL
                         ORDER BY (SELECT MAX(t.Position) FROM Stages t WHERE t.NormalizedName = s.NormalizedName AND (t.ModelId = Models.Id
                             OR (t.ModelId IS NULL AND NOT EXISTS (SELECT 1 FROM Stages o WHERE o.ModelId = Models.Id)))) DESC LIMIT 1),
                        (SELECT MAX(v.Number) FROM Versions v
                         WHERE v.ModelId = Models.Id AND v.Status = 'Ready' AND v.ArchivedAt IS NULL AND v.DeletedAt IS NULL));
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "ShownNumber",
                table: "Models");

            migrationBuilder.DropColumn(
                name: "ShowsStage",
                table: "Models");
        }
    }
}
