using Microsoft.Extensions.Time.Testing;
using ModelRegistry.Core.Artifacts;
using ModelRegistry.Core.Common;

namespace ModelRegistry.Tests.Artifacts;

public sealed class ArtifactStoreReadTests : IDisposable
{
    private const int Small = 1000;

    private const int Large = 3 * 1024 * 1024 + 77;

    private readonly TestStore _disk = new();

    public void Dispose() => _disk.Dispose();

    [Theory]
    [InlineData(Small, 0)]
    [InlineData(Small, Small / 2)]
    [InlineData(Small, Small - 1)]
    [InlineData(BlobReader.CheckedFirstBytes, 5)]
    public async Task Of_a_small_file_with_a_changed_byte_nothing_is_delivered(int size, int at)
    {
        var blob = await _disk.PutAsync(TestStore.Bytes(size));
        _disk.Flip(blob, at);

        var (arrived, refusal) = await _disk.CopyRefusedAsync(blob);

        Assert.Empty(arrived);
        AssertDamaged(refusal, blob);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(Large / 2)]
    [InlineData(Large - 1)]
    public async Task A_large_file_with_a_changed_byte_is_never_delivered_to_its_end(int at)
    {
        var blob = await _disk.PutAsync(TestStore.Bytes(Large));
        _disk.Flip(blob, at);

        var (arrived, refusal) = await _disk.CopyRefusedAsync(blob);

        Assert.InRange(arrived.Length, 0, Large - 77);
        AssertDamaged(refusal, blob);
    }

    [Theory]
    [InlineData(Small, 0)]
    [InlineData(Small, Small - 1)]
    [InlineData(Large, 0)]
    [InlineData(Large, Large / 2)]
    [InlineData(Large, Large - 1)]
    public async Task Check_finds_a_changed_byte_and_says_what_is_there_now(int size, int at)
    {
        var bytes = TestStore.Bytes(size);
        var blob = await _disk.PutAsync(bytes);
        _disk.Flip(blob, at);
        bytes[at] ^= 1;

        Assert.Equal(new BlobFinding(blob.Sha256, BlobProblem.Changed, Sha256Hex.Of(bytes), size), await CheckAsync(blob));
    }

    [Fact]
    public async Task Check_of_an_unchanged_file_finds_nothing_and_reports_its_progress()
    {
        var blob = await _disk.PutAsync(TestStore.Bytes(Large));
        var heard = new Heard();

        var finding = await _disk.Store.CheckAsync(blob.Sha256, blob.Size, heard, CancellationToken.None);

        Assert.Null(finding);
        Assert.Equal(Large, heard.Values[^1]);
        Assert.Equal(heard.Values.Order().Distinct(), heard.Values);
    }

    [Theory]
    [InlineData(Small)]
    [InlineData(Large)]
    public async Task A_cut_file_is_found_and_not_served(int size)
    {
        var blob = await _disk.PutAsync(TestStore.Bytes(size));
        _disk.Cut(blob, size - 1);

        Assert.Equal(new BlobFinding(blob.Sha256, BlobProblem.Size, FoundSize: size - 1), await CheckAsync(blob));
        var (arrived, refusal) = await _disk.CopyRefusedAsync(blob);
        Assert.Empty(arrived);
        AssertDamaged(refusal, blob);
    }

    [Fact]
    public async Task A_file_swapped_for_another_of_the_same_size_is_found_and_not_served()
    {
        var blob = await _disk.PutAsync(TestStore.Bytes(Small, seed: 1));
        var other = await _disk.PutAsync(TestStore.Bytes(Small, seed: 2));
        File.Copy(_disk.PlaceOf(other.Sha256), _disk.PlaceOf(blob.Sha256), overwrite: true);

        Assert.Equal(new BlobFinding(blob.Sha256, BlobProblem.Changed, other.Sha256, Small), await CheckAsync(blob));
        AssertDamaged((await _disk.CopyRefusedAsync(blob)).Refusal, blob);
    }

    [Fact]
    public async Task A_deleted_file_is_missing()
    {
        var blob = await _disk.PutAsync(TestStore.Bytes(Small));
        File.Delete(_disk.PlaceOf(blob.Sha256));

        await AssertMissingAsync(blob);
    }

