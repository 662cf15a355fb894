using System.Management.Automation;
using EventLogDemo.Engine.Events;
using EventLogDemo.Engine.Streams;
using EventLogDemo.PowerShell.Streams;
using Xunit;
using Host = System.Management.Automation.PowerShell;
using Pipeline = EventLogDemo.Engine.Pipelines.Pipeline;

namespace EventLogDemo.PowerShell.Tests.Streams;

public sealed class StartLogStreamCommandTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Stream_that_is_waited_for_is_complete_with_its_count()
    {
        await using ModuleSession session = new();
        session.Start();

        LogStreamInfo stream = Started(session, "-Rate 0 -Count 5000 -SizeKB 100b -Format Json -Seed 7 -Wait");

        Assert.Equal("Completed", stream.State);
        Assert.Equal((5000, 5000, 0, 0), (stream.Produced, stream.Acked, stream.Failed, stream.Buffered));
        Assert.Contains("100 B", stream.Source, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-SizeKB 2", 2048)]
    [InlineData("-SizeKB 2kb", 2048)]
    [InlineData("-SizeKB $two", 2048)]
    [InlineData("-SizeKB $kb", 1024)]
    [InlineData("-SizeKB $many", 65536)]
    [InlineData("-Size 2", 2)]
    [InlineData("-Size 1kb", 1024)]
    [InlineData("-Size '64 KB'", 65536)]
    [InlineData("-Size $kb", 1024)]
    [InlineData("-Size 0.5kb -Format Json -Seed 3", 512)]
    public async Task Size_is_understood_as_it_is_written(string arguments, int bytes)
    {
        await using ModuleSession session = new();
        session.Start();
        session.Get("$global:two = 2; $global:kb = 1kb; $global:many = 64kb");

        Started(session, $"{arguments} -Count 1 -Wait");

        Assert.Equal(bytes, Assert.IsType<LogEventInfo>(Assert.Single(session.Get("Get-LogEvent -From Kafka"))).SizeBytes);
    }

    [Fact]
    public async Task Lines_of_a_file_arrive_as_they_are()
    {
        await using ModuleSession session = new();
        session.Start("-PartitionCount 1");
        string path = Path.GetTempFileName();
        await File.WriteAllTextAsync(path, "one\r\n\ntwo\n", Token);

        Started(session, $"-Path '{path}' -Rate 0 -Wait");

        IReadOnlyList<object> events = session.Get("Get-LogEvent -From Kafka");
        Assert.Equal(["one", "", "two"], events.Cast<LogEventInfo>().Select(found => found.Body));
        File.Delete(path);
    }

    [Fact]
    public async Task Line_that_is_too_large_is_an_error_after_the_stream_and_the_others_arrive()
    {
        await using ModuleSession session = new();
        session.Start("-PartitionCount 1");
        string path = Path.GetTempFileName();
        await File.WriteAllLinesAsync(path, ["one", new string('x', 1_000_001), "two"], Token);

        (IReadOnlyList<object> output, IReadOnlyList<ErrorRecord> errors) = session.Run($"Start-LogStream -Path '{path}' -Rate 0 -Wait");

        Assert.Equal("EventTooLarge", Assert.Single(errors).FullyQualifiedErrorId.Split(',')[0]);
        LogStreamInfo stream = Assert.IsType<LogStreamInfo>(Assert.Single(output));
        Assert.Equal((2, 1), (stream.Acked, stream.TooLarge));
        Assert.StartsWith("1 too large: ", PowerShell.Display.Cell.SourceOrWhy(PSObject.AsPSObject(stream), null, 0), StringComparison.Ordinal);
        File.Delete(path);
    }

    [Theory]
    [InlineData("-SizeKB 0", "OptionRange", "SizeKB is 0 KB; it must be from 1 B to 1,000,000 B")]
    [InlineData("-SizeKB -1", "OptionRange", "is -1 KB")]
    [InlineData("-SizeKB 2mb", "OptionRange", "is 2mb;")]
    [InlineData("-SizeKB 2000", "OptionRange", "is 2000 KB;")]
    [InlineData("-SizeKB ($z = 2000)", "OptionRange", "is 2000 KB;")]
    [InlineData("-SizeKB ($z = 1mb)", "OptionRange", "is 1048576 KB;")]
    [InlineData("-Size 2mb", "OptionRange", "Size is 2mb; it must be from 1 B to 1,000,000 B")]
    [InlineData("-Size 0", "OptionRange", "Size is 0 B;")]
    [InlineData("-Size big", "SizeFormat", "512b, 1kb, 2mb")]
    [InlineData("-SizeKB 99999999999999999999", "OptionRange", "is 99999999999999999999 KB;")]
    [InlineData("-SizeKB big", "SizeFormat", "512b, 1kb, 2mb")]
    [InlineData("-Rate -1", "OptionRange", "0, for as fast as it goes, or from 0.001 to 10,000,000")]
    [InlineData("-Rate 1e-8", "OptionRange", "Rate is 1E-08; it must be 0")]
    [InlineData("-Rate NaN", "OptionRange", "from 0.001 to 10,000,000")]
    [InlineData("-Rate 1e300", "OptionRange", "from 0.001 to 10,000,000")]
    [InlineData("-Count 0", "OptionRange", "from 1 to")]
    [InlineData("-Duration 0", "OptionRange", "from 1 ms to")]
    [InlineData("-Duration -1s", "OptionRange", "from 1 ms to")]
    [InlineData("-Duration 1000d", "OptionRange", "from 1 ms to")]
    [InlineData("-Duration soon", "DurationFormat", "10s, 2m, 1h")]
    [InlineData("-BufferCount 5000000000", "OptionRange", "is 5,000,000,000")]
    [InlineData("-BufferCount 0", "OptionRange", "from 1 to 10,000,000")]
    [InlineData("-BufferSize 1kb", "OptionRange", "BufferSize is 1kb; it must be from 1 MB to 16 GB")]
    [InlineData("-DeliveryTimeout 1ms", "OptionRange", "from 100 ms to")]
    [InlineData("-Path /no/such/file.log", "SourceFile", "Cannot read the file '")]
    [InlineData("-Path /", "SourceFile", "folder")]
    [InlineData("-Pipeline nobody", "UnknownPipeline", "default")]
    public async Task Bad_input_has_its_own_id_and_starts_nothing(string arguments, string id, string says)
    {
        await using ModuleSession session = new();
        Pipeline pipeline = session.Start();

        ErrorRecord error = session.Fail($"Start-LogStream {arguments}", id);

        Assert.Contains(says, error.ToString(), StringComparison.Ordinal);
        Assert.Empty(StreamRoster.Of(pipeline).All);
    }

    [Fact]
    public async Task Stop_while_a_stream_is_waited_for_ends_the_stream()
    {
        await using ModuleSession session = new();
        StreamRoster roster = StreamRoster.Of(session.Start());
        using Host host = session.Create("Start-LogStream -Wait");

        IAsyncResult run = host.BeginInvoke();
        await Eventually.TrueAsync(() => Task.FromResult(roster.All.Count == 1), Token);
        await Eventually.EndsAsync(host.Stop, Token);

        Assert.Throws<PipelineStoppedException>(() => host.EndInvoke(run));
        Assert.Equal(LogStreamState.Stopped, Assert.Single(roster.All).State);
    }

    [Fact]
    public async Task WhatIf_starts_nothing()
    {
        await using ModuleSession session = new();
        Pipeline pipeline = session.Start();

        Assert.Empty(session.Get("Start-LogStream -WhatIf"));

        Assert.Empty(StreamRoster.Of(pipeline).All);
    }

    [Fact]
    public void Names_of_formats_and_policies_are_the_engines()
    {
        Assert.Equal(Enum.GetNames<EventFormat>(), Enum.GetNames<LogFormat>());
        Assert.Equal(Enum.GetNames<FullPolicy>(), Enum.GetNames<BufferPolicy>());
    }

    private static LogStreamInfo Started(ModuleSession session, string arguments) =>
        Assert.IsType<LogStreamInfo>(Assert.Single(session.Get($"Start-LogStream {arguments}")));
}
