using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ModelRegistry.Core.Data.SqlServer.Migrations
{
    /// <inheritdoc />
    public partial class Doors : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "TakenBackAt",
                table: "RequestComments",
                type: "datetimeoffset",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "TakenBackByName",
                table: "RequestComments",
                type: "nvarchar(254)",
                maxLength: 254,
                nullable: true,
                collation: "Latin1_General_100_BIN2");

            migrationBuilder.AddColumn<string>(
                name: "Models",
                table: "IdempotencyRecords",
                type: "nvarchar(max)",
                nullable: true,
                collation: "Latin1_General_100_BIN2");

            migrationBuilder.AddColumn<string>(
                name: "Rights",
                table: "IdempotencyRecords",
                type: "nvarchar(max)",
                nullable: true,
                collation: "Latin1_General_100_BIN2");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "TakenBackAt",
                table: "RequestComments");

            migrationBuilder.DropColumn(
                name: "TakenBackByName",
                table: "RequestComments");

            migrationBuilder.DropColumn(
                name: "Models",
                table: "IdempotencyRecords");

            migrationBuilder.DropColumn(
                name: "Rights",
                table: "IdempotencyRecords");
        }
    }
}
