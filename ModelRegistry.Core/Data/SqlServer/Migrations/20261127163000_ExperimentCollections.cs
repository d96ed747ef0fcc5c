using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ModelRegistry.Core.Data.SqlServer.Migrations
{
    /// <inheritdoc />
    public partial class ExperimentCollections : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "Closed",
                table: "Experiments",
                type: "bit",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<Guid>(
                name: "CollectionId",
                table: "Experiments",
                type: "uniqueidentifier",
                nullable: true);

            // What was restricted before there were collections is closed; models too, whose column came with no such word.
            migrationBuilder.Sql("EXEC(N'UPDATE Experiments SET Closed = 1 WHERE Restricted = 1');");
            migrationBuilder.Sql("EXEC(N'UPDATE Models SET Closed = 1 WHERE Restricted = 1');");

            migrationBuilder.CreateIndex(
                name: "IX_Experiments_CollectionId_Id",
                table: "Experiments",
                columns: new[] { "CollectionId", "Id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Experiments_CollectionId_Id",
                table: "Experiments");

            migrationBuilder.DropColumn(
                name: "Closed",
                table: "Experiments");

            migrationBuilder.DropColumn(
                name: "CollectionId",
                table: "Experiments");
        }
    }
}
