using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ModelRegistry.Core.Data.SqlServer.Migrations
{
    /// <inheritdoc />
    public partial class ListWalks : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_VersionTags_ModelId_Key_ValueStart_VersionId",
                table: "VersionTags");

            migrationBuilder.DropIndex(
                name: "IX_Versions_ModelId_Status_Number",
                table: "Versions");

            migrationBuilder.DropIndex(
                name: "IX_VersionParameters_ModelId_Name_ValueStart_VersionId",
                table: "VersionParameters");

            migrationBuilder.DropIndex(
                name: "IX_Metrics_Listed",
                table: "Metrics");

            migrationBuilder.AddColumn<int>(
                name: "VersionNumber",
                table: "VersionTags",
                type: "int",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "SearchText",
                table: "Versions",
                type: "nvarchar(400)",
                maxLength: 400,
                nullable: false,
                defaultValue: "",
                collation: "Latin1_General_100_BIN2");

            migrationBuilder.AddColumn<int>(
                name: "VersionNumber",
                table: "VersionParameters",
                type: "int",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<int>(
                name: "VersionNumber",
                table: "Metrics",
                type: "int",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.Sql("EXEC(N'UPDATE r SET VersionNumber = v.Number FROM VersionTags r INNER JOIN Versions v ON v.Id = r.VersionId');");
            migrationBuilder.Sql("EXEC(N'UPDATE r SET VersionNumber = v.Number FROM VersionParameters r INNER JOIN Versions v ON v.Id = r.VersionId');");
            migrationBuilder.Sql("EXEC(N'UPDATE r SET VersionNumber = v.Number FROM Metrics r INNER JOIN Versions v ON v.Id = r.VersionId');");

            migrationBuilder.CreateTable(
                name: "SavedViews",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    OwnerId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    List = table.Column<string>(type: "nvarchar(30)", maxLength: 30, nullable: false, collation: "Latin1_General_100_BIN2"),
                    ModelId = table.Column<Guid>(type: "uniqueidentifier", nullable: true),
                    Name = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false, collation: "Latin1_General_100_BIN2"),
                    NormalizedName = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false, collation: "Latin1_General_100_BIN2"),
                    Query = table.Column<string>(type: "nvarchar(4000)", maxLength: 4000, nullable: false, collation: "Latin1_General_100_BIN2"),
                    Shared = table.Column<bool>(type: "bit", nullable: false),
                    IsDefault = table.Column<bool>(type: "bit", nullable: false),
                    SavedAt = table.Column<DateTimeOffset>(type: "datetimeoffset", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SavedViews", x => x.Id)
                        .Annotation("SqlServer:Clustered", false);
                    table.ForeignKey(
                        name: "FK_SavedViews_AspNetUsers_OwnerId",
                        column: x => x.OwnerId,
                        principalTable: "AspNetUsers",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_SavedViews_Models_ModelId",
                        column: x => x.ModelId,
                        principalTable: "Models",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "IX_VersionTags_ModelId_Key_ValueStart_VersionNumber",
                table: "VersionTags",
                columns: new[] { "ModelId", "Key", "ValueStart", "VersionNumber" });

            migrationBuilder.CreateIndex(
                name: "IX_Versions_ModelId_DatasetDigest_Number",
                table: "Versions",
                columns: new[] { "ModelId", "DatasetDigest", "Number" });

            migrationBuilder.CreateIndex(
                name: "IX_Versions_ModelId_TotalSize_Number",
                table: "Versions",
                columns: new[] { "ModelId", "TotalSize", "Number" });

            migrationBuilder.CreateIndex(
                name: "IX_Versions_OfStatus",
                table: "Versions",
                columns: new[] { "ModelId", "Status", "Number", "ArchivedAt", "DeletedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_Versions_Search",
                table: "Versions",
                columns: new[] { "ModelId", "Number", "ArchivedAt", "DeletedAt", "SearchText" });

            migrationBuilder.CreateIndex(
                name: "IX_VersionParameters_ModelId_Name_ValueStart_VersionNumber",
                table: "VersionParameters",
                columns: new[] { "ModelId", "Name", "ValueStart", "VersionNumber" });

            migrationBuilder.CreateIndex(
                name: "IX_Metrics_Listed",
                table: "Metrics",
                columns: new[] { "ListedIn", "Name", "Kind", "Stored", "VersionNumber" },
                filter: "[ListedIn] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Metrics_OfVersion",
                table: "Metrics",
                columns: new[] { "ListedIn", "Name", "VersionNumber" },
                unique: true,
                filter: "[ListedIn] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_SavedViews_Default",
                table: "SavedViews",
                column: "ModelId",
                unique: true,
                filter: "[IsDefault] = 1");

            migrationBuilder.CreateIndex(
                name: "IX_SavedViews_Listed",
                table: "SavedViews",
                columns: new[] { "ModelId", "NormalizedName", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_SavedViews_OfModels",
                table: "SavedViews",
                columns: new[] { "OwnerId", "NormalizedName" },
                unique: true,
                filter: "[ModelId] IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_SavedViews_OfVersions",
                table: "SavedViews",
                columns: new[] { "ModelId", "OwnerId", "NormalizedName" },
                unique: true,
                filter: "[ModelId] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_SavedViews_OwnerId_Id",
                table: "SavedViews",
                columns: new[] { "OwnerId", "Id" })
                .Annotation("SqlServer:Clustered", true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "SavedViews");

            migrationBuilder.DropIndex(
                name: "IX_VersionTags_ModelId_Key_ValueStart_VersionNumber",
                table: "VersionTags");

            migrationBuilder.DropIndex(
                name: "IX_Versions_ModelId_DatasetDigest_Number",
                table: "Versions");

            migrationBuilder.DropIndex(
                name: "IX_Versions_ModelId_TotalSize_Number",
                table: "Versions");

            migrationBuilder.DropIndex(
                name: "IX_Versions_OfStatus",
                table: "Versions");

            migrationBuilder.DropIndex(
                name: "IX_Versions_Search",
                table: "Versions");

            migrationBuilder.DropIndex(
                name: "IX_VersionParameters_ModelId_Name_ValueStart_VersionNumber",
                table: "VersionParameters");

            migrationBuilder.DropIndex(
                name: "IX_Metrics_Listed",
                table: "Metrics");

            migrationBuilder.DropIndex(
                name: "IX_Metrics_OfVersion",
                table: "Metrics");

            migrationBuilder.DropColumn(
                name: "VersionNumber",
                table: "VersionTags");

            migrationBuilder.DropColumn(
                name: "SearchText",
                table: "Versions");

            migrationBuilder.DropColumn(
                name: "VersionNumber",
                table: "VersionParameters");

            migrationBuilder.DropColumn(
                name: "VersionNumber",
                table: "Metrics");

            migrationBuilder.CreateIndex(
                name: "IX_VersionTags_ModelId_Key_ValueStart_VersionId",
                table: "VersionTags",
                columns: new[] { "ModelId", "Key", "ValueStart", "VersionId" });

            migrationBuilder.CreateIndex(
                name: "IX_Versions_ModelId_Status_Number",
                table: "Versions",
                columns: new[] { "ModelId", "Status", "Number" });

            migrationBuilder.CreateIndex(
                name: "IX_VersionParameters_ModelId_Name_ValueStart_VersionId",
                table: "VersionParameters",
                columns: new[] { "ModelId", "Name", "ValueStart", "VersionId" });

            migrationBuilder.CreateIndex(
                name: "IX_Metrics_Listed",
                table: "Metrics",
                columns: new[] { "ListedIn", "Name", "Kind", "Stored", "VersionId" },
                filter: "[ListedIn] IS NOT NULL");
        }
    }
}
