using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ModelRegistry.Core.Data.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class Signatures : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // EF would make the table anew, with a PRAGMA that cannot run in a transaction; SQLite itself drops a column in place.
            migrationBuilder.Sql("ALTER TABLE \"Versions\" DROP COLUMN \"Signature\";");

            migrationBuilder.AddColumn<string>(
                name: "SignatureDigest",
                table: "Versions",
                type: "TEXT",
                maxLength: 64,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "VersionSignatures",
                columns: table => new
                {
                    VersionId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Json = table.Column<string>(type: "TEXT", maxLength: 5000000, nullable: false)
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

            migrationBuilder.Sql("ALTER TABLE \"Versions\" DROP COLUMN \"SignatureDigest\";");

            migrationBuilder.AddColumn<string>(
                name: "Signature",
                table: "Versions",
                type: "TEXT",
                maxLength: 300000,
                nullable: true);
        }
    }
}
