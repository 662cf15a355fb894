using EventLogDemo.Engine.Pipelines;
using EventLogDemo.Engine.Tests.Conformance;

namespace EventLogDemo.Engine.Tests.Environments;

public sealed class DamagedDatabaseTests : EmbeddedFolder
{
    [Fact]
    public async Task Connect_to_a_manifest_that_looks_unfinished_still_misses_the_databases_of_a_stream()
    {
        await RunAsync(1);
        await EditManifestAsync(manifest => manifest["isStarting"] = true);
        File.Delete(Path.Combine(Folder, "log.db"));

        await Assert.ThrowsAsync<DataCorruptException>(ConnectAsync);
    }

    [Theory]
    [InlineData("log.db")]
    [InlineData("store.db")]
    public async Task Connect_to_an_emptied_or_replaced_database_names_the_file(string name)
    {
        await (await Embedded.StartAsync(new PipelineOptions { Path = Folder + "-other" }, null, Token)).DisposeAsync();

        await RunAsync(2_000);
        string file = Path.Combine(Folder, name);
        await File.WriteAllBytesAsync(file, [], Token);
        Assert.Equal(file, (await Assert.ThrowsAsync<DataCorruptException>(ConnectAsync)).Target);
        Assert.Equal(0, new FileInfo(file).Length);

        File.Move(Path.Combine(Folder + "-other", name), file, overwrite: true);
        Assert.Equal(file, (await Assert.ThrowsAsync<DataCorruptException>(ConnectAsync)).Target);
        Directory.Delete(Folder + "-other", recursive: true);
    }

    [Theory]
    [InlineData("log.db")]
    [InlineData("store.db")]
    public async Task Connect_to_a_database_that_is_truncated_overwritten_or_missing_names_the_file(string name)
    {
        await RunAsync(2_000);
        string file = Path.Combine(Folder, name);
        byte[] whole = await File.ReadAllBytesAsync(file, Token);
        byte[] overwritten = [.. whole];
        overwritten.AsSpan(whole.Length / 2, 40_000).Fill(0xA5);
        byte[] noDatabase = [.. Enumerable.Repeat((byte)'x', 50_000)];
        foreach (byte[] damaged in (byte[][])[whole[..(whole.Length / 2)], overwritten, noDatabase])
        {
            await File.WriteAllBytesAsync(file, damaged, Token);
            DataCorruptException refused = await Assert.ThrowsAsync<DataCorruptException>(ConnectAsync);
            Assert.Equal(file, refused.Target);
        }

        File.Delete(file);
        await Assert.ThrowsAsync<DataCorruptException>(ConnectAsync);
        await File.WriteAllBytesAsync(file, whole, Token);
        await using PipelineFixture fixture = new(await ConnectAsync());
        Assert.Equal(2_000, await fixture.RowCountAsync());
    }
}
