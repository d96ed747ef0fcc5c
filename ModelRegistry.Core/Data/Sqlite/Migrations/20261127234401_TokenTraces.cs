using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ModelRegistry.Core.Data.Sqlite.Migrations
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
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Reminders",
                table: "AccessTokens",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<Guid>(
                name: "ReplacedById",
                table: "AccessTokens",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Slots",
                table: "AccessTokens",
                type: "TEXT",
                nullable: true);

            // What the bodies say: the trigger stands aside for this alone. Ids are kept in capitals here.
            migrationBuilder.Sql("DROP TRIGGER AuditEvents_AppendOnly_Update;");
            migrationBuilder.Sql("UPDATE AuditEvents SET TokenId = upper(json_extract(Body, '$.actor.token')) WHERE Body LIKE '%\"token\":\"%' AND json_valid(Body);");
            migrationBuilder.Sql("""
                CREATE TRIGGER AuditEvents_AppendOnly_Update BEFORE UPDATE ON AuditEvents
                BEGIN SELECT RAISE(ABORT, 'audit events are append-only'); END;
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
