using EventLogDemo.CrashChild;
using EventLogDemo.Engine.Embedded;
using EventLogDemo.Engine.Environments;
using EventLogDemo.Engine.Ledger;
using EventLogDemo.Engine.Pipelines;
using EventLogDemo.Engine.Stepping;
using EventLogDemo.Engine.Streams;

// A process to be killed: it opens a pipeline, streams into it, reports every acknowledgement to its parent over a pipe, and halts
// at one chosen moment until the parent kills it.
//   FOLDER POINT ACKNOWLEDGEMENTS             the embedded pipeline of a folder, at full speed, up to a point of its work
//   docker PIPELINE ACKNOWLEDGEMENTS          a pipeline that is up on Docker, 2,000 events/s, up to a number of acknowledgements
using Stream pipe = Console.OpenStandardOutput();
AcknowledgementPipe acknowledgements = new(pipe);
long minAcknowledgements = long.Parse(args[2], System.Globalization.CultureInfo.InvariantCulture);
bool isDocker = args[0] == "docker";
Pipeline pipeline = isDocker
    ? await new DockerEnvironment(new DockerOptions { ComposeFile = "compose.yaml", JobJars = ["job.jar"] }, TimeProvider.System)
        .ConnectAsync(args[1], new PipelineOptions(), progress: null, CancellationToken.None)
    : await OpenEmbeddedAsync(args[0], Enum.Parse<CrashPoint>(args[1]));

Guid run = Guid.NewGuid();
AppenderOptions appending = new();
RunLedger ledger = RunLedger.Create(
    pipeline.Folder, new LedgerHeader(run, 1, pipeline.Manifest.Id, pipeline.Clock.Now().UtcMicroseconds, "crash", "none"));
acknowledgements.WriteRun(run);
RunWriter writer = await RunWriter.OpenAsync(
    new StreamIdentity(pipeline.Name, 1, run),
    pipeline.Ports.Log.PartitionCount,
    appending,
    ledger,
    onDelivery => pipeline.Ports.Log.OpenAppenderAsync(
        appending,
        report =>
        {
            onDelivery(report);
            acknowledgements.Report(report);
            if (isDocker && acknowledgements.Count >= minAcknowledgements)
            {
                acknowledgements.Halt();
            }
        },
        CancellationToken.None));
LogStreamMachine machine = new(new SeqSource(), new LogStreamOptions { Rate = isDocker ? 2000 : 0 }, writer);
MachineThread thread = new(machine, pipeline.Clock);
await thread.Completion;

async Task<Pipeline> OpenEmbeddedAsync(string folder, CrashPoint point)
{
    EmbeddedEnvironment environment = new(TimeProvider.System)
    {
        AtPoint = reached =>
        {
            if (reached == point && acknowledgements.Count >= minAcknowledgements)
            {
                acknowledgements.Halt();
            }
        },
    };
    PipelineOptions options = new() { Path = folder, CheckpointInterval = TimeSpan.FromMilliseconds(20) };
    return File.Exists(Path.Combine(folder, "pipeline.json"))
        ? await environment.ConnectAsync(folder, options, null, CancellationToken.None)
        : await environment.StartAsync(options, null, CancellationToken.None);
}