    [Fact]
    public async Task A_file_that_was_never_there_is_missing() => await AssertMissingAsync(new StoredBlob(Sha256Hex.Of("never"), Small));

    [Fact]
    public async Task A_link_to_equal_bytes_is_not_followed()
    {
        var blob = await _disk.PutAsync(TestStore.Bytes(Small));
        File.Move(_disk.PlaceOf(blob.Sha256), Path.Combine(_disk.Root, "outside"));
        File.CreateSymbolicLink(_disk.PlaceOf(blob.Sha256), Path.Combine(_disk.Root, "outside"));

        await AssertMissingAsync(blob);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_folder_that_became_a_link_is_not_followed(int levelsUp)
    {
        var blob = await _disk.PutAsync(TestStore.Bytes(Small));
        var folder = Enumerable.Range(0, levelsUp).Aggregate(_disk.PlaceOf(blob.Sha256), (path, _) => Path.GetDirectoryName(path)!);
        Directory.Move(folder, Path.Combine(_disk.Root, "outside"));
        Directory.CreateSymbolicLink(folder, Path.Combine(_disk.Root, "outside"));

        await AssertMissingAsync(blob);
    }

    [Theory]
    [InlineData(Small, 0, 1)]
    [InlineData(Small, Small - 5, 5)]
    [InlineData(Small, 10, 0)]
    [InlineData(Large, 0, 1)]
    [InlineData(Large, 262_143, 600_000)]
    [InlineData(Large, Large - 5, 5)]
    [InlineData(Large, 0, Large)]
    public async Task A_range_is_the_same_bytes_as_in_the_whole(int size, int from, int length)
    {
        var bytes = TestStore.Bytes(size);
        var blob = await _disk.PutAsync(bytes);
        using var copy = new MemoryStream();

        await _disk.Store.CopyRangeAsync(blob.Sha256, size, from, length, copy, CancellationToken.None);

        Assert.Equal(bytes[from..(from + length)], copy.ToArray());
    }

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(0, Small + 1)]
    [InlineData(Small, 1)]
    [InlineData(0, -1)]
    [InlineData(long.MaxValue, 1)]
    [InlineData(1, long.MaxValue)]
    public async Task A_range_outside_the_file_is_refused(long from, long length)
    {
        var blob = await _disk.PutAsync(TestStore.Bytes(Small));

        var refusal = await RangeRefusedAsync(blob, from, length);

        Assert.Equal((RefusalKind.Malformed, "range_outside"), (refusal.Kind, refusal.Code));
    }

    [Fact]
    public async Task A_range_over_the_whole_file_is_checked_like_the_whole()
    {
        var blob = await _disk.PutAsync(TestStore.Bytes(Large));
        _disk.Flip(blob, 3);

        AssertDamaged(await RangeRefusedAsync(blob, 0, Large), blob);
    }

    [Fact]
    public async Task A_range_of_a_small_file_is_checked_against_the_whole()
    {
        var blob = await _disk.PutAsync(TestStore.Bytes(Small));
        _disk.Flip(blob, Small - 1);

        AssertDamaged(await RangeRefusedAsync(blob, 0, 1), blob);
    }

    [Fact]
    public async Task A_range_of_a_missing_or_cut_file_is_refused()
    {
        var blob = await _disk.PutAsync(TestStore.Bytes(Large));

        _disk.Cut(blob, Large - 1);
        AssertDamaged(await RangeRefusedAsync(blob, 0, 1), blob);

        File.Delete(_disk.PlaceOf(blob.Sha256));
        Assert.Equal("artifact_missing", (await RangeRefusedAsync(blob, 0, 1)).Code);
    }

    [Fact]
    public async Task The_head_for_a_preview_is_checked_when_it_is_the_whole()
    {
        var bytes = TestStore.Bytes(Small);
        var blob = await _disk.PutAsync(bytes);
        Assert.Equal(bytes[..10], await HeadAsync(blob, 10));
        Assert.Equal(bytes, await HeadAsync(blob, Small));

        _disk.Flip(blob, Small - 1);

        Assert.Equal(bytes[..10], await HeadAsync(blob, 10));
        AssertDamaged(await Assert.ThrowsAsync<RegistryException>(() => HeadAsync(blob, Small)), blob);
    }

