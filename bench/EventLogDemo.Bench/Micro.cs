using BenchmarkDotNet.Attributes;
using EventLogDemo.Engine.Events;

namespace EventLogDemo.Bench;

/// <summary>Cost of an event before it reaches the log.</summary>
[MemoryDiagnoser]
public class Micro
{
    private byte[] _body = [];
    private EventGenerator? _generator;
    private EventIdentity _identity;
    private long _seq;

    /// <summary>Size of the body in bytes.</summary>
    [Params(100, 1024)]
    public int Size { get; set; }

    /// <summary>Format of the body.</summary>
    [Params(EventFormat.Plain, EventFormat.Syslog, EventFormat.Apache, EventFormat.Json)]
    public EventFormat Format { get; set; }

    /// <summary>Prepares one body.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _body = new byte[Size];
        _generator = EventGenerator.Create(new GeneratorOptions { SizeBytes = Size, Format = Format });
        _generator.Read(1, 0, 0, _body, out _);
        _identity = EventIdentity.Create(1, 0, Guid.Empty, 0, 0, _body);
    }

    /// <summary>Disposes the generator.</summary>
    [GlobalCleanup]
    public void Cleanup() => _generator?.Dispose();

    /// <summary>Generates a body.</summary>
    [Benchmark]
    public SourceRead Generate() => _generator!.Read(1, 0, _seq++, _body, out _);

    /// <summary>Hashes identity and body.</summary>
    [Benchmark]
    public ulong Hash() => _identity.ComputeHash(_body);
}
