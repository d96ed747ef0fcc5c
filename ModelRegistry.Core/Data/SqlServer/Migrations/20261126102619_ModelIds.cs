using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ModelRegistry.Core.Data.SqlServer.Migrations
{
    /// <inheritdoc />
    public partial class ModelIds : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_AuditEvents_NormalizedModel_Seq",
                table: "AuditEvents");

            migrationBuilder.DropIndex(
                name: "IX_AuditEvents_NormalizedModel_Version_Seq",
                table: "AuditEvents");

            migrationBuilder.DropColumn(
                name: "NormalizedModel",
                table: "AuditEvents");

            migrationBuilder.AddColumn<Guid>(
                name: "ModelId",
                table: "AuditEvents",
                type: "uniqueidentifier",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_AuditEvents_ModelId_Seq",
                table: "AuditEvents",
                columns: new[] { "ModelId", "Seq" });

            migrationBuilder.CreateIndex(
                name: "IX_AuditEvents_ModelId_Version_Seq",
                table: "AuditEvents",
                columns: new[] { "ModelId", "Version", "Seq" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_AuditEvents_ModelId_Seq",
                table: "AuditEvents");

            migrationBuilder.DropIndex(
                name: "IX_AuditEvents_ModelId_Version_Seq",
                table: "AuditEvents");

            migrationBuilder.DropColumn(
                name: "ModelId",
                table: "AuditEvents");

            migrationBuilder.AddColumn<string>(
                name: "NormalizedModel",
                table: "AuditEvents",
                type: "nvarchar(200)",
                maxLength: 200,
                nullable: true,
                collation: "Latin1_General_100_BIN2");

            migrationBuilder.CreateIndex(
                name: "IX_AuditEvents_NormalizedModel_Seq",
                table: "AuditEvents",
                columns: new[] { "NormalizedModel", "Seq" });

            migrationBuilder.CreateIndex(
                name: "IX_AuditEvents_NormalizedModel_Version_Seq",
                table: "AuditEvents",
                columns: new[] { "NormalizedModel", "Version", "Seq" });
        }
    }
}