    [Fact]
    public async Task A_receiver_that_goes_away_is_no_damage()
    {
        var blob = await _disk.PutAsync(TestStore.Bytes(Large));
        using var gone = new MemoryStream(new byte[10], writable: true);

        await Assert.ThrowsAsync<NotSupportedException>(() => _disk.Store.CopyToAsync(blob.Sha256, blob.Size, gone, CancellationToken.None));
    }

    [Fact]
    public async Task A_refusal_names_no_path_of_the_server()
    {
        var blob = await _disk.PutAsync(TestStore.Bytes(Small));
        _disk.Flip(blob, 0);

        Assert.DoesNotContain(_disk.Root, (await _disk.CopyRefusedAsync(blob)).Refusal.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sweeping_at_start_removes_all_leftovers_and_no_stored_file()
    {
        var blob = await _disk.PutAsync(TestStore.Bytes(Small));
        await File.WriteAllTextAsync(Path.Combine(_disk.Temporary, "crashed"), "half");
        File.CreateSymbolicLink(Path.Combine(_disk.Temporary, "link"), _disk.PlaceOf(blob.Sha256));

        Assert.Equal(2, _disk.Store.SweepTemporary(TimeSpan.Zero));

        Assert.Equal([_disk.PlaceOf(blob.Sha256)], _disk.Files);
    }

    [Fact]
    public async Task Sweeping_later_spares_what_was_written_recently()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2030, 1, 2, 0, 0, 0, TimeSpan.Zero));
        using var disk = new TestStore(clock);
        await WriteLeftoverAsync(disk, "old", clock.GetUtcNow().AddHours(-25));
        await WriteLeftoverAsync(disk, "young", clock.GetUtcNow().AddHours(-23));

        Assert.Equal(1, disk.Store.SweepTemporary(TimeSpan.FromDays(1)));

        Assert.Equal([Path.Combine(disk.Temporary, "young")], disk.Files);
    }

    private static async Task WriteLeftoverAsync(TestStore disk, string name, DateTimeOffset at)
    {
        var file = Path.Combine(disk.Temporary, name);
        await File.WriteAllTextAsync(file, "half");
        File.SetLastWriteTimeUtc(file, at.UtcDateTime);
    }

    private static void AssertDamaged(RegistryException refusal, StoredBlob blob)
    {
        Assert.Equal((RefusalKind.Conflict, "artifact_damaged"), (refusal.Kind, refusal.Code));
        Assert.Equal(blob.Sha256, refusal.Details?["sha256"]);
    }

    private async Task AssertMissingAsync(StoredBlob blob)
    {
        Assert.False(_disk.Store.Has(blob.Sha256));
        Assert.Equal(new BlobFinding(blob.Sha256, BlobProblem.Missing), await CheckAsync(blob));
        var (arrived, refusal) = await _disk.CopyRefusedAsync(blob);
        Assert.Empty(arrived);
        Assert.Equal((RefusalKind.Conflict, "artifact_missing"), (refusal.Kind, refusal.Code));
    }

    private Task<BlobFinding?> CheckAsync(StoredBlob blob) => _disk.Store.CheckAsync(blob.Sha256, blob.Size, null, CancellationToken.None);

    private Task<byte[]> HeadAsync(StoredBlob blob, int bytes) => _disk.Store.ReadHeadAsync(blob.Sha256, blob.Size, bytes, CancellationToken.None);

    private Task<RegistryException> RangeRefusedAsync(StoredBlob blob, long from, long length) => Assert.ThrowsAsync<RegistryException>(
        () => _disk.Store.CopyRangeAsync(blob.Sha256, blob.Size, from, length, Stream.Null, CancellationToken.None));

    private sealed class Heard : IProgress<long>
    {
        public List<long> Values { get; } = [];

        public void Report(long value) => Values.Add(value);
    }
}
