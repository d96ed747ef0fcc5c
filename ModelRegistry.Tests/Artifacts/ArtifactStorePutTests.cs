using Microsoft.Win32.SafeHandles;
using ModelRegistry.Core.Artifacts;
using ModelRegistry.Core.Common;

namespace ModelRegistry.Tests.Artifacts;

public sealed class ArtifactStorePutTests : IDisposable
{
    private const int Block = BlockPair.BlockBytes;

    private readonly TestStore _disk = new();

    public void Dispose() => _disk.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(Block - 1)]
    [InlineData(Block)]
    [InlineData(Block + 1)]
    [InlineData(7 * Block + 12_345)]
    public async Task Stored_bytes_come_back_equal_under_their_digest(int size)
    {
        var bytes = TestStore.Bytes(size);

        var blob = await _disk.Store.PutAsync(new DrippingStream(bytes), Sha256Hex.Of(bytes), size, CancellationToken.None);

        Assert.Equal(new StoredBlob(Sha256Hex.Of(bytes), size), blob);
        Assert.Equal([_disk.PlaceOf(blob.Sha256)], _disk.Files);
        Assert.True(_disk.Store.Has(blob.Sha256));
        Assert.Equal(bytes, await _disk.CopyAsync(blob));
    }

    [Fact]
    public async Task Empty_content_has_the_well_known_digest()
    {
        var blob = await _disk.PutAsync([]);

        Assert.Equal("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", blob.Sha256);
        Assert.Null(await _disk.Store.CheckAsync(blob.Sha256, 0, null, CancellationToken.None));
    }

    [Fact]
    public async Task Wrong_declared_digest_leaves_nothing()
    {
        var bytes = TestStore.Bytes(3 * Block);

        var refusal = await RefusedAsync(new MemoryStream(bytes), Sha256Hex.Of("other"), bytes.Length);

        Assert.Equal((RefusalKind.Malformed, "digest_mismatch", "Content-Digest"), (refusal.Kind, refusal.Code, refusal.Field));
        Assert.Contains(Sha256Hex.Of(bytes), refusal.Message, StringComparison.Ordinal);
        Assert.Empty(_disk.Files);
        Assert.False(_disk.Store.Has(Sha256Hex.Of(bytes)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("abc")]
    [InlineData("../../../../etc/canary")]
    [InlineData("E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855")]
    [InlineData("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b8550")]
    [InlineData("gggggggggggggggggggggggggggggggggggggggggggggggggggggggggggggggg")]
    [InlineData("sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7")]
    public async Task Text_that_is_no_digest_is_refused_before_anything_is_read(string digest)
    {
        var content = new MemoryStream(new byte[10]);

        var refusal = await RefusedAsync(content, digest, null);

        Assert.Equal((RefusalKind.Malformed, "digest_malformed"), (refusal.Kind, refusal.Code));
        Assert.Equal(0, content.Position);
        Assert.Equal("digest_malformed", Assert.Throws<RegistryException>(() => _disk.Store.Has(digest)).Code);
    }

    [Theory]
    [InlineData(Block / 2)]
    [InlineData(2 * Block)]
    public async Task Content_that_ends_early_leaves_nothing(int arrived)
    {
        var refusal = await RefusedAsync(new MemoryStream(TestStore.Bytes(arrived)), null, 3 * Block);

        Assert.Equal((RefusalKind.Malformed, "content_incomplete"), (refusal.Kind, refusal.Code));
        Assert.Empty(_disk.Files);
    }

    [Fact]
    public async Task Content_longer_than_announced_is_refused_without_reading_all_of_it()
    {
        var content = new MemoryStream(TestStore.Bytes(20 * Block));

        var refusal = await RefusedAsync(content, null, Block);

        Assert.Equal((RefusalKind.Malformed, "content_too_long"), (refusal.Kind, refusal.Code));
        Assert.True(content.Position <= 3 * Block);
        Assert.Empty(_disk.Files);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(2 * Block + 10)]
    public async Task A_connection_that_breaks_leaves_nothing(int at)
    {
        var content = new DrippingStream(TestStore.Bytes(4 * Block)) { At = at, Then = () => throw new IOException("reset") };

        await Assert.ThrowsAsync<IOException>(() => _disk.Store.PutAsync(content, null, null, CancellationToken.None));

        Assert.Empty(_disk.Files);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(2 * Block + 10)]
    [InlineData(4 * Block)]
    public async Task Cancelling_leaves_nothing(int at)
    {
        using var stop = new CancellationTokenSource();
        var filesMeanwhile = 0;
        var content = new DrippingStream(TestStore.Bytes(4 * Block))
        {
            At = at,
            Then = () =>
            {
                filesMeanwhile = _disk.Files.Count;
                stop.Cancel();
            },
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _disk.Store.PutAsync(content, null, null, stop.Token));

        Assert.Equal(1, filesMeanwhile);
        Assert.Empty(_disk.Files);
    }

    [Fact]
    public async Task Nothing_is_visible_until_the_last_byte_has_come()
    {
        var bytes = TestStore.Bytes(4 * Block);
        var seen = false;
        var content = new DrippingStream(bytes) { At = bytes.Length, Then = () => seen = _disk.Store.Has(Sha256Hex.Of(bytes)) };

        await _disk.Store.PutAsync(content, null, null, CancellationToken.None);

        Assert.False(seen);
        Assert.True(_disk.Store.Has(Sha256Hex.Of(bytes)));
    }

    [Fact]
    public async Task The_same_bytes_at_once_are_stored_once()
    {
        var bytes = TestStore.Bytes(2 * Block + 5);

        var blobs = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => _disk.PutAsync(bytes))));

        Assert.Equal([_disk.PlaceOf(blobs[0].Sha256)], _disk.Files);
        Assert.Equal(bytes, await _disk.CopyAsync(Assert.Single(blobs.Distinct())));
    }

    [Fact]
    public async Task Sending_the_bytes_again_heals_a_damaged_file()
    {
        var bytes = TestStore.Bytes(Block);
        var blob = await _disk.PutAsync(bytes);

        _disk.Cut(blob, 10);
        await _disk.PutAsync(bytes);
        Assert.Equal(bytes, await _disk.CopyAsync(blob));

        _disk.Flip(blob, 17);
        await _disk.PutAsync(bytes);
        Assert.Equal(bytes, await _disk.CopyAsync(blob));
    }

    [Fact]
    public async Task More_than_the_disk_holds_is_refused_before_anything_is_read()
    {
        var content = new MemoryStream(new byte[10]);

        var refusal = await RefusedAsync(content, null, long.MaxValue);

        Assert.Equal((RefusalKind.Unavailable, "storage_full"), (refusal.Kind, refusal.Code));
        Assert.Equal(0, content.Position);
        Assert.Empty(_disk.Files);
    }

    [Fact]
    public void A_full_disk_is_told_from_other_failures()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        using var full = File.OpenHandle("/dev/full", FileMode.Open, FileAccess.Write);
        var exception = Assert.Throws<IOException>(() => RandomAccess.Write(full, new byte[1], 0));

        Assert.True(StoreFault.IsDiskFull(exception));
        Assert.False(StoreFault.IsDiskFull(new IOException("reset")));
    }

    [Fact]
    public void A_flush_that_failed_is_never_taken_for_done()
    {
        using var noSuchFile = new SafeFileHandle(int.MaxValue, ownsHandle: false);

        Assert.ThrowsAny<IOException>(() => DiskFlush.File(noSuchFile));
        Assert.ThrowsAny<IOException>(() => DiskFlush.Folder(Path.Combine(_disk.Root, "gone")));
    }

    [Fact]
    public async Task Nobody_else_on_the_machine_can_look_inside()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        const UnixFileMode owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        UnixFileMode? meanwhile = null;
        var content = new DrippingStream(TestStore.Bytes(10)) { At = 10, Then = () => meanwhile = ModeOf(_disk.Files.Single()) };

        await _disk.Store.PutAsync(content, null, null, CancellationToken.None);

        Assert.Equal(owner, meanwhile);
        Assert.All(_disk.Files, file => Assert.Equal(owner, ModeOf(file)));
        Assert.All(
            Directory.GetDirectories(_disk.Root, "*", SearchOption.AllDirectories).Append(_disk.Root),
            folder => Assert.Equal(owner | UnixFileMode.UserExecute, ModeOf(folder)));
    }

    [Fact]
    public async Task A_folder_replaced_by_a_link_takes_no_file_outside()
    {
        var bytes = TestStore.Bytes(10);
        var outside = Directory.CreateDirectory(_disk.Root + "-evil").FullName;
        Directory.CreateSymbolicLink(Path.Combine(_disk.Root, "sha256", Sha256Hex.Of(bytes)[..2]), outside);

        var refusal = await RefusedAsync(new MemoryStream(bytes), null, null);

        Assert.Equal("storage_unsafe", refusal.Code);
        Assert.Empty(Directory.GetFiles(outside, "*", SearchOption.AllDirectories));
        Assert.Empty(Directory.GetFiles(_disk.Temporary));
    }

    [Fact]
    public async Task A_link_in_the_place_of_a_file_is_replaced_and_its_target_untouched()
    {
        var blob = await _disk.PutAsync(TestStore.Bytes(10));
        var target = Path.Combine(_disk.Root, "target");
        await File.WriteAllTextAsync(target, "mine");
        File.Delete(_disk.PlaceOf(blob.Sha256));
        File.CreateSymbolicLink(_disk.PlaceOf(blob.Sha256), target);

        await _disk.PutAsync(TestStore.Bytes(10));

        Assert.Equal("mine", await File.ReadAllTextAsync(target));
        Assert.Equal(TestStore.Bytes(10), await _disk.CopyAsync(blob));
    }

    private static UnixFileMode ModeOf(string path) => OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(path);

    private Task<RegistryException> RefusedAsync(Stream content, string? sha256, long? size) =>
        Assert.ThrowsAsync<RegistryException>(() => _disk.Store.PutAsync(content, sha256, size, CancellationToken.None));

    /// <summary>Gives bytes in small uneven pieces, as a network does, and does something when a position is reached.</summary>
    private sealed class DrippingStream(byte[] bytes) : MemoryStream(bytes)
    {
        public int At { get; init; } = -1;

        public Action? Then { get; init; }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (Position == At)
            {
                Then?.Invoke();
            }

            cancellationToken.ThrowIfCancellationRequested();
            var piece = Math.Min(buffer.Length, 10_007);
            return base.ReadAsync(buffer[..(At > Position ? (int)Math.Min(piece, At - Position) : piece)], cancellationToken);
        }
    }
}
