using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ModelRegistry.Core.Data.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class Rollback : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "ArchivedAt",
                table: "Versions",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "ContentDigest",
                table: "Versions",
                type: "TEXT",
                maxLength: 100,
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "DeletedAt",
                table: "Versions",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "DeletedByName",
                table: "Versions",
                type: "TEXT",
                maxLength: 254,
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "HeldAt",
                table: "Versions",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "HeldByName",
                table: "Versions",
                type: "TEXT",
                maxLength: 254,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "HoldReason",
                table: "Versions",
                type: "TEXT",
                maxLength: 2000,
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "PurgedAt",
                table: "Versions",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "RollbackNumber",
                table: "Slots",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "RollbackNumber",
                table: "SlotIntervals",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "RollbackNumber",
                table: "PostReviews",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "DeletedAt",
                table: "Models",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "DeletedByName",
                table: "Models",
                type: "TEXT",
                maxLength: 254,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "Consumptions",
                columns: table => new
                {
                    TokenId = table.Column<Guid>(type: "TEXT", nullable: false),
                    SlotId = table.Column<Guid>(type: "TEXT", nullable: false),
                    VersionNumber = table.Column<int>(type: "INTEGER", nullable: false),
                    LastAt = table.Column<long>(type: "INTEGER", nullable: false),
                    FirstAt = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Consumptions", x => new { x.SlotId, x.TokenId });
                    table.ForeignKey(
                        name: "FK_Consumptions_AccessTokens_TokenId",
                        column: x => x.TokenId,
                        principalTable: "AccessTokens",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_Consumptions_Slots_SlotId",
                        column: x => x.SlotId,
                        principalTable: "Slots",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "Quarantines",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Number = table.Column<long>(type: "INTEGER", nullable: false),
                    ModelId = table.Column<Guid>(type: "TEXT", nullable: false),
                    VersionId = table.Column<Guid>(type: "TEXT", nullable: false),
                    VersionNumber = table.Column<int>(type: "INTEGER", nullable: false),
                    Digest = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    ContentDigest = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    Reason = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    ById = table.Column<Guid>(type: "TEXT", nullable: false),
                    ByName = table.Column<string>(type: "TEXT", maxLength: 254, nullable: false),
                    RollbackNumber = table.Column<long>(type: "INTEGER", nullable: true),
                    ReleasedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    ReleasedById = table.Column<Guid>(type: "TEXT", nullable: true),
                    ReleasedByName = table.Column<string>(type: "TEXT", maxLength: 254, nullable: true),
                    ReleaseReason = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: true),
                    Revision = table.Column<Guid>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Quarantines", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Quarantines_Models_ModelId",
                        column: x => x.ModelId,
                        principalTable: "Models",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_Quarantines_Versions_VersionId",
                        column: x => x.VersionId,
                        principalTable: "Versions",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "Rollbacks",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    Number = table.Column<long>(type: "INTEGER", nullable: false),
                    Kind = table.Column<string>(type: "TEXT", maxLength: 30, nullable: false),
                    ModelId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Slot = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    NormalizedSlot = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    FromVersionId = table.Column<Guid>(type: "TEXT", nullable: false),
                    FromVersionNumber = table.Column<int>(type: "INTEGER", nullable: false),
                    ToVersionId = table.Column<Guid>(type: "TEXT", nullable: true),
                    ToVersionNumber = table.Column<int>(type: "INTEGER", nullable: true),
                    Reason = table.Column<string>(type: "TEXT", maxLength: 2000, nullable: false),
                    Incident = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    ActorId = table.Column<Guid>(type: "TEXT", nullable: false),
                    ActorName = table.Column<string>(type: "TEXT", maxLength: 254, nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    VerifiedFiles = table.Column<int>(type: "INTEGER", nullable: false),
                    VerifiedBytes = table.Column<long>(type: "INTEGER", nullable: false),
                    VerifiedMilliseconds = table.Column<long>(type: "INTEGER", nullable: false),
                    QuarantineNumber = table.Column<long>(type: "INTEGER", nullable: true),
                    PostReviewNumber = table.Column<long>(type: "INTEGER", nullable: false),
                    Revision = table.Column<Guid>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Rollbacks", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Rollbacks_Models_ModelId",
                        column: x => x.ModelId,
                        principalTable: "Models",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_Rollbacks_Versions_FromVersionId",
                        column: x => x.FromVersionId,
                        principalTable: "Versions",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_Rollbacks_Versions_ToVersionId",
                        column: x => x.ToVersionId,
                        principalTable: "Versions",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "StageReadiness",
                columns: table => new
                {
                    SlotId = table.Column<Guid>(type: "TEXT", nullable: false),
                    State = table.Column<string>(type: "TEXT", maxLength: 30, nullable: false),
                    Since = table.Column<long>(type: "INTEGER", nullable: false),
                    CheckedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    MovedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    FallbackNumber = table.Column<int>(type: "INTEGER", nullable: true),
                    Reason = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: false),
                    Bytes = table.Column<long>(type: "INTEGER", nullable: false),
                    Milliseconds = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_StageReadiness", x => x.SlotId);
                    table.ForeignKey(
                        name: "FK_StageReadiness_Slots_SlotId",
                        column: x => x.SlotId,
                        principalTable: "Slots",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "UnreferencedFiles",
                columns: table => new
                {
                    Sha256 = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    Size = table.Column<long>(type: "INTEGER", nullable: false),
                    SeenAt = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_UnreferencedFiles", x => x.Sha256);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Versions_ContentDigest",
                table: "Versions",
                column: "ContentDigest");

            migrationBuilder.CreateIndex(
                name: "IX_Versions_DeletedAt_Id",
                table: "Versions",
                columns: new[] { "DeletedAt", "Id" },
                filter: "[DeletedAt] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Models_DeletedAt_Id",
                table: "Models",
                columns: new[] { "DeletedAt", "Id" },
                filter: "[DeletedAt] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Consumptions_TokenId",
                table: "Consumptions",
                column: "TokenId");

            migrationBuilder.CreateIndex(
                name: "IX_Quarantines_ContentDigest_ReleasedAt",
                table: "Quarantines",
                columns: new[] { "ContentDigest", "ReleasedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_Quarantines_Digest_ReleasedAt",
                table: "Quarantines",
                columns: new[] { "Digest", "ReleasedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_Quarantines_ModelId",
                table: "Quarantines",
                column: "ModelId");

            migrationBuilder.CreateIndex(
                name: "IX_Quarantines_Number",
                table: "Quarantines",
                column: "Number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Quarantines_ReleasedAt_Number",
                table: "Quarantines",
                columns: new[] { "ReleasedAt", "Number" });

            migrationBuilder.CreateIndex(
                name: "IX_Quarantines_VersionId_ReleasedAt",
                table: "Quarantines",
                columns: new[] { "VersionId", "ReleasedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_Rollbacks_FromVersionId",
                table: "Rollbacks",
                column: "FromVersionId");

            migrationBuilder.CreateIndex(
                name: "IX_Rollbacks_ModelId_NormalizedSlot_Number",
                table: "Rollbacks",
                columns: new[] { "ModelId", "NormalizedSlot", "Number" });

            migrationBuilder.CreateIndex(
                name: "IX_Rollbacks_Number",
                table: "Rollbacks",
                column: "Number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Rollbacks_ToVersionId",
                table: "Rollbacks",
                column: "ToVersionId");

            migrationBuilder.CreateIndex(
                name: "IX_StageReadiness_State_Since",
                table: "StageReadiness",
                columns: new[] { "State", "Since" });

            migrationBuilder.CreateIndex(
                name: "IX_UnreferencedFiles_SeenAt_Sha256",
                table: "UnreferencedFiles",
                columns: new[] { "SeenAt", "Sha256" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "Consumptions");

            migrationBuilder.DropTable(
                name: "Quarantines");

            migrationBuilder.DropTable(
                name: "Rollbacks");

            migrationBuilder.DropTable(
                name: "StageReadiness");

            migrationBuilder.DropTable(
                name: "UnreferencedFiles");

            migrationBuilder.DropIndex(
                name: "IX_Versions_ContentDigest",
                table: "Versions");

            migrationBuilder.DropIndex(
                name: "IX_Versions_DeletedAt_Id",
                table: "Versions");

            migrationBuilder.DropIndex(
                name: "IX_Models_DeletedAt_Id",
                table: "Models");

            migrationBuilder.DropColumn(
                name: "ArchivedAt",
                table: "Versions");

            migrationBuilder.DropColumn(
                name: "ContentDigest",
                table: "Versions");

            migrationBuilder.DropColumn(
                name: "DeletedAt",
                table: "Versions");

            migrationBuilder.DropColumn(
                name: "DeletedByName",
                table: "Versions");

            migrationBuilder.DropColumn(
                name: "HeldAt",
                table: "Versions");

            migrationBuilder.DropColumn(
                name: "HeldByName",
                table: "Versions");

            migrationBuilder.DropColumn(
                name: "HoldReason",
                table: "Versions");

            migrationBuilder.DropColumn(
                name: "PurgedAt",
                table: "Versions");

            migrationBuilder.DropColumn(
                name: "RollbackNumber",
                table: "Slots");

            migrationBuilder.DropColumn(
                name: "RollbackNumber",
                table: "SlotIntervals");

            migrationBuilder.DropColumn(
                name: "RollbackNumber",
                table: "PostReviews");

            migrationBuilder.DropColumn(
                name: "DeletedAt",
                table: "Models");

            migrationBuilder.DropColumn(
                name: "DeletedByName",
                table: "Models");
        }
    }
}
