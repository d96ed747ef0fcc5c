using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ModelRegistry.Core.Data.Sqlite.Migrations
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
                type: "TEXT",
                maxLength: 1000,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Sheet",
                table: "Reviews",
                type: "TEXT",
                maxLength: 64,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "EmergencySheet",
                table: "PromotionRequests",
                type: "TEXT",
                maxLength: 64,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "SheetTexts",
                columns: table => new
                {
                    Digest = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    Text = table.Column<string>(type: "TEXT", nullable: false)
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
