using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ModelRegistry.Core.Data.SqlServer.Migrations
{
    /// <inheritdoc />
    public partial class Sheets : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.RenameColumn(
                name: "FinalVerdicts",
                table: "PromotionRequests",
                newName: "FinalText");

            migrationBuilder.AddColumn<string>(
                name: "SignatureNote",
                table: "Versions",
                type: "nvarchar(1000)",
                maxLength: 1000,
                nullable: true,
                collation: "Latin1_General_100_BIN2");

            migrationBuilder.AddColumn<string>(
                name: "Sheet",
                table: "Reviews",
                type: "nvarchar(64)",
                maxLength: 64,
                nullable: false,
                defaultValue: "",
                collation: "Latin1_General_100_BIN2");

            migrationBuilder.AddColumn<string>(
                name: "EmergencySheet",
                table: "PromotionRequests",
                type: "nvarchar(64)",
                maxLength: 64,
                nullable: true,
                collation: "Latin1_General_100_BIN2");

            migrationBuilder.CreateTable(
                name: "SheetTexts",
                columns: table => new
                {
                    Digest = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    Text = table.Column<string>(type: "nvarchar(max)", nullable: false, collation: "Latin1_General_100_BIN2")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SheetTexts", x => x.Digest);
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "SheetTexts");

            migrationBuilder.DropColumn(
                name: "SignatureNote",
                table: "Versions");

            migrationBuilder.DropColumn(
                name: "Sheet",
                table: "Reviews");

            migrationBuilder.DropColumn(
                name: "EmergencySheet",
                table: "PromotionRequests");

            migrationBuilder.RenameColumn(
                name: "FinalText",
                table: "PromotionRequests",
                newName: "FinalVerdicts");
        }
    }
}
