using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ModelRegistry.Core.Data.SqlServer.Migrations
{
    /// <inheritdoc />
    public partial class MlflowRegistry : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "StageArchivedAt",
                table: "Versions",
                type: "datetimeoffset",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_Versions_ModelId_TouchedAt_Number",
                table: "Versions",
                columns: new[] { "ModelId", "TouchedAt", "Number" });

            migrationBuilder.CreateIndex(
                name: "IX_Versions_SourceRunId",
                table: "Versions",
                column: "SourceRunId",
                filter: "[SourceRunId] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Versions_TouchedAt",
                table: "Versions",
                column: "TouchedAt");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Versions_ModelId_TouchedAt_Number",
                table: "Versions");

            migrationBuilder.DropIndex(
                name: "IX_Versions_SourceRunId",
                table: "Versions");

            migrationBuilder.DropIndex(
                name: "IX_Versions_TouchedAt",
                table: "Versions");

            migrationBuilder.DropColumn(
                name: "StageArchivedAt",
                table: "Versions");
        }
    }
}
