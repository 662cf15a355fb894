using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using EventLogDemo.Engine.Embedded.Services;
using EventLogDemo.Engine.Embedded.Sqlite;
using EventLogDemo.Engine.Environments;
using EventLogDemo.Engine.Events;
using EventLogDemo.Engine.Ledger;
using EventLogDemo.Engine.Pipelines;
using EventLogDemo.Engine.Stepping;
using EventLogDemo.Engine.Streams;
using EventLogDemo.Engine.Tests.Streams;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace EventLogDemo.Engine.Tests.Simulation;

/// <summary>
/// A whole pipeline without threads and files: two streams, log, processor and store, stepped from one loop; order, times
/// and faults all come from one seed.
/// </summary>
internal sealed class SimulatedPipeline : IDisposable
{
    private readonly SeededOrder _random;
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly StepClock _clock;
    private readonly EmbeddedParts _parts;
    private readonly List<IStepMachine> _machines = [];
    private readonly List<(LogStreamMachine Machine, RunWriter Writer)> _streams = [];
    private readonly List<MemoryStream> _ledgers = [];
    private readonly RunOpener _runs;
    private readonly StringBuilder _trace = new();

    public SimulatedPipeline(int seed)
    {
        _random = new SeededOrder(seed);
        _clock = new StepClock(_time);
        PipelineOptions options = new() { CheckpointInterval = TimeSpan.FromMilliseconds(50) };
        _parts = EmbeddedParts.Open(new MemoryStorage(), options, _clock, NullLoggerFactory.Instance);
        _runs = new RunOpener(_parts.Log, "default", Guid.Empty, _clock, CreateLedger) { NewRun = _random.NewRun };
        _machines.AddRange([_parts.Log, _parts.Processor]);
        AddStream(1, new LogStreamOptions { Rate = 2_000, Count = 6_000 });
        AddStream(
            2,
            new LogStreamOptions
            {
                Rate = 500,
                Count = 1_500,
                OnFull = FullPolicy.Drop,
                Appender = new AppenderOptions { BufferCount = 100, DeliveryTimeout = TimeSpan.FromMilliseconds(700) },
            });
    }

    public StreamCounts Totals => _streams.Aggregate(default(StreamCounts), (sum, stream) => sum + stream.Writer.Counts);

    public IReadOnlyList<StreamCounts> Counts => [.. _streams.Select(stream => stream.Writer.Counts)];

    public long RowCount => Rows.Sum();

    public EmbeddedParts Parts => _parts;

    public int Faults { get; private set; }

    private IReadOnlyList<long> Rows => Await(_parts.Store.GetRowCountsAsync(CancellationToken.None));

    /// <summary>Steps until both streams have ended and everything is committed. Faults occur until the streams have produced their last event.</summary>
    /// <returns>Everything that the run left behind, as text: trace, log, store and ledgers.</returns>
    public string Run(Action<SimulatedPipeline> check)
    {
        for (int turn = 0; turn < 1_000_000; turn++)
        {
            StepOne();
            check(this);
            bool producing = _streams.Any(stream => !stream.Machine.GenerationEnded.IsCompleted);
            if (producing && _random.Below(100) == 0)
            {
                Fault();
            }

            if (!producing && !RepairOne() && IsDone())
            {
                return Digest();
            }
        }

        throw new InvalidOperationException($"Not done after a million steps: {Totals}");
    }

    public void Dispose() => _parts.Dispose();

    private void StepOne()
    {
        // A machine may be stepped before its announced time, as by a driver that was woken: the seed chooses which.
        _machines[_random.Below(_machines.Count)].Step(_clock.Now());
        _time.Advance(TimeSpan.FromMicroseconds(20 + _random.Below(400)));
    }

