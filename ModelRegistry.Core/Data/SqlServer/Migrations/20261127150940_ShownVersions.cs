using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ModelRegistry.Core.Data.SqlServer.Migrations
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
                type: "int",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "ShowsStage",
                table: "Models",
                type: "bit",
                nullable: false,
                defaultValue: false);

            migrationBuilder.Sql("""
                EXEC(N'UPDATE m SET
                    ShowsStage = CASE WHEN EXISTS (SELECT 1 FROM Slots s WHERE s.ModelId = m.Id AND s.Kind = N''Stage'' AND s.VersionId IS NOT NULL)
                        THEN 1 ELSE 0 END,
                    ShownNumber = COALESCE(
                        (SELECT TOP(1) s.VersionNumber FROM Slots s WHERE s.ModelId = m.Id AND s.Kind = N''Stage'' AND s.VersionId IS NOT NULL
                         ORDER BY (SELECT MAX(t.Position) FROM Stages t WHERE t.NormalizedName = s.NormalizedName AND (t.ModelId = m.Id
                             OR (t.ModelId IS NULL AND NOT EXISTS (SELECT 1 FROM Stages o WHERE o.ModelId = m.Id)))) DESC),
                        (SELECT MAX(v.Number) FROM Versions v
                         WHERE v.ModelId = m.Id AND v.Status = N''Ready'' AND v.ArchivedAt IS NULL AND v.DeletedAt IS NULL))
                FROM Models m');
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
