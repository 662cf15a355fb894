using EventLogDemo.Tests;

namespace EventLogDemo.Engine.Tests.Architecture;

/// <summary>Waiting is written once, in <c>Stepping/Poll</c>. A new loop around a delay belongs there too, not into this list.</summary>
public sealed class WaitTests
{
    private static readonly string[] Known =
    [
        // The poll itself.
        Path.Combine("Stepping", "Poll.cs"),
        // Reports progress while a stream's own task is awaited.
        Path.Combine("Streams", "StreamWaiter.cs"),
        // Polls a client whose blocking call reports its errors only to whoever polls it.
        Path.Combine("Kafka", "KafkaGroup.cs"),
        // Probes the node between two attempts of the driver.
        Path.Combine("Cassandra", "Driver", "DriverSession.cs"),
    ];

    [Fact]
    public void Nothing_but_the_poll_delays_in_a_loop()
    {
        string engine = Repository.PathOf("src", "EventLogDemo.Engine");

        IEnumerable<string> delaying = Directory.EnumerateFiles(engine, "*.cs", SearchOption.AllDirectories)
            .Select(file => (File: file, Path: Path.GetRelativePath(engine, file)))
            .Where(file => !file.Path.StartsWith("obj", StringComparison.Ordinal) && !file.Path.StartsWith("bin", StringComparison.Ordinal))
            .Where(file => File.ReadAllText(file.File).Contains("Task.Delay(", StringComparison.Ordinal))
            .Select(file => file.Path);

        Assert.Equal(Known.Order(), delaying.Order());
    }
}
