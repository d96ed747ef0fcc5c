using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ModelRegistry.Core.Access;
using ModelRegistry.Core.Artifacts;
using ModelRegistry.Core.Common;
using ModelRegistry.Core.Data;
using ModelRegistry.Core.Data.Sqlite;
using ModelRegistry.Core.Metrics;
using ModelRegistry.Core.Models;
using ModelRegistry.Core.Slots;
using ModelRegistry.Core.Versions;
using ModelRegistry.Tests.Data;
using ModelRegistry.Tests.Support;

namespace ModelRegistry.Tests.Filters;

/// <summary>
/// A model whose versions have equal values, none, infinite ones and several data sets in every combination that an order can meet, and another model beside it
/// with the same. Straight into the tables; what is sent to read them is recorded.
/// </summary>
public sealed class KindsOfVersions : IAsyncLifetime
{
    public const int Count = 66;
    public const string Name = "kinds";

    private readonly List<Kind> _kinds = [];

    /// <summary>All that match are sorted.</summary>
    internal static readonly FewLimits Sorted = new(1_000, 1_000);

    /// <summary>Those that match are known, and the index of the order is read for them.</summary>
    internal static readonly FewLimits Known = new(0, 1_000);

    /// <summary>The index of the order is read, and each is asked whether it matches.</summary>
    internal static readonly FewLimits Asked = new(0, 0);

    internal StatementRecorder Statements { get; } = new();

    public TestRegistry Registry { get; private set; } = null!;

    public Actor Admin { get; private set; } = null!;

    public Guid Model { get; private set; }

    internal Model Row { get; private set; } = null!;

    internal VersionPages Pages { get; } = new(new VersionWords(from: 0));

    internal IReadOnlyList<Kind> Kinds => _kinds;

    public async Task InitializeAsync()
    {
        Registry = await TestRegistry.StartAsync(change: services =>
            services.ConfigureDbContext<SqliteRegistryDbContext>(options => options.AddInterceptors(Statements)));
        Admin = await Registry.PersonAsync("admin", [.. Roles.All]);
        await using var db = Registry.OpenDatabase();
        Model = Fill(db, Name, _kinds);
        Fill(db, "other kinds", []);
        await db.SaveChangesAsync();
        Row = await db.Models.SingleAsync(found => found.Id == Model);
        var slot = await db.Slots.AsTracking().SingleAsync(found => found.ModelId == Model);
        db.Entry(slot).Property(nameof(Slot.VersionId)).CurrentValue = _kinds[6].Version.Id;
        db.Entry(slot).Property(nameof(Slot.VersionNumber)).CurrentValue = 7;
        await db.SaveChangesAsync();
    }

    public async Task DisposeAsync() => await Registry.DisposeAsync();

    /// <summary>The numbers of all pages, one after the other.</summary>
    /// <param name="filter">What is asked.</param>
    /// <param name="orderBy">In which order.</param>
    /// <param name="limits">How they are found.</param>
    /// <param name="pageSize">Of the pages.</param>
    internal async Task<List<int>> WalkAsync(string? filter, string? orderBy, FewLimits limits, int pageSize)
    {
        await using var db = Registry.OpenDatabase();
        List<int> numbers = [];
        string? token = null;
        do
        {
            var page = await Pages.ReadAsync(db, Row, new VersionSearch(filter, orderBy, PageSize: pageSize, PageToken: token), Admin, limits, default);
            Assert.True(page.NextPageToken is null || page.Items.Count == pageSize, "A page that is not the last is full.");
            numbers.AddRange(page.Items.Select(version => version.Number));
            token = page.NextPageToken;
        }
        while (token is not null);

        return numbers;
    }

    private Guid Fill(RegistryDbContext db, string name, List<Kind> kinds)
    {
        var (start, person) = (Registry.Clock.GetUtcNow(), Admin.UserId!.Value);
        var model = new Model(name, person, person, Admin.Name, start);
        db.Models.Add(model);
        db.Slots.Add(new Slot(model.Id, Stage.Production, SlotKind.Stage, start));
        for (var number = 1; number <= Count; number++)
        {
            var kind = new Kind(model.Id, number, person, Admin.Name, start.AddMinutes(number / 3));
            kinds.Add(kind);
            db.Versions.Add(kind.Version);
            db.Metrics.AddRange(kind.Metrics);
            if (kind.IsQuarantined)
            {
                db.Quarantines.Add(new Quarantine((db.Quarantines.Local.Count * 10) + 1, start)
                {
                    ModelId = model.Id,
                    VersionId = kind.Version.Id,
                    VersionNumber = number,
                    Digest = kind.Version.Digest,
                    Reason = "Latency.",
                    ByName = "other",
                });
            }
        }

        return model.Id;
    }

    internal sealed class Kind
    {
        public Kind(Guid model, int number, Guid person, string name, DateTimeOffset at)
        {
            Version = new ModelVersion(model, number, person, name, at)
            {
                Description = number % 13 == 0 ? "half precision" : "full precision",
                Framework = number % 3 == 0 ? null : $"framework {number % 2}",
                DatasetName = number % 5 == 0 ? null : "claims",
                DatasetDigest = number % 5 == 0 ? null : $"d{number % 4}",
                ArchivedAt = number % 17 == 0 ? at : null,
            };
            if (number % 4 == 0)
            {
                Version.SetLabel($"2.{99 - number}");
            }

            Version.Tags.AddRange(number % 3 == 1 ? [] : [new VersionTag
            {
                VersionId = Version.Id,
                ModelId = model,
                VersionNumber = number,
                Key = "team",
                Value = number % 6 == 0 ? new string('r', IndexedText.MaxLength) + number : $"team {number % 4}",
            }]);
            Version.Parameters.AddRange(number % 4 == 1 ? [] : [new VersionParameter
            {
                VersionId = Version.Id,
                ModelId = model,
                VersionNumber = number,
                Name = "depth",
                Value = $"{number % 7}",
            }]);
            Version.Reword();
            if (number % 8 == 0)
            {
                Version.GiveUp(at);
            }
            else if (number % 8 != 1)
            {
                Version.Seal([new ManifestEntry("model.bin", Sha256Hex.Of($"{model} {number}"), number % 5)], null, null, at);
            }
        }

        public ModelVersion Version { get; }

        public bool IsQuarantined => Version.Number % 22 == 3;

        /// <summary>What lists go by; null where it was not measured.</summary>
        public double? Accuracy => (Version.Number % 11) switch
        {
            0 => null,
            1 => double.NaN,
            2 => double.PositiveInfinity,
            3 => double.NegativeInfinity,
            var other => other % 3 / 4.0,
        };

        /// <summary>Of every fourth version also on another data set, newer and another value: lists do not go by it.</summary>
        public IEnumerable<Metric> Metrics => Accuracy is not { } value ? []
            : Version.Number % 4 == 0 ? [Of(value, Version.DatasetDigest ?? "", Version.ModelId), Of(0.9, "other", null)]
            : [Of(value, Version.DatasetDigest ?? "", Version.ModelId)];

        private Metric Of(double value, string digest, Guid? listedIn) => new()
        {
            VersionId = Version.Id,
            VersionNumber = Version.Number,
            Name = "accuracy",
            Stored = MetricValue.Stored(value),
            Kind = MetricValue.KindOf(value),
            DatasetDigest = digest,
            At = Version.CreatedAt,
            ByName = "other",
            IsCurrent = true,
            ListedIn = listedIn,
        };
    }
}