    private void Fault()
    {
        IEmbeddedService service = _parts.Board.Services[_random.Below(_parts.Board.Services.Count)];
        string act;
        switch (_random.Below(7))
        {
            case 0:
                act = Act(service, ServiceAction.Stop);
                break;
            case 1:
                act = Act(service, ServiceAction.Kill);
                break;
            case 2 when service.Part.IsReady:
                act = Act(service, ServiceAction.Suspend);
                break;
            case 3 when !service.Part.IsDown:
                act = Act(service, ServiceAction.Resume);
                break;
            case 4:
                act = Act(service, ServiceAction.Restart);
                break;
            case 5:
                // So quickly that no observation falls between.
                act = $"{Act(service, ServiceAction.Kill)}, {Act(service, ServiceAction.Start)}";
                break;
            case 6:
                _parts.Board.Fail(service, "a defect");
                act = "fail";
                break;
            default:
                act = Act(service, ServiceAction.Start);
                break;
        }

        Faults++;
        _trace.AppendLine(CultureInfo.InvariantCulture, $"{_clock.Now().Elapsed} {act} {service.Part.Name} {Totals}");
    }

    private static string Act(IEmbeddedService service, ServiceAction action)
    {
        ServiceBoard.Act(service, action);
        return ServiceActionTraits.Of(action).Participle;
    }

    private bool RepairOne()
    {
        IEmbeddedService? broken = _parts.Board.Services.FirstOrDefault(service => !service.Part.IsReady);
        if (broken is null)
        {
            return false;
        }

        Act(broken, ServiceAction.Start);
        _trace.AppendLine(CultureInfo.InvariantCulture, $"{_clock.Now().Elapsed} repair {broken.Part.Name} {Totals}");
        return true;
    }

    private bool IsDone() =>
        _streams.All(stream => stream.Machine.Ended.IsCompleted)
        && _parts.Log.CommittedOffsets.SequenceEqual(_parts.Log.EndOffsets);

    private void AddStream(ushort number, LogStreamOptions options)
    {
        RunWriter writer = Await(_runs.OpenAsync(number, "Pattern", options.ToString(), options.Appender, CancellationToken.None));
        LogStreamMachine machine = new(new PatternSource(64), options, writer);
        _streams.Add((machine, writer));
        _machines.Add(machine);
    }

    private RunLedger CreateLedger(LedgerHeader header)
    {
        _ledgers.Add(new MemoryStream());
        return RunLedger.Create(_ledgers[^1], header);
    }

    private string Digest()
    {
        StringBuilder all = new(_trace.ToString());
        foreach ((string name, IEventReader reader) in
            ((string, IEventReader)[])[("log", _parts.Log.OpenReader()), ("store", _parts.Store.OpenReader())])
        {
            for (int partition = 0; partition < _parts.Log.PartitionCount; partition++)
            {
                Append(all, name, partition, reader);
            }
        }

        foreach (MemoryStream ledger in _ledgers)
        {
            all.AppendLine(Convert.ToHexString(ledger.ToArray()));
        }

        return all.ToString();
    }

    private static void Append(
        StringBuilder all, string name, int partition, IEventReader reader)
    {
        Span<byte> key = stackalloc byte[EventIdentity.Size];
        EventBatch batch = new();
        for (long next = 0, from = -1; next != from;)
        {
            from = next;
            next = Await(reader.ReadAsync(partition, from, batch, CancellationToken.None));
            for (int i = 0; i < batch.Count; i++)
            {
                EventView view = batch[i];
                view.Identity.Write(key);
                all.AppendLine(CultureInfo.InvariantCulture, $"{name} {partition} {view.Offset} {view.StoredAtMicroseconds} {Convert.ToHexString(key)} {Convert.ToHexString(view.Body)}");
            }
        }
    }

    // Every part answers at once when it is ready, so this never waits.
    private static T Await<T>(ValueTask<T> answer)
    {
        Assert.True(answer.IsCompletedSuccessfully, "a ready part did not answer at once");
        return answer.GetAwaiter().GetResult();
    }

    /// <summary>The seed's choices: a linear congruential generator, so that they are the same on every platform.</summary>
    private sealed class SeededOrder(int seed)
    {
        private ulong _state = BinaryPrimitives.ReverseEndianness((ulong)seed) ^ 0x2545F4914F6CDD1D;

        /// <summary>The id of a run.</summary>
        public Guid NewRun(DateTimeOffset now) => new(Below(int.MaxValue), (short)Below(short.MaxValue), 0, new byte[8]);

        public int Below(int limit)
        {
            _state = (_state * 6364136223846793005) + 1442695040888963407;
            return (int)((_state >> 33) % (ulong)limit);
        }
    }
}
