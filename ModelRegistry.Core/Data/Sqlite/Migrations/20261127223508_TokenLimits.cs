using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ModelRegistry.Core.Data.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class TokenLimits : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "CollectionIds",
                table: "AccessTokens",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "LastUsedFrom",
                table: "AccessTokens",
                type: "TEXT",
                maxLength: 64,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Networks",
                table: "AccessTokens",
                type: "TEXT",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "CollectionIds",
                table: "AccessTokens");

            migrationBuilder.DropColumn(
                name: "LastUsedFrom",
                table: "AccessTokens");

            migrationBuilder.DropColumn(
                name: "Networks",
                table: "AccessTokens");
        }
    }
}
