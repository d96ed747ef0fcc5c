using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ModelRegistry.Core.Data.SqlServer.Migrations
{
    /// <inheritdoc />
    public partial class ListIndexes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(
                name: "ModelId",
                table: "VersionTags",
                type: "uniqueidentifier",
                nullable: false,
                defaultValue: new Guid("00000000-0000-0000-0000-000000000000"));

            migrationBuilder.AddColumn<string>(
                name: "ValueStart",
                table: "VersionTags",
                type: "nvarchar(100)",
                maxLength: 100,
                nullable: false,
                defaultValue: "",
                collation: "Latin1_General_100_BIN2");

            migrationBuilder.AddColumn<Guid>(
                name: "ModelId",
                table: "VersionParameters",
                type: "uniqueidentifier",
                nullable: false,
                defaultValue: new Guid("00000000-0000-0000-0000-000000000000"));

            migrationBuilder.AddColumn<string>(
                name: "ValueStart",
                table: "VersionParameters",
                type: "nvarchar(100)",
                maxLength: 100,
                nullable: false,
                defaultValue: "",
                collation: "Latin1_General_100_BIN2");

            migrationBuilder.AddColumn<string>(
                name: "ValueStart",
                table: "ModelTags",
                type: "nvarchar(100)",
                maxLength: 100,
                nullable: false,
                defaultValue: "",
                collation: "Latin1_General_100_BIN2");

            migrationBuilder.AddColumn<Guid>(
                name: "ListedIn",
                table: "Metrics",
                type: "uniqueidentifier",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_VersionTags_ModelId_Key_ValueStart_VersionId",
                table: "VersionTags",
                columns: new[] { "ModelId", "Key", "ValueStart", "VersionId" });

            migrationBuilder.CreateIndex(
                name: "IX_Versions_ModelId_CreatedAt_Number",
                table: "Versions",
                columns: new[] { "ModelId", "CreatedAt", "Number" });

            migrationBuilder.CreateIndex(
                name: "IX_Versions_ModelId_CreatedByName_Number",
                table: "Versions",
                columns: new[] { "ModelId", "CreatedByName", "Number" });

            migrationBuilder.CreateIndex(
                name: "IX_Versions_ModelId_DatasetName_Number",
                table: "Versions",
                columns: new[] { "ModelId", "DatasetName", "Number" });

            migrationBuilder.CreateIndex(
                name: "IX_Versions_ModelId_Framework_Number",
                table: "Versions",
                columns: new[] { "ModelId", "Framework", "Number" });

            migrationBuilder.CreateIndex(
                name: "IX_Versions_ModelId_Status_Number",
                table: "Versions",
                columns: new[] { "ModelId", "Status", "Number" });

            migrationBuilder.CreateIndex(
                name: "IX_VersionParameters_ModelId_Name_ValueStart_VersionId",
                table: "VersionParameters",
                columns: new[] { "ModelId", "Name", "ValueStart", "VersionId" });

            migrationBuilder.CreateIndex(
                name: "IX_ModelTags_Key_ValueStart_ModelId",
                table: "ModelTags",
                columns: new[] { "Key", "ValueStart", "ModelId" });

            migrationBuilder.CreateIndex(
                name: "IX_Metrics_Listed",
                table: "Metrics",
                columns: new[] { "ListedIn", "Name", "Kind", "Stored", "VersionId" },
                filter: "[ListedIn] IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_VersionTags_ModelId_Key_ValueStart_VersionId",
                table: "VersionTags");

            migrationBuilder.DropIndex(
                name: "IX_Versions_ModelId_CreatedAt_Number",
                table: "Versions");

            migrationBuilder.DropIndex(
                name: "IX_Versions_ModelId_CreatedByName_Number",
                table: "Versions");

            migrationBuilder.DropIndex(
                name: "IX_Versions_ModelId_DatasetName_Number",
                table: "Versions");

            migrationBuilder.DropIndex(
                name: "IX_Versions_ModelId_Framework_Number",
                table: "Versions");

            migrationBuilder.DropIndex(
                name: "IX_Versions_ModelId_Status_Number",
                table: "Versions");

            migrationBuilder.DropIndex(
                name: "IX_VersionParameters_ModelId_Name_ValueStart_VersionId",
                table: "VersionParameters");

            migrationBuilder.DropIndex(
                name: "IX_ModelTags_Key_ValueStart_ModelId",
                table: "ModelTags");

            migrationBuilder.DropIndex(
                name: "IX_Metrics_Listed",
                table: "Metrics");

            migrationBuilder.DropColumn(
                name: "ModelId",
                table: "VersionTags");

            migrationBuilder.DropColumn(
                name: "ValueStart",
                table: "VersionTags");

            migrationBuilder.DropColumn(
                name: "ModelId",
                table: "VersionParameters");

            migrationBuilder.DropColumn(
                name: "ValueStart",
                table: "VersionParameters");

            migrationBuilder.DropColumn(
                name: "ValueStart",
                table: "ModelTags");

            migrationBuilder.DropColumn(
                name: "ListedIn",
                table: "Metrics");
        }
    }
}
