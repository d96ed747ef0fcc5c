using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ModelRegistry.Core.Data.SqlServer.Migrations
{
    /// <inheritdoc />
    public partial class Signatures : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "Signature",
                table: "Versions");

            migrationBuilder.AddColumn<string>(
                name: "SignatureDigest",
                table: "Versions",
                type: "nvarchar(64)",
                maxLength: 64,
                nullable: true,
                collation: "Latin1_General_100_BIN2");

            migrationBuilder.CreateTable(
                name: "VersionSignatures",
                columns: table => new
                {
                    VersionId = table.Column<Guid>(type: "uniqueidentifier", nullable: false),
                    Json = table.Column<string>(type: "nvarchar(max)", maxLength: 5000000, nullable: false, collation: "Latin1_General_100_BIN2")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_VersionSignatures", x => x.VersionId);
                    table.ForeignKey(
                        name: "FK_VersionSignatures_Versions_VersionId",
                        column: x => x.VersionId,
                        principalTable: "Versions",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "VersionSignatures");

            migrationBuilder.DropColumn(
                name: "SignatureDigest",
                table: "Versions");

            migrationBuilder.AddColumn<string>(
                name: "Signature",
                table: "Versions",
                type: "nvarchar(max)",
                maxLength: 300000,
                nullable: true,
                collation: "Latin1_General_100_BIN2");
        }
    }
}
