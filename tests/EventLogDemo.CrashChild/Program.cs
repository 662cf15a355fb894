using EventLogDemo.CrashChild;
using EventLogDemo.Engine.Embedded;
using EventLogDemo.Engine.Environments;
using EventLogDemo.Engine.Events;
using EventLogDemo.Engine.Ledger;
using EventLogDemo.Engine.Pipelines;
using EventLogDemo.Engine.Stepping;
using EventLogDemo.Engine.Streams;

// A process to be killed: it opens the pipeline of a folder, streams into it as fast as it goes, tells its parent of every
// acknowledgement over a pipe, and stands still at one chosen moment until the parent kills it.
string folder = args[0];
CrashPoint point = Enum.Parse<CrashPoint>(args[1]);
long acknowledgementsFirst = long.Parse(args[2], System.Globalization.CultureInfo.InvariantCulture);

using Stream pipe = Console.OpenStandardOutput();
AcknowledgementPipe acknowledgements = new(pipe);
EmbeddedEnvironment environment = new(TimeProvider.System)
{
    AtPoint = reached =>
    {
        if (reached == point && acknowledgements.Count >= acknowledgementsFirst)
        {
            acknowledgements.StandStill();
        }
    },
};
PipelineOptions options = new() { Path = folder, CheckpointInterval = TimeSpan.FromMilliseconds(20) };
Pipeline pipeline = File.Exists(Path.Combine(folder, "pipeline.json"))
    ? await environment.ConnectAsync(folder, options, null, CancellationToken.None)
    : await environment.StartAsync(options, null, CancellationToken.None);

Guid run = Guid.NewGuid();
AppenderOptions appending = new();
RunLedger ledger = RunLedger.Create(
    folder, new LedgerHeader(run, 1, pipeline.Manifest.Id, pipeline.Clock.Now().UtcMicroseconds, "crash", "none"));
EventWriter writer = new(1, run, pipeline.Ports.Log.PartitionCount, appending, ledger);
acknowledgements.Begin(run);
writer.Attach(await pipeline.Ports.Log.OpenAppenderAsync(
    appending,
    report =>
    {
        writer.OnDelivery(report);
        acknowledgements.Tell(report);
    },
    CancellationToken.None));
LogStreamMachine machine = new("stream", new SeqSource(), new LogStreamOptions { Rate = 0 }, writer, ledger);
MachineThread thread = new(machine, pipeline.Clock);
await thread.Completion;
