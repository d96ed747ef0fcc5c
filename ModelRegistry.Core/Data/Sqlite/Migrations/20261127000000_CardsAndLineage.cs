using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ModelRegistry.Core.Data.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class CardsAndLineage : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "RiskApprovals",
                table: "PromotionRequests",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.CreateTable(
                name: "WrittenCards",
                columns: table => new
                {
                    ModelId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Number = table.Column<int>(type: "INTEGER", nullable: false),
                    Text = table.Column<string>(type: "TEXT", maxLength: 50000, nullable: false),
                    WrittenAt = table.Column<long>(type: "INTEGER", nullable: false),
                    WrittenById = table.Column<Guid>(type: "TEXT", nullable: true),
                    WrittenByName = table.Column<string>(type: "TEXT", maxLength: 254, nullable: false),
                    ApprovedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    ApprovedById = table.Column<Guid>(type: "TEXT", nullable: true),
                    ApprovedByName = table.Column<string>(type: "TEXT", maxLength: 254, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_WrittenCards", x => new { x.ModelId, x.Number });
                    table.ForeignKey(
                        name: "FK_WrittenCards_AspNetUsers_ApprovedById",
                        column: x => x.ApprovedById,
                        principalTable: "AspNetUsers",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_WrittenCards_AspNetUsers_WrittenById",
                        column: x => x.WrittenById,
                        principalTable: "AspNetUsers",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_WrittenCards_Models_ModelId",
                        column: x => x.ModelId,
                        principalTable: "Models",
                        principalColumn: "Id");
                });

            migrationBuilder.CreateIndex(
                name: "IX_Versions_DatasetDigest_CreatedAt_Id",
                table: "Versions",
                columns: new[] { "DatasetDigest", "CreatedAt", "Id" },
                filter: "[DatasetDigest] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_WrittenCards_ApprovedById",
                table: "WrittenCards",
                column: "ApprovedById");

            migrationBuilder.CreateIndex(
                name: "IX_WrittenCards_WrittenById",
                table: "WrittenCards",
                column: "WrittenById");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "WrittenCards");

            migrationBuilder.DropIndex(
                name: "IX_Versions_DatasetDigest_CreatedAt_Id",
                table: "Versions");

            migrationBuilder.DropColumn(
                name: "RiskApprovals",
                table: "PromotionRequests");
        }
    }
}
