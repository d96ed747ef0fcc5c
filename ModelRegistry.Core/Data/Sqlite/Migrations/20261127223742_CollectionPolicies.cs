using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ModelRegistry.Core.Data.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class CollectionPolicies : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_PolicyVersions_ModelId_NormalizedSlot_Number",
                table: "PolicyVersions");

            migrationBuilder.DropIndex(
                name: "IX_PolicyVersions_NormalizedSlot_Number",
                table: "PolicyVersions");

            migrationBuilder.AddColumn<Guid>(
                name: "CollectionId",
                table: "PolicyVersions",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Nearness",
                table: "PolicyVersions",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.Sql("UPDATE PolicyVersions SET Nearness = 6 WHERE ModelId IS NOT NULL;");

            migrationBuilder.CreateIndex(
                name: "IX_PolicyVersions_CollectionId_NormalizedSlot_Number",
                table: "PolicyVersions",
                columns: new[] { "CollectionId", "NormalizedSlot", "Number" },
                unique: true,
                filter: "[CollectionId] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_PolicyVersions_ModelId_NormalizedSlot_Number_CollectionId",
                table: "PolicyVersions",
                columns: new[] { "ModelId", "NormalizedSlot", "Number", "CollectionId" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_PolicyVersions_NormalizedSlot_Number",
                table: "PolicyVersions",
                columns: new[] { "NormalizedSlot", "Number" },
                unique: true,
                filter: "[ModelId] IS NULL AND [CollectionId] IS NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_PolicyVersions_CollectionId_NormalizedSlot_Number",
                table: "PolicyVersions");

            migrationBuilder.DropIndex(
                name: "IX_PolicyVersions_ModelId_NormalizedSlot_Number_CollectionId",
                table: "PolicyVersions");

            migrationBuilder.DropIndex(
                name: "IX_PolicyVersions_NormalizedSlot_Number",
                table: "PolicyVersions");

            migrationBuilder.DropColumn(
                name: "CollectionId",
                table: "PolicyVersions");

            migrationBuilder.DropColumn(
                name: "Nearness",
                table: "PolicyVersions");

            migrationBuilder.CreateIndex(
                name: "IX_PolicyVersions_ModelId_NormalizedSlot_Number",
                table: "PolicyVersions",
                columns: new[] { "ModelId", "NormalizedSlot", "Number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_PolicyVersions_NormalizedSlot_Number",
                table: "PolicyVersions",
                columns: new[] { "NormalizedSlot", "Number" },
                unique: true,
                filter: "[ModelId] IS NULL");
        }
    }
}
